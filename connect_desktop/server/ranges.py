"""Parts of a file [RFC 9110 14]: a course's films are sought in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from fastapi import Response
from fastapi.responses import StreamingResponse

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_BLOCK = 256 << 10


def part_of(header: str | None, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last that a `Range` header asks for; the whole where it asks for nothing we
    give in parts, None where it asks for what is not there."""
    match = _RANGE.fullmatch((header or "").strip())
    if match is None or not (match[1] or match[2]) or max(map(len, match.groups())) > 18:
        return 0, size
    if not match[1]:
        return (max(0, size - int(match[2])), size) if int(match[2]) and size else None
    first, after = int(match[1]), min(size, int(match[2]) + 1) if match[2] else size
    return (first, after) if first < after else (None if first >= size else (0, size))


def stream_response(source: BinaryIO, size: int, range_header: str | None, headers: dict[str, str]) -> Response:
    """The bytes of `source`, or the part that is asked for; closes it when they are sent."""
    part = part_of(range_header, size)
    headers = {**headers, "Accept-Ranges": "bytes"}
    if part is None:
        source.close()
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    first, after = part
    headers["Content-Length"] = str(after - first)
    whole = (first, after) == (0, size)
    if not whole:
        headers["Content-Range"] = f"bytes {first}-{after - 1}/{size}"
    return StreamingResponse(_blocks(source, first, after - first), 200 if whole else 206, headers)


def _blocks(source: BinaryIO, first: int, left: int) -> Iterator[bytes]:
    with source:
        source.seek(first)
        while left > 0 and (block := source.read(min(_BLOCK, left))):
            left -= len(block)
            yield block
