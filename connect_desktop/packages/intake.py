"""The one pass over a zip on its way into the library: each block is read once, hashed and written at the same time."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from connect_desktop.packages.errors import ImportCancelled, read_failure
from connect_desktop.packages.incoming import IncomingFile

BLOCK = 4 << 20

Progress = Callable[[int, int], None]
"""Told (bytes done, bytes in all)."""

Cancelled = Callable[[], bool]
"""Asked before each block whether to stop."""


def copy_and_hash(source: Path, target: IncomingFile, *, progress: Progress, cancelled: Cancelled) -> tuple[bytes, int]:
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
            target.write(buffer[:count])
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
