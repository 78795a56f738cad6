"""Packages on their way in: uploads, and the jobs that look at them."""
