"""Margins around the pages of a PDF, which the engine prints without any."""

from __future__ import annotations

import re

from msgspec import Struct

_POINTS = 72 / 25.4
# A page as the engine writes it: a dictionary in the clear, its box from 0 0.
_PAGE = re.compile(rb"(?<=\n)(\d+) 0 obj\n<</Type /Page\n.*?\nendobj\n", re.DOTALL)
_BOX = re.compile(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")
_TRAILER = re.compile(rb"trailer\n<<(.*?)>>\nstartxref\n(\d+)\n%%EOF\s*\Z", re.DOTALL)


class Margins(Struct, frozen=True):
    """In millimetres."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0


def with_margins(content: bytes, margins: Margins) -> bytes:
    """The PDF with more room around what is on each page, by an update at its end [ISO 32000-1, 7.5.6].

    A PDF written otherwise than the engine does stays as it is.
    """
    trailer = _TRAILER.search(content)
    if trailer is None or margins == Margins():
        return content
    update = bytearray() if content.endswith(b"\n") else bytearray(b"\n")
    entries = bytearray()
    for page in _PAGE.finditer(content):
        entries += b"%s 1\n%010d 00000 n \n" % (page[1], len(content) + len(update))
        update += _BOX.sub(lambda box: _widened(box, margins), page[0])
    start = len(content) + len(update)
    update += b"xref\n%strailer\n<<%s\n/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (entries, trailer[1], trailer[2], start)
    return content + update


def _widened(box: re.Match[bytes], margins: Margins) -> bytes:
    left, bottom = -margins.left * _POINTS, -margins.bottom * _POINTS
    right, top = float(box[1]) + margins.right * _POINTS, float(box[2]) + margins.top * _POINTS
    return b"/MediaBox [%.3f %.3f %.3f %.3f]" % (left, bottom, right, top)
