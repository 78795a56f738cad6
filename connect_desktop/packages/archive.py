"""What a package's bytes are read through, whether a zip or a folder holds them."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO, Protocol


class Archive(Protocol):
    """The members of one package. Any number of threads may read at once."""

    def names(self) -> Collection[str]:
        """The members that are files, in the package's order, verbatim."""

    def size(self, name: str) -> int:
        """The size of a member in bytes, uncompressed; `MemberMissing` if there is none."""

    def open(self, name: str) -> BinaryIO:
        """A member's bytes, for the caller to close; `seekable()` unless the member is compressed.

        Raises `MemberMissing`, `PackageMissing`, `PackageUnreadable`; reading may raise `MemberDamaged`. A member
        never yields more bytes than `size` says.
        """

    def read(self, name: str, limit: int) -> bytes:
        """A whole member; raises as `open`, and `MemberTooLarge` if it has more than `limit` bytes."""
