"""Files that cost time to make and can be made again: inflated media, parts of packages that lie far away."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from connect_desktop.packages.errors import write_failure
from connect_desktop.packages.incoming import Incoming

_BLOCK = 1 << 20
_LOCKS = 16


class DiskCache:
    """A folder of files, `<package id>/<hash of the name>`, bounded to `limit` bytes.

    Those used longest ago make room. Deleting the folder loses nothing. Safe for many threads and processes.
    """

    def __init__(self, root: Path, limit: int) -> None:
        self._root = root
        self._limit = limit
        self._incoming = Incoming(root / "incoming")
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))

    def open(self, package_id: str, name: str, size: int, make: Callable[[], BinaryIO]) -> BinaryIO:
        """The file of `size` bytes under this name, seekable; `make` opens its source if it is not here yet.

        Raises what `make` and its stream raise, `LibraryFull` and `LibraryUnwritable`.
        """
        import hashlib  # OpenSSL comes with it, which a course that is opened need not wait for

        path = self._root / package_id / hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
        with self._locks[hash(path) % _LOCKS]:
            file = _open_whole(path, size)
            if file is None:
                try:
                    self._fill(path, make)
                    file = path.open("rb")
                except OSError as error:
                    raise write_failure(path, error) from error
                self._make_room(path)
            return file

    def size(self, package_id: str) -> int:
        """The bytes there are of one package."""
        return sum(status.st_size for path in (self._root / package_id).glob("*") if (status := _status(path)))

    def forget(self, package_id: str) -> None:
        """Delete all there is of one package."""
        shutil.rmtree(self._root / package_id, ignore_errors=True)

    def sweep(self) -> None:
        """Delete what a crash left half made."""
        self._incoming.sweep()

    def _fill(self, path: Path, make: Callable[[], BinaryIO]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with make() as source, self._incoming.file() as incoming:
            while block := source.read(_BLOCK):
                incoming.write(block)
            incoming.settle(path)

    def _make_room(self, newest: Path) -> None:
        members = sorted(
            (status.st_mtime_ns, status.st_size, path)
            for path in self._root.glob("*/*")
            if (status := _status(path)) and path.suffix != ".incoming"
        )
        total = sum(size for _, size, _ in members)
        for _, size, path in members:
            if total <= self._limit:
                return
            if path != newest:
                with suppress(OSError):
                    path.unlink()
                    total -= size


def _open_whole(path: Path, size: int) -> BinaryIO | None:
    """The file if it is there whole, noted as used now."""
    try:
        file = path.open("rb")
    except OSError:
        return None
    if os.fstat(file.fileno()).st_size != size:
        file.close()
        return None
    with suppress(OSError):
        os.utime(path)
    return file


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
