"""Packages in a bucket of an object store that speaks S3: `<prefix>/<id>.zip` each, as in a library's folder.

Region, endpoint and credentials come from the usual variables (`AWS_REGION`, `AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, ...) or from the machine's role.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from connect_desktop.packages.chunked_file import ChunkedFile, Part
from connect_desktop.packages.disk_cache import DiskCache
from connect_desktop.packages.errors import (
    LibraryFull,
    LibraryUnwritable,
    PackageDamaged,
    PackageMissing,
    StorageOutOfReach,
)
from connect_desktop.packages.incoming import IncomingFile

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from connect_desktop.packages.zip_storage import Backend

_CHUNK = 4 << 20
"""Bytes that are brought and kept at once: some tenths of a second away, and a small course in one or two."""

_PART = 8 << 20
_PARTS_AT_ONCE = 4
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")

_log = logging.getLogger(__name__)


class S3Storage:
    """A `ZipStorage` that is a bucket. What is read from it is kept in `cache`, in chunks."""

    backend: Backend = "s3"

    def __init__(self, bucket: str, prefix: str, cache: DiskCache) -> None:
        """Raises `StorageOutOfReach` where the bucket is not there or not for us."""
        self.place = f"s3://{bucket}/{prefix}".rstrip("/")
        self._cache = cache
        self._sizes: dict[str, int] = {}
        self._gives_parts = True
        plain = any(os.environ.get(name, "").startswith("http://") for name in _ENDPOINTS)
        with self._reaching():
            self._store = S3Store(
                bucket,
                prefix=prefix or None,
                client_options={
                    **({"allow_http": True} if plain else {}),
                    "connect_timeout": timedelta(seconds=5),
                    "timeout": timedelta(minutes=2),
                },
                retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=30)},
            )
            next(iter(self._store.list(chunk_size=1)), None)

    def zip(self, package_id: str) -> _ZipInBucket:
        return _ZipInBucket(self, package_id)

    def put(self, package_id: str, file: IncomingFile, _content_hash: str) -> bool:
        size = file.path.stat().st_size
        with suppress(PackageMissing):
            if self.size(package_id) == size:
                return True
        with self._reaching():
            obstore.put(self._store, _key(package_id), file.path, chunk_size=_PART, max_concurrency=_PARTS_AT_ONCE)
        return False

    def delete(self, package_id: str) -> None:
        self._sizes.pop(package_id, None)
        with self._reaching(), suppress(FileNotFoundError):
            obstore.delete(self._store, _key(package_id))
        self._cache.forget(package_id)

    def ids(self) -> Iterator[str]:
        with self._reaching():
            for batch in self._store.list():
                for found in batch:
                    name, dot, kind = found["path"].rpartition(".")
                    if dot and kind == "zip" and "/" not in name:
                        yield name

    def size(self, package_id: str) -> int:
        """The bytes of a package as it is there now."""
        with self._reaching(package_id):
            size = self._sizes[package_id] = obstore.head(self._store, _key(package_id))["size"]
        return size

    def open(self, package_id: str) -> ChunkedFile:
        """A package, read by chunks. What is under an id never changes, so that its size is asked for once."""
        size = self._sizes.get(package_id) or self.size(package_id)
        return ChunkedFile(size, partial(self._part_at, package_id, size))

    def blocks(self, package_id: str, first: int, after: int) -> Generator[bytes, None, None]:
        """Bytes past the cache."""
        while self._gives_parts and first < after:
            upto = min(first + _PART, after)
            try:
                yield self._range(package_id, first, upto)
            except _NoParts:
                self._gives_parts = False
            else:
                first = upto
        if first < after:
            with self._whole(package_id) as whole:
                left = first
                while left and (passed := whole.read(min(_PART, left))):
                    left -= len(passed)
                while first < after and (block := whole.read(min(_PART, after - first))):
                    first += len(block)
                    yield block

    def _part_at(self, package_id: str, size: int, position: int) -> Part:
        if self._gives_parts:
            start = position - position % _CHUNK
            try:
                return Part(start, self._chunk(package_id, start, min(_CHUNK, size - start)))
            except _NoParts:
                self._gives_parts = False
        return Part(0, self._cache.open(package_id, "whole", size, partial(self._whole, package_id)))

    def _chunk(self, package_id: str, start: int, size: int) -> BinaryIO:
        def bring() -> BinaryIO:
            return io.BytesIO(self._range(package_id, start, start + size))

        try:
            return self._cache.open(package_id, f"{start}", size, bring)
        except (LibraryFull, LibraryUnwritable):
            return bring()  # a full disk costs time, not the course

    def _range(self, package_id: str, first: int, after: int) -> bytes:
        with self._reaching(package_id):
            block = obstore.get_range(self._store, _key(package_id), start=first, end=after).to_bytes()
        if len(block) != after - first:
            raise PackageDamaged
        return block

    def _whole(self, package_id: str) -> BinaryIO:
        with self._reaching(package_id):
            stream = obstore.get(self._store, _key(package_id)).stream(min_chunk_size=1 << 20)
        return io.BufferedReader(_Stream(self._flow(package_id, stream)))

    def _flow(self, package_id: str, stream: obstore.BytesStream) -> Iterator[bytes]:
        with self._reaching(package_id):
            yield from stream

    @contextmanager
    def _reaching(self, package_id: str = "") -> Iterator[None]:
        """Say in our words what goes wrong on the way."""
        try:
            yield
        except FileNotFoundError as error:
            raise PackageMissing(f"{self.place}/{_key(package_id)}") from error
        except BaseError as error:
            if "NotPartial" in str(error):
                raise _NoParts from error
            _log.warning("%s: %s", self.place, str(error).partition("\n")[0])
            raise StorageOutOfReach(self.place, _reason(error)) from error


class _NoParts(Exception):
    """The server answered a range with something that is none; some servers know no ranges."""


class _ZipInBucket:
    """A `ZipSource` that is an object."""

    def __init__(self, storage: S3Storage, package_id: str) -> None:
        self._storage = storage
        self._package_id = package_id
        self.place = f"{storage.place}/{_key(package_id)}"

    def open(self) -> io.RawIOBase:
        return self._storage.open(self._package_id)

    def size(self) -> int:
        return self._storage.size(self._package_id)

    def blocks(self, first: int, after: int) -> Generator[bytes, None, None]:
        return self._storage.blocks(self._package_id, first, after)


class _Stream(io.RawIOBase):
    """Blocks as a file."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks = blocks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if not self._rest:
            self._rest = memoryview(next(self._blocks, b""))
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _key(package_id: str) -> str:
    return f"{package_id}.zip"


def _reason(error: BaseError) -> str:
    text = str(error)
    if isinstance(error, PermissionDeniedError | UnauthenticatedError) or "403 Forbidden" in text:
        return "access is denied"
    if "NoSuchBucket" in text:
        return "there is no such bucket"
    return "it does not answer as S3 does"
