"""Files that come in several requests: what has come so far stays, whatever dies in between, until it is swept."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from connect_desktop.packages.errors import UploadBusy, write_failure
from connect_desktop.packages.incoming import IncomingFile

if sys.platform != "win32":
    import fcntl

_SUFFIX = ".partial"


class PartialFiles:
    """The files in `folder`, by names that are safe in any file system; one at a time may open each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def size(self, name: str) -> int:
        """The bytes that have come so far."""
        try:
            return self._path(name).stat().st_size
        except OSError:
            return 0

    def has(self, name: str) -> bool:
        """Whether anything of it has come to this machine."""
        return self._path(name).is_file()

    @contextmanager
    def open(self, name: str) -> Iterator[IncomingFile]:
        """The file, made if it is not there; it stays unless it is settled or unlinked.

        Raises `UploadBusy` while somebody else has it open, `LibraryFull` and `LibraryUnwritable`.
        """
        path = self._path(name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            stream = io.FileIO(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")
        except OSError as error:
            raise write_failure(path, error) from error
        with stream:
            _lock(stream)
            yield IncomingFile(path, stream)

    def discard(self, name: str) -> None:
        """Forget what has come."""
        with suppress(OSError):
            self._path(name).unlink(missing_ok=True)

    def sweep(self, before: datetime) -> None:
        """Delete the files to which nothing was added since then."""
        for path in self._folder.glob(f"*{_SUFFIX}"):
            with suppress(OSError, UploadBusy), path.open("rb") as stream:
                if os.fstat(stream.fileno()).st_mtime < before.timestamp():
                    _lock(stream)
                    path.unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"


def append(file: IncomingFile, block: bytes) -> None:
    """Add a block at the end. Raises `LibraryFull` and `LibraryUnwritable`, when a part of it may be there."""
    try:
        file.stream.seek(0, os.SEEK_END)
        file.write(block)
    except OSError as error:
        raise write_failure(file.path, error) from error


def cut(file: IncomingFile, size: int) -> None:
    """Forget what comes after so many bytes."""
    with suppress(OSError):
        file.stream.truncate(size)


def _lock(stream: io.IOBase) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UploadBusy from None
    except OSError:
        return  # some network disks know no locks
