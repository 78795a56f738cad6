"""Content Aggregation Model: from the bytes of a manifest to a `Course`, and what is wrong with a package."""
