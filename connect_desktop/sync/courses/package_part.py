"""What has come of a package so far: a file that grows, and the hash of what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from connect_desktop.packages.incoming import IncomingFile
from connect_desktop.packages.partial_files import append, cut
from connect_desktop.store.devices.catalog import CatalogPackage
from connect_desktop.sync.errors import SyncCancelled
from connect_desktop.sync.ports import Cancelled

_BLOCK = 1 << 20

Progress = Callable[[int, int], None]
"""Told (bytes that are here, bytes in all)."""


class PackagePart:
    """Bytes from the first on, `size` of them; what is in the file already is read and hashed first. `arrived` counts
    what came since, what was given up again too. Raises `SyncCancelled`."""

    def __init__(self, file: IncomingFile, package: CatalogPackage, progress: Progress, cancelled: Cancelled) -> None:
        self.package = package
        self.cancelled = cancelled
        self.size = 0
        self.arrived = 0
        self._file = file
        self._progress = progress
        self._digest = hashlib.sha256()
        self._read_what_is_there()

    @property
    def missing(self) -> int:
        """Bytes that have not come yet."""
        return self.package.size - self.size

    def take(self, block: bytes) -> None:
        """Keep the next bytes; raises `LibraryFull` and `LibraryUnwritable`."""
        append(self._file, block)
        self._digest.update(block)
        self.size += len(block)
        self.arrived += len(block)
        self._progress(self.size, self.package.size)

    def empty(self) -> None:
        """Give up what has come."""
        cut(self._file, 0)
        self.size = 0
        self._digest = hashlib.sha256()

    def is_right(self) -> bool:
        """Whether it is the package that was announced."""
        return not self.missing and self._digest.hexdigest() == self.package.content_hash

    def stop_if_cancelled(self) -> None:
        """Raises `SyncCancelled`."""
        if self.cancelled():
            raise SyncCancelled

    def _read_what_is_there(self) -> None:
        stream = self._file.stream
        stream.seek(0)
        while block := stream.read(_BLOCK):
            self.stop_if_cancelled()
            self._digest.update(block)
            self.size += len(block)
        if self.missing < 0:
            self.empty()
        self._progress(self.size, self.package.size)
