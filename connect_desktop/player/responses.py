"""What an address inside a package answers: a plain function, apart from Qt."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct

from connect_desktop.errors import ConnectError
from connect_desktop.player.ports import PackageReader

# No package has a folder of this name; it holds the player page, on the origin of the package so that content finds the
# API in its parent.
RESERVED = "__connect__/"
PLAYER_PATH = f"/{RESERVED}player.html"

# Pictures are what is kept gzipped in packages; a bomb is cut off here.
_LARGEST_UNZIPPED = 64 << 20

_OURS: Mapping[str, str] = {
    "player.html": "text/html; charset=utf-8",
    "player.css": "text/css; charset=utf-8",
    "notice.css": "text/css; charset=utf-8",
    "tokens.css": "text/css; charset=utf-8",
    "player.js": "text/javascript; charset=utf-8",
    "content_frame.js": "text/javascript; charset=utf-8",
    "scorm_api.js": "text/javascript; charset=utf-8",
}


class Status(Enum):
    """What became of a request; anything but OK is an error to scripts, and a page of ours to a person."""

    OK = 200
    REFUSED = 403
    MISSING = 404
    UNREADABLE = 500


class Response(Struct, frozen=True):
    """An answer. `content_type` may carry a charset; `size` is in bytes, None if only reading tells; `open` may block
    and may raise `ConnectError` or OSError.
    """

    status: Status
    content_type: str
    size: int | None
    open: Callable[[], BinaryIO]


class NoticeTexts(Struct, frozen=True):
    """The sentences of our own pages, translated."""

    missing_title: str
    missing_text: str
    unreadable_title: str


def respond(address: str, *, reader: PackageReader[Any], page_folder: Path, texts: NoticeTexts) -> Response:
    """Answer `address`: path and query relative to the package root, percent-encoded. Opens no member."""
    if address.startswith(RESERVED):
        name = address.removeprefix(RESERVED).partition("?")[0]
        if name not in _OURS:
            return _notice(Status.MISSING, texts.missing_title, texts.missing_text, address)
        path = page_folder / name
        return Response(Status.OK, _OURS[name], path.stat().st_size, lambda: path.open("rb"))
    try:
        member = reader.find(address)
        if member is None:
            return _notice(Status.MISSING, texts.missing_title, texts.missing_text, address)
        if member.encoding == "gzip":
            # WebEngine decodes nothing that comes by a scheme of ours.
            return Response(Status.OK, member.media_type, None, lambda: _unzipped(reader.open(member)))
        return Response(Status.OK, member.media_type, member.size, lambda: reader.open(member))
    except (ConnectError, OSError) as error:
        return unreadable(error, address, texts)


def unreadable(error: Exception, address: str, texts: NoticeTexts) -> Response:
    """The answer for a member that is there and cannot be read; the error says why."""
    return _notice(Status.UNREADABLE, texts.unreadable_title, str(error), address)


def _unzipped(source: BinaryIO) -> BinaryIO:
    import gzip

    with source, gzip.GzipFile(fileobj=source) as plain:
        return io.BytesIO(plain.read(_LARGEST_UNZIPPED))


def _notice(status: Status, title: str, text: str, address: str) -> Response:
    import html  # a page that is there needs none of it

    page = (
        f'<!doctype html><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<link rel="stylesheet" href="/{RESERVED}notice.css">'
        f"<main><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p><code>{html.escape(address)}</code></main>"
    ).encode()
    return Response(status, "text/html; charset=utf-8", len(page), lambda: io.BytesIO(page))
