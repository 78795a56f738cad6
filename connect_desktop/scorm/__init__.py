"""The standard, pure: no Qt, no files, no network, no clock. Time and bytes are passed in."""
