"""A package in a folder, read in place for the author who is still writing it."""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from connect_desktop.packages.errors import (
    MemberMissing,
    MemberTooLarge,
    PackageRefused,
    PackageUnreadable,
    read_failure,
)
from connect_desktop.scorm.cam.finding import Finding, Severity

_MEMBER_LIMIT = 100_000
_VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})


class FolderArchive:
    """An `Archive` over one folder. Opening it lists the folder; files added later are not in it.

    A symbolic link to a file inside the folder is that file; what leads out of the folder is not in the package.
    Raises `PackageMissing`, `PackageUnreadable`, and `PackageRefused` for a folder with more files than any course.
    """

    def __init__(self, root: Path) -> None:
        try:
            self._root = root.resolve(strict=True)
            self._files = {name: (size, modified) for name, size, modified in sorted(self._list())}
        except OSError as error:
            raise read_failure(root, error) from error

    def names(self) -> Collection[str]:
        return self._files.keys()

    def size(self, name: str) -> int:
        """The size as it is now: an author may have saved the file since."""
        try:
            return self._locate(name).stat().st_size
        except OSError as error:
            raise MemberMissing(name) from error

    def open(self, name: str) -> BinaryIO:
        try:
            return io.open(self._locate(name), "rb")  # noqa: UP020 - open is this method
        except FileNotFoundError as error:
            raise MemberMissing(name) from error
        except OSError as error:
            raise PackageUnreadable(self._root / name, error) from error

    def read(self, name: str, limit: int) -> bytes:
        with self.open(name) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise MemberTooLarge(name, limit)
        return data

    def total_size(self) -> int:
        """The bytes of all files, as listed."""
        return sum(size for size, _ in self._files.values())

    def fingerprint(self) -> str:
        """SHA-256 in hex over names, sizes and times of change: it differs when an author saved something."""
        import hashlib  # OpenSSL comes with it, which a course that is opened need not wait for

        digest = hashlib.sha256()
        for name, (size, modified) in self._files.items():
            digest.update(os.fsencode(name) + b"\0%d\0%d\0" % (size, modified))
        return digest.hexdigest()

    def _list(self) -> Iterator[tuple[str, int, int]]:
        """Name, size in bytes and time of change in nanoseconds of every file; linked folders are not entered."""
        folders = [""]
        count = 0
        while folders:
            folder = folders.pop()
            with os.scandir(self._root / folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in _VERSION_CONTROL:
                            folders.append(f"{folder}{entry.name}/")
                    elif entry.is_file() and (not entry.is_symlink() or self._is_inside(Path(entry.path))):
                        count += 1
                        if count > _MEMBER_LIMIT:
                            raise PackageRefused((_too_many(),))
                        # An editor that saves by renaming takes files away between the listing and this look.
                        with suppress(FileNotFoundError):
                            status = entry.stat()
                            yield f"{folder}{entry.name}", status.st_size, status.st_mtime_ns

    def _locate(self, name: str) -> Path:
        """The real file behind a name. Asked anew each time, since a link may have been put there since."""
        path = self._root / name
        if name not in self._files or not self._is_inside(path) or not path.is_file():
            raise MemberMissing(name)
        return path

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self._root)


def _too_many() -> Finding:
    return Finding(
        severity=Severity.ERROR,
        code="too-many-members",
        template="The folder holds more than {count} files: choose the folder of one course.",
        values={"count": str(_MEMBER_LIMIT)},
    )
