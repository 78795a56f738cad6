"""Parts of a file [RFC 9110 14]: a course's films are sought in, and a package is fetched on where it was left."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator
from typing import BinaryIO

from anyio import to_thread
from fastapi import Response
from starlette.types import Receive, Scope, Send

from connect_desktop.errors import ConnectError

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_BLOCK = 1 << 20

_log = logging.getLogger(__name__)


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


class BlocksResponse(Response):
    """Sends the blocks of a file, each read in a thread. Where reading fails in the middle the connection ends before
    the length that was announced, so that nobody takes what came for the whole. `close` is called in the end."""

    def __init__(
        self, blocks: Generator[bytes, None, None], status_code: int, headers: dict[str, str], close: Callable[[], None]
    ) -> None:
        super().__init__(None, status_code, headers)
        self._blocks = blocks
        self._close = close

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            if scope["method"] != "HEAD":
                while block := await to_thread.run_sync(next, self._blocks, b""):
                    await send({"type": "http.response.body", "body": block, "more_body": True})
        except (ConnectError, OSError) as error:
            _log.warning("what was being sent ended early: %s", error)
            return
        finally:
            self._blocks.close()
            self._close()
        await send({"type": "http.response.body", "body": b""})


def stream_response(source: BinaryIO, size: int, range_header: str | None, headers: dict[str, str]) -> Response:
    """The bytes of `source`, or the part that is asked for; closes it when they are sent."""
    part = part_of(range_header, size)
    if part is None:
        source.close()
        return no_such_part(size, headers)
    return part_response(part, size, _blocks(source, *part), headers, source.close)


def part_response(
    part: tuple[int, int],
    size: int,
    blocks: Generator[bytes, None, None],
    headers: dict[str, str],
    close: Callable[[], None] = lambda: None,
) -> Response:
    """The blocks, which are this part of so many bytes."""
    first, after = part
    headers = {**headers, "Accept-Ranges": "bytes", "Content-Length": str(after - first)}
    if part == (0, size):
        return BlocksResponse(blocks, 200, headers, close)
    return BlocksResponse(blocks, 206, {**headers, "Content-Range": f"bytes {first}-{after - 1}/{size}"}, close)


def no_such_part(size: int, headers: dict[str, str]) -> Response:
    """There are not so many bytes."""
    return Response(status_code=416, headers={**headers, "Accept-Ranges": "bytes", "Content-Range": f"bytes */{size}"})


def _blocks(source: BinaryIO, first: int, after: int) -> Generator[bytes, None, None]:
    source.seek(first)
    left = after - first
    while left > 0 and (block := source.read(min(_BLOCK, left))):
        left -= len(block)
        yield block
