"""The package that stands for a dispatched course on another platform: SCORM 1.2, which every platform imports."""

from __future__ import annotations

import html
import io
import json
import zipfile
from string import Template

from connect_desktop.resources import resources_dir
from connect_desktop.server.pages.words import languages, marked, words_of

_FILLED = ("imsmanifest.xml", "index.html")
_PLAIN = ("dispatch.js", "dispatch.css")
# The colours of all our pages.
_TOKENS = "tokens.css"
# What its page says.
_SAID = (
    marked("Open in a new window"),
    marked("If the course does not appear, open it in a window of its own."),
    marked("Your browser keeps new windows from opening here. Allow them, then try again."),
    marked("The course is in a window of its own. Keep this one open until you are done."),
    marked("No learning platform answers here: your results stay with the course."),
)
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def build_dispatch_zip(dispatch_id: str, title: str, url: str) -> bytes:
    """A .zip whose one page plays what is at `url`; the same arguments give the same bytes."""
    folder = resources_dir() / "dispatch"
    pages = resources_dir() / "player"
    # Inside a script element only "<" could end it.
    said = {language: {text: words_of(language)(text) for text in _SAID} for language in sorted(languages())}
    texts = json.dumps(said).replace("<", "\\u003c")
    values = {"id": dispatch_id, "title": _text(title), "url": html.escape(url), "words": texts}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*_FILLED, *_PLAIN, _TOKENS):
            text = ((pages if name == _TOKENS else folder) / name).read_text(encoding="utf-8")
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, Template(text).substitute(values) if name in _FILLED else text)
    return packed.getvalue()


def _text(title: str) -> str:
    """The title as XML and HTML can have it: without control characters and halves of characters."""
    plain = title.encode("utf-8", "replace").decode()
    return html.escape("".join(letter if letter.isprintable() else " " for letter in plain).strip() or "Course")
