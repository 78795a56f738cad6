"""Printing what content shows: seen first as it will be, then saved as a PDF or sent to a printer."""
