"""That what comes out of a storage is what went in."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable

from connect_desktop.packages.errors import PackageDamaged


def verified(blocks: Iterable[bytes], content_hash: str) -> Generator[bytes, None, None]:
    """The blocks of a whole package, as long as they are those of this SHA-256 (in hex).

    The last block is given only when all are known to be right, so that nobody takes a damaged package for a whole one.
    Raises `PackageDamaged` in its place, and what `blocks` raises.
    """
    digest = hashlib.sha256()
    held: bytes | None = None
    for block in blocks:
        if held is not None:
            yield held
        digest.update(block)
        held = block
    if digest.hexdigest() != content_hash:
        raise PackageDamaged
    if held is not None:
        yield held
