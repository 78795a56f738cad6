"""Packages in a folder of this machine: `<id>.zip` each."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from connect_desktop.packages.errors import read_failure, write_failure
from connect_desktop.packages.incoming import IncomingFile

if TYPE_CHECKING:
    from connect_desktop.packages.zip_storage import Backend

_BLOCK = 1 << 20


class ZipOnDisk:
    """A `ZipSource` that is a file."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def open(self) -> io.FileIO:
        try:
            return io.FileIO(self.place)
        except OSError as error:
            raise read_failure(self.place, error) from error

    def size(self) -> int:
        try:
            return self.place.stat().st_size
        except OSError as error:
            raise read_failure(self.place, error) from error

    def blocks(self, first: int, after: int) -> Generator[bytes, None, None]:
        with self.open() as file:
            try:
                file.seek(first)
                left = after - first
                while left > 0 and (block := file.read(min(_BLOCK, left))):
                    left -= len(block)
                    yield block
            except OSError as error:
                raise read_failure(self.place, error) from error


class FolderStorage:
    """A `ZipStorage` that is a folder. Incoming files must be on its disk."""

    backend: Backend = "local"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def zip(self, package_id: str) -> ZipOnDisk:
        return ZipOnDisk(self._path(package_id))

    def put(self, package_id: str, file: IncomingFile, content_hash: str) -> bool:
        target = self._path(package_id)
        if _holds(target, content_hash, file.path.stat().st_size):
            return True
        file.settle(target)
        return False

    def delete(self, package_id: str) -> None:
        path = self._path(package_id)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise write_failure(path, error) from error

    def ids(self) -> Iterator[str]:
        return (path.stem for path in self._folder.glob("*.zip"))

    def _path(self, package_id: str) -> Path:
        return self._folder / f"{package_id}.zip"


def _holds(path: Path, content_hash: str, size: int) -> bool:
    """Whether these bytes are there; a file that was damaged since it came is to be replaced."""
    if not path.is_file() or path.stat().st_size != size:
        return False
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == content_hash
