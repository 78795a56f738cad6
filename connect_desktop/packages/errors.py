"""A package that cannot be imported or read.

PackageError
├── PackageRefused      looked at, and found to be no package we can play: `.findings` says why
├── PackageUnreadable   the file or folder cannot be read at all
├── PackageMissing      the file or folder is not there (any more)
├── PackageChanged      the file was still being written while it was imported
├── PackageDamaged      the bytes in the library are not those that were imported
├── MemberMissing       no member of that name
├── MemberDamaged       a member's bytes are not what the package says of them
├── MemberTooLarge      a member larger than its reader is ready to take
├── LibraryFull         no room left on the disk of the library
├── LibraryUnwritable   the library or an export cannot be written
├── UploadBusy          two requests send one package at the same time
├── UploadDamaged       what was sent is not what was announced, or is not there any more
├── StorageUnusable     an address of a storage that nothing can be made of
├── StorageOutOfReach   an object store that does not answer, or not us
└── ImportCancelled     the user said stop
"""

from __future__ import annotations

import errno
from pathlib import Path

from connect_desktop.errors import ConnectError
from connect_desktop.scorm.cam.finding import Finding, Severity


class PackageError(ConnectError):
    """A package that cannot be imported or read."""

    code = "package"


class PackageRefused(PackageError):
    """The package has errors; nothing was imported. Says the first error's sentence, `findings` holds them all."""

    code = "package-refused"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = next(finding for finding in findings if finding.severity is Severity.ERROR)
        super().__init__(first.template, **first.values)
        self.findings = findings

    def as_json(self) -> dict[str, object]:
        return {**super().as_json(), "findings": [finding.as_json() for finding in self.findings]}


class PackageUnreadable(PackageError):
    code = "package-unreadable"

    def __init__(self, path: Path | str, error: OSError) -> None:
        super().__init__(
            "“{path}” cannot be read ({reason}): check that the disk is there and that you may read it.",
            path=path,
            reason=error.strerror or error,
        )


class PackageMissing(PackageError):
    code = "package-missing"

    def __init__(self, path: Path | str) -> None:
        super().__init__("“{path}” is not there: put it back, or import the course from where it is now.", path=path)


class PackageChanged(PackageError):
    code = "package-changed"

    def __init__(self, path: Path) -> None:
        super().__init__(
            "“{path}” changed while it was read: wait until it is complete and import it again.", path=path
        )


class PackageDamaged(PackageError):
    code = "package-damaged"

    def __init__(self) -> None:
        super().__init__(
            "What is kept of the package is not what was imported, its disk may be failing: import the package again."
        )


class MemberMissing(PackageError):
    code = "member-missing"

    def __init__(self, name: str) -> None:
        super().__init__("The package has no file “{name}”: ask its author for a complete package.", name=name)


class MemberDamaged(PackageError):
    code = "member-damaged"

    def __init__(self, name: str) -> None:
        super().__init__(
            "The file “{name}” of the package is damaged: get a new copy of the package and import that.", name=name
        )


class MemberTooLarge(PackageError):
    code = "member-too-large"

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(
            "The file “{name}” of the package is larger than {limit} bytes: ask its author for a smaller one.",
            name=name,
            limit=limit,
        )


class LibraryFull(PackageError):
    code = "library-full"

    def __init__(self) -> None:
        super().__init__("The disk is full: free some space and try again.")


class LibraryUnwritable(PackageError):
    code = "library-unwritable"

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            "“{path}” cannot be written ({reason}): check that the disk is there and that you may write to it.",
            path=path,
            reason=error.strerror or error,
        )


def read_failure(path: Path | str, error: OSError) -> PackageMissing | PackageUnreadable:
    """What an `OSError` met while reading `path` means to the user."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return PackageMissing(path)
    return PackageUnreadable(path, error)


def write_failure(path: Path, error: OSError) -> LibraryFull | LibraryUnwritable:
    """What an `OSError` met while writing `path` means to the user."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return LibraryFull()
    return LibraryUnwritable(path, error)


class UploadBusy(PackageError):
    code = "upload-busy"

    def __init__(self) -> None:
        super().__init__("Another request is sending this package now: wait until it has ended and go on from there.")


class UploadDamaged(PackageError):
    code = "upload-damaged"

    def __init__(self) -> None:
        super().__init__("What was sent is not what was announced, or is gone: ask for a new upload and send it again.")


class StorageUnusable(PackageError):
    code = "storage-unusable"


class StorageOutOfReach(PackageError):
    code = "storage-out-of-reach"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            "{place} cannot be used ({reason}): check its name, the credentials and the way there, and try again.",
            place=place,
            reason=reason,
        )


class ImportCancelled(PackageError):
    code = "import-cancelled"

    def __init__(self) -> None:
        super().__init__("The import was cancelled and nothing was kept: import the package again when you like.")
