"""Events that are to be told, and how telling them went."""
