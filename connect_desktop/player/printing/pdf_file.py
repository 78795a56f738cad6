"""The file a PDF is saved to."""

from __future__ import annotations

from pathlib import Path

from connect_desktop.packages.errors import write_failure
from connect_desktop.packages.incoming import Incoming


def save(content: bytes, path: Path) -> None:
    """Write the file; if that fails, what was there before stays. Raises `LibraryFull` and `LibraryUnwritable`."""
    try:
        with Incoming(path.parent).file() as file:
            file.write(content)
            file.settle(path)
    except OSError as error:
        raise write_failure(path, error) from error
