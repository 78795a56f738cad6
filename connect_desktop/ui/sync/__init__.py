"""Sync as people see it: one calm line, a window behind it, and the way to a server."""
