"""Where packages are to lie, as an operator writes it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from connect_desktop.packages.disk_cache import DiskCache
from connect_desktop.packages.errors import StorageUnusable
from connect_desktop.packages.zip_storage import ZipStorage

# Bytes of packages that lie far away and are kept here too.
_KEPT = 8 << 30


def open_storage(address: str, cache: Path) -> ZipStorage:
    """The storage at `s3://BUCKET` or `s3://BUCKET/PREFIX`; what is read from it is kept in the folder `cache`.

    Raises `StorageUnusable` for another address or without the extra `s3`, and `StorageOutOfReach`.
    """
    # The address is not repeated in an error: somebody may have written a password into it.
    parts = urlsplit(address)
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or parts.query or parts.fragment:
        raise StorageUnusable("Packages can lie in s3://BUCKET or s3://BUCKET/PREFIX; write one of these.")
    try:
        from connect_desktop.packages.s3_storage import S3Storage
    except ImportError as error:
        raise StorageUnusable(
            "Reading from an object store is not installed; run: pip install 'connect-desktop[s3]'"
        ) from error
    kept = DiskCache(cache, _KEPT)
    kept.sweep()
    return S3Storage(parts.netloc, parts.path.strip("/"), kept)
