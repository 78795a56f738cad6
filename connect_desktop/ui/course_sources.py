"""What a person drops or picks, as courses to import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

ARCHIVES = (".zip", ".pif")
_MANIFEST = "imsmanifest.xml"


def course_sources(data: QMimeData) -> Sequence[Path]:
    """The archives and folders among what is dragged, each once; a manifest stands for its folder."""
    return list(dict.fromkeys(path for path in _meant(data) if _is_source(path)))


def other_files(data: QMimeData) -> Sequence[Path]:
    """The files among what is dragged that can be no course."""
    return list(dict.fromkeys(path for path in _meant(data) if not _is_source(path)))


def _meant(data: QMimeData) -> Iterator[Path]:
    for url in data.urls():
        if url.isLocalFile():
            path = Path(url.toLocalFile())
            yield path.parent if path.name.lower() == _MANIFEST else path


def _is_source(path: Path) -> bool:
    return path.suffix.lower() in ARCHIVES or path.is_dir()
