"""The web engine before its first page: started while Python goes on with something else."""

from __future__ import annotations

from PySide6.QtCore import QMetaObject
from PySide6.QtWebEngineWidgets import QWebEngineView


def start_engine() -> None:
    """Start the web engine's threads and processes, which is mostly waiting; other threads of Python run meanwhile."""
    # The first thing asked of a page starts the engine. Any method would do, but only a call by name gives up Python's
    # lock: making a profile does not.
    QMetaObject.invokeMethod(QWebEngineView(), "stop")
