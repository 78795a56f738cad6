"""What a page of a course asks for and gets: a member of its package, found as a web server would find it."""

from __future__ import annotations

import io
from typing import BinaryIO

from msgspec import Struct

from connect_desktop.packages.archive import Archive
from connect_desktop.packages.disk_cache import DiskCache
from connect_desktop.packages.media_types import charset, media_type
from connect_desktop.packages.names import NameIndex

IN_MEMORY_LIMIT = 8 << 20
"""Bytes of a deflated member up to which it is inflated into memory; beyond, seeking needs the cache."""


class Member(Struct, frozen=True, kw_only=True):
    """One file of a package. `size` is in bytes, uncompressed; `encoding` is the charset of text, None if unknown."""

    name: str
    size: int
    media_type: str
    encoding: str | None


class PackageReader:
    """The members of one package for the pages of its course. Any number of threads may use it at once."""

    def __init__(self, package_id: str, archive: Archive, cache: DiskCache) -> None:
        self.archive = archive
        self._package_id = package_id
        self._cache = cache
        self._index = NameIndex(archive.names())

    def find(self, path_and_query: str) -> Member | None:
        """The member an address means, relative to the package's root; None if there is none."""
        name = self._index.resolve(path_and_query)
        if name is None:
            return None
        return Member(name=name, size=self.archive.size(name), media_type=media_type(name), encoding=charset(name))

    def open(self, member: Member) -> BinaryIO:
        """The bytes of a member, seekable, for the caller to close. May inflate: call it on a worker thread.

        Raises `MemberMissing`, `MemberDamaged`, `PackageMissing`, `PackageUnreadable`, `LibraryFull`,
        `LibraryUnwritable`.
        """
        stream = self.archive.open(member.name)
        if stream.seekable():
            return stream
        with stream:
            if member.size <= IN_MEMORY_LIMIT:
                return io.BytesIO(stream.read())
        return self._cache.open(self._package_id, member.name, member.size, lambda: self.archive.open(member.name))
