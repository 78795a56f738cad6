"""A package out of the library: the zip as it was imported, or an author's folder packed into one."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from connect_desktop.packages.archive import Archive
from connect_desktop.packages.errors import write_failure
from connect_desktop.packages.incoming import Incoming
from connect_desktop.packages.names import is_junk

_BLOCK = 1 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def export_zip(blocks: Iterable[bytes], destination: Path) -> None:
    """Write a zip to the file `destination`. Raises `LibraryFull`, `LibraryUnwritable` and what its blocks raise."""
    try:
        with Incoming(destination.parent).file() as file:
            for block in blocks:
                file.write(block)
            file.settle(destination)
    except OSError as error:
        raise write_failure(destination, error) from error


def export_folder(archive: Archive, destination: Path) -> None:
    """Pack a folder's files as a zip into the file `destination`. Raises also what reading does."""
    try:
        with Incoming(destination.parent).file() as file:
            # Buffered, because zipfile takes no notice when a full disk takes only a part.
            buffered = io.BufferedWriter(file.stream, _BLOCK)
            pack_folder(archive, buffered)
            buffered.detach()
            file.settle(destination)
    except OSError as error:
        raise write_failure(destination, error) from error


def pack_folder(archive: Archive, target: BinaryIO) -> None:
    """Pack a folder's files as a zip into `target`. Raises `OSError` and what reading does."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in archive.names():
            if not is_junk(name):
                _pack(archive, name, packed)


def _pack(archive: Archive, name: str, packed: zipfile.ZipFile) -> None:
    # One time for all, so that the same files always become the same bytes, hence the same package.
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(name) as source, packed.open(entry, "w", force_zip64=archive.size(name) >= 1 << 31) as target:
        shutil.copyfileobj(source, target, _BLOCK)
