"""Devices that sync: stores of their own, launches played in a moment, and time that does not pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import httpx

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.session_record import save_record
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.store.records import EntryKind, PackageRecord, SessionRecord
from connect_desktop.sync.ports import Cancelled, nowhere
from connect_desktop.sync.report import Standing, SyncReport
from connect_desktop.sync.service import SyncService
from tests.server_for_tests import PACKAGE, add_package

LEARNER = "ada"
ITEM = "ITEM1"


class StandingTime:
    """Nobody waits, and chance always gives the most; `waits` are the seconds that were waited for."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def now(self) -> datetime:
        return utc_now()

    def wait(self, seconds: float, _cancelled: Cancelled) -> None:
        self.waits.append(seconds)

    def jitter(self, most: float) -> float:
        return most


class FixedKey:
    """One key for every account; `key` may be changed or taken away."""

    def __init__(self, key: str | None) -> None:
        self.key = key

    def key_of(self, _account: Account) -> str | None:
        return self.key


class CoursesOnDisk:
    """Courses of a data folder, each read once."""

    def __init__(self, data: Path) -> None:
        self._read = lru_cache(PackageLibrary(DataPaths(data).packages).course)

    def of(self, package: PackageRecord) -> Course:
        return self._read(package.id, package.location)


@dataclass(frozen=True, kw_only=True)
class Device:
    """A device of one learner, with one account."""

    data: Path
    store: Store
    account: Account
    credentials: FixedKey
    timing: StandingTime
    service: SyncService
    courses: CoursesOnDisk

    def sync(self) -> SyncReport:
        return self.service.run(self.account, cancelled=lambda: False, progress=lambda _progress: None)

    def standing(self, session_id: str | None = None) -> Standing:
        return self.service.standing(self.account, session_id)

    def session(self, session_id: str) -> SessionRecord:
        session = self.store.sessions.get(session_id)
        assert session is not None
        return session

    def begin(self, session_id: str, learner: str = LEARNER, package_id: str = PACKAGE) -> str:
        """The session with this id."""
        self.store.learners.known_as(learner)
        return self.store.sessions.create(session_id, learner, package_id).id

    def play(self, session_id: str, *writes: tuple[str, str], end: bool = True, package_id: str = PACKAGE) -> str:
        """A launch that writes this and is over, or still runs; its id."""
        launch = self.store.launches.begin(session_id)
        with closing(self.store.journal(launch)) as journal:
            journal.append(EntryKind.OPENED, ITEM, "", "")
            for element, value in writes:
                journal.append(EntryKind.SET, ITEM, element, value)
            if end:
                journal.append(EntryKind.CLOSED, ITEM, "", "suspend")
            journal.commit()
        if end:
            self.end(session_id, launch.id, package_id)
        return launch.id

    def end(self, session_id: str, launch_id: str, package_id: str = PACKAGE) -> None:
        """A launch that ran is over."""
        self.store.launches.end(launch_id, utc_now())
        package = self.store.packages.get(package_id)
        assert package is not None
        save_record(self.store, session_id, self.courses.of(package))


@contextmanager
def device(
    data: Path, course: Path | None, address: str, key: str | None, transport: httpx.BaseTransport | None = None
) -> Iterator[Device]:
    """A device with its data in `data` and, unless there is none, the course; asks the server at `address`."""
    if course is not None:
        add_package(data, course)
    with closing(open_store(DataPaths(data).database)) as store:
        accounts = Accounts(store.database.connections, store.tenant_id, utc_now)
        known: Sequence[Account] = accounts.all()
        account = known[0] if known else accounts.add(address, "school")
        store.learners.known_as(LEARNER)
        credentials, timing, courses = FixedKey(key), StandingTime(), CoursesOnDisk(data)
        service = SyncService(
            store,
            courses,
            credentials,
            timing=timing,
            transport=(lambda: transport) if transport else None,
            at=nowhere,
        )
        yield Device(
            data=data,
            store=store,
            account=account,
            credentials=credentials,
            timing=timing,
            service=service,
            courses=courses,
        )
