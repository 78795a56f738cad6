"""A package in a zip file, never unpacked: members are read by their offset."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection
from typing import TYPE_CHECKING, BinaryIO

from connect_desktop.packages.errors import MemberDamaged, MemberMissing, MemberTooLarge
from connect_desktop.packages.member_stream import BLOCK, FileSection, InflatingStream
from connect_desktop.packages.zip_directory import ZipEntry, read_directory

if TYPE_CHECKING:
    from connect_desktop.packages.zip_storage import ZipSource

_LOCAL_HEADER = struct.Struct("<4s22xHH")
"""Local file header [APPNOTE 4.3.7]: signature, and the lengths of the name and the extra field that follow it."""


class ZipArchive:
    """An `Archive` over one zip. Opening it reads the directory; raises as `read_directory` does.

    `entries` is that directory whole. Of members with the same name the last one counts.
    """

    def __init__(self, source: ZipSource) -> None:
        self._source = source
        self.entries = read_directory(source)
        self._files = {entry.name: entry for entry in self.entries if not entry.is_folder}

    def names(self) -> Collection[str]:
        return self._files.keys()

    def size(self, name: str) -> int:
        return self._entry(name).size

    def open(self, name: str) -> BinaryIO:
        entry = self._entry(name)
        file = self._source.open()
        try:
            section = FileSection(file, self._start_of_data(file, entry), entry.compressed_size)
        except BaseException:
            file.close()
            raise
        if entry.method == zipfile.ZIP_STORED:
            return io.BufferedReader(section, BLOCK)
        return io.BufferedReader(InflatingStream(section, name=name, size=entry.size, crc=entry.crc), BLOCK)

    def read(self, name: str, limit: int) -> bytes:
        if self.size(name) > limit:
            raise MemberTooLarge(name, limit)
        with self.open(name) as stream:
            data = stream.read()
        if zlib.crc32(data) != self._entry(name).crc:
            raise MemberDamaged(name)
        return data

    def _entry(self, name: str) -> ZipEntry:
        entry = self._files.get(name)
        if entry is None:
            raise MemberMissing(name)
        return entry

    def _start_of_data(self, file: io.RawIOBase, entry: ZipEntry) -> int:
        """Where a member's bytes begin: only its local header knows how long that header is."""
        file.seek(entry.header_offset)
        header = file.read(_LOCAL_HEADER.size) or b""
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise MemberDamaged(entry.name)
        _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        return entry.header_offset + _LOCAL_HEADER.size + int(name_length) + int(extra_length)
