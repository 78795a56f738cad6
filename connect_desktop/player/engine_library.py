"""The web engine's own library, which is large: brought into memory while Python reads modules on another core."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

# Where PySide's wheels have it, beside their modules. Of a Qt that lies elsewhere the first import loads it, as ever.
_PLACES = {
    "linux": "Qt/lib/libQt6WebEngineCore.so.6",
    "darwin": "Qt/lib/QtWebEngineCore.framework/Versions/A/QtWebEngineCore",
}


def load_engine_library() -> None:
    """Begin to load it, and return at once; whoever loads another library meanwhile waits for as long as is left."""
    place = _PLACES.get(sys.platform)
    qt = find_spec("PySide6")
    if place is None or qt is None or qt.origin is None:
        return
    path = Path(qt.origin).parent / place
    # Not `ctypes.CDLL(path)`: only a function of a library is called without Python's lock. Where there is no such file
    # it does nothing.
    Thread(target=ctypes.CDLL(None).dlopen, args=(os.fsencode(path), os.RTLD_LAZY), daemon=True).start()
