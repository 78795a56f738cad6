"""Counts that are kept as sessions change, and what is read from them."""
