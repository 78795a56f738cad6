"""Dispatches: links with limits for other platforms, and the package those import."""
