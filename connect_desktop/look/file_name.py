"""Titles as names of files."""

from __future__ import annotations

import re

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 80


def file_name(title: str) -> str:
    """A title as the name of a file on any system."""
    name = _NOT_IN_FILE_NAMES.sub(" ", title)
    return " ".join(name.split()).strip(". ")[:_LONGEST_NAME].rstrip(". ") or "course"
