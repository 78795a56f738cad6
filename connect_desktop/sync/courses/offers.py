"""Courses that a server lacks and sessions wait for: which there are, and giving them to it."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from io import BufferedReader, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from connect_desktop.store.database import Store, utc_now
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.sync_state import SyncState
from connect_desktop.store.records import PackageKind
from connect_desktop.sync.courses.package_part import Progress
from connect_desktop.sync.errors import CourseNotTaken, SyncCancelled, Unacceptable
from connect_desktop.sync.ports import Cancelled
from connect_desktop.sync.report import Waiting

if TYPE_CHECKING:
    from connect_desktop.sync.remote import Remote


class Exporting(Protocol):
    """Where packages are; `runtime.library.Library` is one."""

    def export(self, package_id: str, destination: Path) -> None:
        """Raises `UnknownPackage` and `PackageError`."""


class WantedCourse(Struct, frozen=True, kw_only=True):
    """A course that is here and that so many `sessions` wait for on a server; `size` is in bytes."""

    package_id: str
    title: str
    size: int
    sessions: int


class CourseOffers:
    """Any thread may call. `connect` gives a connection to close; `folder` is where there is room for a package."""

    def __init__(self, store: Store, library: Exporting, connect: Callable[[Account], Remote], folder: Path) -> None:
        self._store = store
        self._library = library
        self._connect = connect
        self._folder = folder

    def wanted(self, account: Account) -> tuple[WantedCourse, ...]:
        """What the server lacks and can be given, by title; it is not asked. A folder is nothing a server could know
        again. Raises `StoreError`."""
        state = SyncState(self._store.tenant_id, account.id, utc_now)
        with self._store.database.connections.reading() as connection:
            known = state.sessions(connection).values()
        waiting = Counter(it.package_id for it in known if it.waiting == Waiting.NO_COURSE_THERE)
        packages = [self._store.packages.get(package_id) for package_id in waiting]
        found = [
            WantedCourse(package_id=it.id, title=it.title, size=it.size, sessions=waiting[it.id])
            for it in packages
            if it is not None and it.kind is PackageKind.ZIP
        ]
        return tuple(sorted(found, key=lambda it: (it.title.casefold(), it.package_id)))

    def give(self, account: Account, package_id: str, progress: Progress, cancelled: Cancelled) -> None:
        """Send the course to the account's server; what waited for it goes with the next exchange. The same course
        twice is there once. Raises `CourseNotTaken`, `SignInNeeded`, `NotAllowed`, `RetryLater`, `SyncCancelled`,
        `UnknownPackage`, `PackageError` and `StoreError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="offer-") as folder:
            zip = Path(folder) / f"{package_id}.zip"
            self._library.export(package_id, zip)
            with self._connect(account) as remote, _Told(zip, progress, cancelled) as file:
                try:
                    remote.upload(zip.name, file)
                except Unacceptable as error:
                    package = self._store.packages.get(package_id)
                    raise CourseNotTaken(remote.name, package.title if package else package_id) from error


class _Told(BufferedReader):
    """A file that tells how far it was read, and is not read on where nobody wants it any more."""

    def __init__(self, path: Path, progress: Progress, cancelled: Cancelled) -> None:
        super().__init__(FileIO(path))
        self._progress = progress
        self._cancelled = cancelled
        self._size = path.stat().st_size

    def read(self, size: int | None = -1, /) -> bytes:
        if self._cancelled():
            raise SyncCancelled
        block = super().read(size)
        self._progress(self.tell(), self._size)
        return block
