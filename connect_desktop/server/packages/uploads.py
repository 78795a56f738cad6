"""Packages that come in one request: written to the disk as they come, never held in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import Message

from anyio import to_thread
from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser
from starlette.requests import ClientDisconnect

from connect_desktop.packages.intake import ArrivingZip
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.server.problems import Problem

# As much is gathered before a thread is asked to write it.
_BLOCK = 1 << 20
CUT_SHORT = "cut-short"
_RAW = ("application/zip", "application/x-zip-compressed", "application/octet-stream")


@asynccontextmanager
async def received_package(request: Request, library: PackageLibrary) -> AsyncIterator[ArrivingZip]:
    """The file that a request brings, as `multipart/form-data` or as its whole body; deleted afterwards unless the
    library admitted it.

    Raises `LibraryFull`, `LibraryUnwritable` and a `Problem`: 415 for another media type, 400 for a body that is cut
    short, 422 where there is no file in it.
    """
    content_type = Message()
    content_type["content-type"] = request.headers.get("content-type", "")
    kind = content_type.get_content_type()
    boundary = content_type.get_param("boundary")
    with library.receiving() as arriving:
        if kind == "multipart/form-data" and isinstance(boundary, str) and boundary:
            await _receive_form(request, boundary, arriving)
        elif kind in _RAW and request.headers.get("content-type"):
            await _receive(request.stream(), arriving)
        else:
            raise Problem(415, "media-type", "Send the package as multipart/form-data, or as application/zip.")
        yield arriving


async def _receive(blocks: AsyncIterator[bytes], arriving: ArrivingZip) -> None:
    async for block in gathered(blocks):
        await to_thread.run_sync(arriving.write, block)


async def gathered(blocks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in blocks large enough to ask a thread for each; after the last that came, raises a `Problem` of
    the code `CUT_SHORT` where the connection broke."""
    waiting, broken = bytearray(), False
    try:
        async for block in blocks:
            waiting += block
            if len(waiting) >= _BLOCK:
                yield bytes(waiting)
                waiting.clear()
    except ClientDisconnect:
        broken = True
    if waiting:
        yield bytes(waiting)
    if broken:
        raise Problem(400, CUT_SHORT, "The connection broke before the body had come.")


async def _receive_form(request: Request, boundary: str, arriving: ArrivingZip) -> None:
    form = _FileInForm(boundary)

    async def blocks() -> AsyncIterator[bytes]:
        async for block in request.stream():
            yield form.feed(block)

    try:
        await _receive(blocks(), arriving)
    except MultipartParseError:
        raise Problem(400, "malformed-form", "The body is not multipart/form-data as its header says.") from None
    if not form.ended:
        raise Problem(400, "malformed-form", "The body ends before the form does.")
    if not form.found:
        raise Problem(422, "no-file", "There is no file in the form; send the package's .zip as “file”.")


class _FileInForm:
    """Takes the bytes of the first file out of a form. `ended` says that the form is whole, `found` that it had one."""

    def __init__(self, boundary: str) -> None:
        self.ended = False
        self.found = False
        self._taking = False
        self._header = bytearray()
        self._out = bytearray()
        self._parser = MultipartParser(
            boundary.encode("latin-1", "replace"),
            {
                "on_part_begin": self._part_begins,
                "on_header_value": self._header_value,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._part_data,
                "on_part_end": self._part_ends,
                "on_end": self._form_ends,
            },
        )

    def feed(self, block: bytes) -> bytes:
        """The bytes of the file in this block of the form."""
        self._out.clear()
        if block:
            self._parser.write(block)
        return bytes(self._out)

    def _part_begins(self) -> None:
        self._header.clear()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _headers_end(self) -> None:
        self._taking = not self.found and b"filename" in self._header
        self.found = self.found or self._taking

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._taking:
            self._out += data[start:end]

    def _part_ends(self) -> None:
        self._taking = False

    def _form_ends(self) -> None:
        self.ended = True
