"""Where a dialog for files begins: in the user's own folders, not where the program was started."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

_Location = QStandardPaths.StandardLocation


def downloads() -> str:
    """Where what was fetched lies."""
    return _folder(_Location.DownloadLocation)


def documents() -> str:
    """Where what is kept goes."""
    return _folder(_Location.DocumentsLocation)


def _folder(location: QStandardPaths.StandardLocation) -> str:
    """Not everybody has one."""
    folder = QStandardPaths.writableLocation(location)
    return folder if folder and Path(folder).is_dir() else str(Path.home())
