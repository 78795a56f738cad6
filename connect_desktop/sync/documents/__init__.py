"""Exchanges with servers that know only the document of a session."""
