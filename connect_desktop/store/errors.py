"""What a disk or a database can do to us, each in one sentence.

StoreError
├── DiskFull               no room: free some and go on
├── DiskFailed             the device does not read or write
├── DatabaseBusy           another program holds the lock for too long
│   └── WritesCollided     others wrote what this was about to write
├── DatabaseOutOfReach     a path or permission that does not let us in
├── DatabaseDamaged        the file is not a sound database
├── DatabaseFromTheFuture  a newer version of this program wrote it
├── DatabaseForeign        another program's database
├── DatabaseUnknown        no kind of database that is known here
├── DriverMissing          the library for PostgreSQL is not installed
├── LaunchClosed, LaunchWrittenElsewhere
├── LearnerNameTaken, LearnerNameMissing
├── PackageInUse
└── PackageReplacesItself

`AlreadyThere` is none of them: it is for the store's own parts to catch.
"""

from __future__ import annotations

from pathlib import Path

from connect_desktop.errors import ConnectError


class StoreError(ConnectError):
    """The database or its disk did not do what was asked; nothing that was stored before is lost by it."""

    code = "store"


class DiskFull(StoreError):
    """No room for what was to be written: a full disk, a quota, a limit on the size of files."""

    code = "disk-full"

    def __init__(self, path: Path | str) -> None:
        super().__init__("The disk that holds {path} takes no more data; free some space and try again.", path=path)


class DiskFailed(StoreError):
    """The device or the connection to it fails."""

    code = "disk-failed"

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            "The disk that holds {path} cannot be read or written; check its connection and its health.", path=path
        )


class DatabaseBusy(StoreError):
    """Another program held the lock for longer than we wait."""

    code = "database-busy"

    def __init__(self, path: Path | str) -> None:
        super().__init__("Another program is using {path}; close it and try again.", path=path)


class WritesCollided(DatabaseBusy):
    """Others wrote what this transaction was about to read or write; done again from its start it may well succeed."""

    def __init__(self, path: Path | str) -> None:
        StoreError.__init__(self, "Others are writing to {path} at the same time; try again.", path=path)


class DatabaseOutOfReach(StoreError):
    """The file or its folder does not let us in."""

    code = "database-out-of-reach"

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            "{path} cannot be opened for writing; check that its folder exists and that you may write there.", path=path
        )


class DatabaseDamaged(StoreError):
    """The file is not a sound database."""

    code = "database-damaged"

    def __init__(self, path: Path | str) -> None:
        super().__init__("{path} is damaged; put a backup copy in its place, and keep the damaged file.", path=path)


class DatabaseFromTheFuture(StoreError):
    """A newer version of this program wrote it; it was left as it is."""

    code = "database-from-the-future"

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            "{path} was written by a newer version of this program; install that version to open it.", path=path
        )


class DatabaseForeign(StoreError):
    """Another program's database; it was left as it is."""

    code = "database-foreign"

    def __init__(self, path: Path | str) -> None:
        super().__init__("{path} belongs to another program; choose another data folder.", path=path)


class DatabaseUnknown(StoreError):
    """An address that leads to no kind of database that is known here."""

    code = "database-unknown"

    def __init__(self, address: str) -> None:
        # An address may hold a password: what comes before it is enough to recognize it by.
        super().__init__(
            "An address that begins with “{scheme}” leads to no database known here; it must begin with postgresql://.",
            scheme=address.partition(":")[0],
        )


class DriverMissing(StoreError):
    """The library that speaks to PostgreSQL is an extra, and not installed."""

    code = "database-driver-missing"

    def __init__(self) -> None:
        super().__init__(
            "A PostgreSQL database needs a library that is not installed; pip install connect-desktop[postgres] brings"
            " it."
        )


class AlreadyThere(Exception):
    """A row with this key is there already; its transaction has come to nothing."""


class LaunchClosed(StoreError):
    """Something was written to a journal that is closed."""

    code = "launch-closed"

    def __init__(self) -> None:
        super().__init__("This launch is over and keeps nothing more; open the course again.")


class LaunchWrittenElsewhere(StoreError):
    """A launch has one writer, and it is not this one."""

    code = "launch-written-elsewhere"

    def __init__(self) -> None:
        super().__init__("Another window has written to this launch; close both and open the course again.")


class LearnerNameTaken(StoreError):
    """Learners are told apart by their names."""

    code = "learner-name-taken"

    def __init__(self, name: str) -> None:
        super().__init__("There is a learner called “{name}” already; choose another name.", name=name)


class LearnerNameMissing(StoreError):
    """A name of nothing but blanks."""

    code = "learner-name-missing"

    def __init__(self) -> None:
        super().__init__("A learner needs a name; type one.")


class PackageInUse(StoreError):
    """Learners have sessions in the package."""

    code = "package-in-use"

    def __init__(self, title: str, sessions: int) -> None:
        super().__init__(
            "“{title}” has been begun {sessions} times; what was learnt stays, but confirm that the course may go.",
            title=title,
            sessions=sessions,
        )


class PackageReplacesItself(StoreError):
    """A package is to be a new version of one that is a new version of it."""

    code = "package-replaces-itself"

    def __init__(self) -> None:
        super().__init__("A course cannot be a new version of itself; name the version it came after.")
