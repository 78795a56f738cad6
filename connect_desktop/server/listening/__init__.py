"""Listening until told to stop, in one process or several."""
