"""The central directory of a zip file [APPNOTE 4.3.12], read without trusting it."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from msgspec import Struct

from connect_desktop.packages.errors import PackageRefused, read_failure
from connect_desktop.scorm.cam.finding import Finding, Severity

if TYPE_CHECKING:
    from connect_desktop.packages.zip_storage import ZipSource

_ENCRYPTED = 0x1
_DIRECTORY_LIMIT = 32 << 20
"""Bytes of central directory we read: some 300,000 members, far from what one could fill our memory with."""

_OTHER_FORMATS = {
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
}


class ZipEntry(Struct, frozen=True):
    """One member as the central directory describes it; `header_offset` counts from the start of the file."""

    name: str
    header_offset: int
    compressed_size: int
    size: int
    crc: int
    method: int
    encrypted: bool

    @property
    def is_folder(self) -> bool:
        return self.name.endswith(("/", "\\")) and self.size == 0


def read_directory(source: ZipSource) -> tuple[ZipEntry, ...]:
    """All entries in the directory's order, folders and duplicates included.

    Zip64, bytes before the first member and a cut-off comment are read as what they are. Raises `PackageRefused` with
    one finding if the file is no whole zip, and what its source raises if it cannot be read.
    """
    try:
        with source.open() as opened:
            file = _BoundedFile(opened)
            if finding := _not_a_zip(file):
                raise PackageRefused((finding,))
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                return tuple(_entry(info) for info in archive.infolist())
    except OSError as error:
        raise read_failure(source.place, error) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError, struct.error) as error:
        raise PackageRefused((_error("damaged-zip", _DAMAGED),)) from error


_DAMAGED = "The zip file is damaged or cut off: get a complete copy of it and import that."


class _BoundedFile:
    """A file that will not be read in one enormous piece, whatever a forged directory size asks for."""

    def __init__(self, file: io.RawIOBase) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell

    def read(self, size: int = -1, /) -> bytes:
        if size > _DIRECTORY_LIMIT:
            raise zipfile.BadZipFile("oversized central directory")
        return self._file.read(size) or b""


def _not_a_zip(file: _BoundedFile) -> Finding | None:
    """The finding for a file that is something else, None if it may be a zip (other bytes may precede a zip's)."""
    head = file.read(8)
    if not head:
        return _error("empty-file", "The file is empty: get a complete copy of the package and import that.")
    for magic, kind in _OTHER_FORMATS.items():
        if head.startswith(magic):
            return _error(
                "not-a-zip",
                "This is a {kind} file, no zip: unpack it and import the folder with the course.",
                kind=kind,
            )
    if head.startswith(b"PK\x07\x08PK"):
        return _error("split-zip", "This is one part of a split zip: join the parts and import the whole zip.")
    file.seek(0)
    if zipfile.is_zipfile(file):
        return None
    if head.startswith(b"PK"):
        return _error("damaged-zip", _DAMAGED)
    return _error("not-a-zip", "This file is no zip: import the .zip of a SCORM course, or its folder.")


def _entry(info: zipfile.ZipInfo) -> ZipEntry:
    # orig_filename, because filename stops at a NUL and turns the machine's separator into "/".
    return ZipEntry(
        name=info.orig_filename,
        header_offset=info.header_offset,
        compressed_size=info.compress_size,
        size=info.file_size,
        crc=info.CRC,
        method=info.compress_type,
        encrypted=bool(info.flag_bits & _ENCRYPTED),
    )


def _error(code: str, template: str, **values: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, template=template, values=values)
