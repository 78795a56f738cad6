"""Qt widgets around the player: the library and what belongs to it."""
