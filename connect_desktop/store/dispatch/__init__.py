"""Dispatches, and who registered through them."""
