"""Where packages lie, and what is asked of every such place: a folder of this machine, a bucket of an object store."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Literal, Protocol

from connect_desktop.packages.incoming import IncomingFile

Backend = Literal["local", "s3"]


class ZipSource(Protocol):
    """One zip, to be read from any place in it. Any number of threads may read at once."""

    @property
    def place(self) -> Path | str:
        """What to call it in a sentence."""

    def open(self) -> io.RawIOBase:
        """The zip, seekable, for the caller to close; a read gives all that was asked for until the zip ends.

        Raises `PackageMissing`, `PackageUnreadable`, `StorageOutOfReach`, as reading may.
        """

    def size(self) -> int:
        """Its bytes; raises as `open`."""

    def blocks(self, first: int, after: int) -> Generator[bytes, None, None]:
        """The bytes from `first` up to and without `after`, in one go and past every cache; raises as `open`."""


class ZipStorage(Protocol):
    """Packages by their ids. An id is made from the hash of the bytes, so what is under it never changes: it is whole,
    or it is not there. Any number of threads, processes and machines may use one storage at once."""

    @property
    def backend(self) -> Backend:
        """How the REST API calls this kind."""

    def zip(self, package_id: str) -> ZipSource:
        """The zip of a package; it need not be there."""

    def put(self, package_id: str, file: IncomingFile, content_hash: str) -> bool:
        """Take in a whole file of this SHA-256 (in hex); whether the same bytes were there.

        Raises `OSError` for a disk and `StorageOutOfReach`; then nothing has changed.
        """

    def delete(self, package_id: str) -> None:
        """Forget a package, if it is there; raises `LibraryUnwritable`, `StorageOutOfReach`."""

    def ids(self) -> Iterator[str]:
        """The packages there are, in no order; raises `StorageOutOfReach`."""
