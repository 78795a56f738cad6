"""Courses from servers, and for them."""
