"""The one pass over a zip on its way into the library: each block is hashed and written as it comes."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from connect_desktop.packages.errors import ImportCancelled, read_failure, write_failure
from connect_desktop.packages.incoming import IncomingFile

BLOCK = 1 << 20
_SYNC_EVERY = 32 << 20
"""Bytes after which the disk begins to write, so that it has little left to do in the end."""

Progress = Callable[[int, int], None]
"""Told (bytes done, bytes in all)."""

Cancelled = Callable[[], bool]
"""Asked before each block whether to stop."""


def copy_and_hash(source: Path, target: IncomingFile, *, progress: Progress, cancelled: Cancelled) -> str:
    """Copy `source` into `target`; its SHA-256 in hex.

    Raises `ImportCancelled`, `PackageUnreadable`, and `OSError` for what went wrong with `target`.
    """
    digest = hashlib.sha256()
    buffer, other = (memoryview(bytearray(BLOCK)) for _ in range(2))
    done = 0
    with _reading(source):
        stream = io.FileIO(source)
    # hashlib, reading and writing let go of the interpreter lock: the hash of a block costs no time beside writing it
    # and reading the next one into the other buffer.
    with stream, ThreadPoolExecutor(2, thread_name_prefix="intake") as workers:
        total = os.fstat(stream.fileno()).st_size
        hashed = workers.submit(digest.update, b"")
        synced = workers.submit(target.sync)
        progress(0, total)
        while True:
            if cancelled():
                raise ImportCancelled
            with _reading(source):
                count = stream.readinto(buffer) or 0
            hashed.result()
            if not count:
                synced.result()
                return digest.hexdigest()
            hashed = workers.submit(digest.update, buffer[:count])
            target.write(buffer[:count])
            done += count
            if done % _SYNC_EVERY == 0 and synced.done():
                # A failure to write is told only once, so it must be asked for.
                synced.result()
                synced = workers.submit(target.sync)
            buffer, other = other, buffer
            progress(done, total)


class ArrivingZip:
    """A zip that somebody sends: `file` takes and hashes each block as it comes."""

    def __init__(self, file: IncomingFile) -> None:
        self.file = file
        self._digest = hashlib.sha256()

    def write(self, block: bytes) -> None:
        """Take the next block; raises `LibraryFull` and `LibraryUnwritable`."""
        try:
            self.file.write(block)
        except OSError as error:
            raise write_failure(self.file.path, error) from error
        self._digest.update(block)

    @property
    def content_hash(self) -> str:
        """SHA-256 of what has come so far, in hex."""
        return self._digest.hexdigest()


def hash_of(source: Path, *, progress: Progress, cancelled: Cancelled) -> str:
    """SHA-256 of a file, in hex. Raises `ImportCancelled`, `PackageMissing` and `PackageUnreadable`."""
    digest = hashlib.sha256()
    done = 0
    with _reading(source), io.FileIO(source) as stream:
        total = os.fstat(stream.fileno()).st_size
        while block := stream.read(BLOCK):
            if cancelled():
                raise ImportCancelled
            digest.update(block)
            done += len(block)
            progress(done, total)
    return digest.hexdigest()


@contextmanager
def _reading(source: Path) -> Iterator[None]:
    """Tell what goes wrong with the source from what goes wrong with the target."""
    try:
        yield
    except OSError as error:
        raise read_failure(source, error) from error
