"""What a person drops or picks, as courses to import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

ARCHIVES = (".zip", ".pif")
_MANIFEST = "imsmanifest.xml"


def course_sources(data: QMimeData) -> Sequence[Path]:
    """The archives and folders among what is dragged, each once; a manifest stands for its folder."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    sources = (path.parent if path.name.lower() == _MANIFEST else path for path in paths)
    return list(dict.fromkeys(path for path in sources if path.suffix.lower() in ARCHIVES or path.is_dir()))
