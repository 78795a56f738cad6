"""Launches as they travel between devices and servers."""
