"""The one pass over a zip on its way into the library: each block is read once, hashed and written at the same time."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from connect_desktop.packages.errors import ImportCancelled, read_failure

BLOCK = 4 << 20

Progress = Callable[[int, int], None]
"""Told (bytes done, bytes in all)."""

Cancelled = Callable[[], bool]
"""Asked before each block whether to stop."""


def copy_and_hash(source: Path, target: io.FileIO, *, progress: Progress, cancelled: Cancelled) -> tuple[bytes, int]:
    """Copy `source` into `target`; its SHA-256 and its size in bytes.

    Raises `ImportCancelled`, `PackageUnreadable`, and `OSError` for what went wrong with `target`.
    """
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(BLOCK))
    done = 0
    with _reading(source):
        stream = io.FileIO(source)
    with stream, ThreadPoolExecutor(1, thread_name_prefix="hash") as hasher:
        total = os.fstat(stream.fileno()).st_size
        progress(0, total)
        while True:
            if cancelled():
                raise ImportCancelled
            with _reading(source):
                count = stream.readinto(buffer) or 0
            if not count:
                return digest.digest(), done
            # hashlib lets go of the interpreter lock, so hashing costs no time beside writing.
            hashed = hasher.submit(digest.update, buffer[:count])
            _write_all(target, buffer[:count])
            hashed.result()
            done += count
            progress(done, total)


@contextmanager
def _reading(source: Path) -> Iterator[None]:
    """Tell what goes wrong with the source from what goes wrong with the target."""
    try:
        yield
    except OSError as error:
        raise read_failure(source, error) from error


def _write_all(target: io.FileIO, block: memoryview) -> None:
    """Write a block whole: a disk about to be full takes the part it has room for and says so only the next time."""
    while block:
        written = target.write(block)
        if not written:
            raise OSError(errno.ENOSPC, "no room left")
        block = block[written:]
