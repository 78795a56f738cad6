"""The package that stands for a dispatched course on another platform: SCORM 1.2, which every platform imports."""

from __future__ import annotations

import html
import io
import zipfile
from string import Template

from connect_desktop.resources import resources_dir

_FILLED = ("imsmanifest.xml", "index.html")
_PLAIN = ("dispatch.js", "dispatch.css")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def build_dispatch_zip(dispatch_id: str, title: str, url: str) -> bytes:
    """A .zip whose one page plays what is at `url`; the same arguments give the same bytes."""
    folder = resources_dir() / "dispatch"
    values = {"id": dispatch_id, "title": _text(title), "url": html.escape(url)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*_FILLED, *_PLAIN):
            text = (folder / name).read_text(encoding="utf-8")
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, Template(text).substitute(values) if name in _FILLED else text)
    return packed.getvalue()


def _text(title: str) -> str:
    """The title as XML and HTML can have it: without control characters and halves of characters."""
    plain = title.encode("utf-8", "replace").decode()
    return html.escape("".join(letter if letter.isprintable() else " " for letter in plain).strip() or "Course")
