"""Which frame of a page is what a person sees, and what the engine can print by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEngineFrame

# How much of a frame another one in it covers that is all there is to see: players within courses are built so.
_FILLS = 0.75
# The PDF viewer's part within a frame that shows a PDF has a random name like this.
_VIEWER = re.compile(r"[0-9A-F]{32}")


def seen_frame(frame: QWebEngineFrame) -> QWebEngineFrame:
    """`frame`, or the one within it that fills it."""
    room = _area(frame)
    for child in frame.children():
        if room > 0 and _area(child) >= _FILLS * room and not _is_viewer(child):
            return seen_frame(child)
    return frame


def shown_pdf(frame: QWebEngineFrame) -> QUrl | None:
    """The address of the PDF that is shown in it; None if none is."""
    for found in all_within(frame):
        # One that has just come has no viewer yet.
        if found.url().path().lower().endswith(".pdf") or any(map(_is_viewer, found.children())):
            return found.url()
    return None


def all_within(frame: QWebEngineFrame) -> Iterator[QWebEngineFrame]:
    """`frame` and all frames in it."""
    yield frame
    for child in frame.children():
        yield from all_within(child)


def _area(frame: QWebEngineFrame) -> float:
    return frame.size().width() * frame.size().height()


def _is_viewer(frame: QWebEngineFrame) -> bool:
    return _VIEWER.fullmatch(frame.name()) is not None and frame.url().toString() in ("", "about:blank")
