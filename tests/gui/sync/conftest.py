"""A device of one learner with exchanges on screen, beside the real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connect_desktop.look.theme import Scheme, apply_theme
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.library import Library, LibraryCourse
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.sync.courses.offers import CourseOffers
from connect_desktop.sync.credentials import AccountKeys
from connect_desktop.sync.remote import Remote
from connect_desktop.sync.schedule import Pace
from connect_desktop.sync.service import SyncService
from connect_desktop.sync.signing_in import SigningIn
from connect_desktop.ui.library_model import LibraryModel
from connect_desktop.ui.sync.exchanges import Exchanges
from connect_desktop.ui.sync.parts import SyncParts
from connect_desktop.ui.sync.state import SyncState
from tests.gui.ui.fake_library import FakeLibrary
from tests.server_for_tests import PACKAGE, RunningServer, add_package
from tests.sync.conftest import course, learner, server  # noqa: F401 - fixtures
from tests.sync_for_tests import LEARNER, CoursesOnDisk, Device, FixedKey, StandingTime

# Nothing happens by itself but what a test is about.
NEVER = Pace(every=100_000, soon=0.0, spread=0.0, first=100_000, longest=100_000)
LONG = 20_000
PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:41:00"))


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A device and what shows its sync."""

    data: Path
    store: Store
    accounts: Accounts
    keys: AccountKeys
    exchanges: Exchanges
    device: Device
    qtbot: QtBot
    learner: str = LEARNER

    def add_account(self, address: str, key: str | None, name: str = "School") -> Account:
        """An account as it is there from an earlier start."""
        account = self.accounts.add(address, name)
        if key is not None:
            self.keys.keep(account, key)
        return account

    def play(self, session_id: str, *writes: tuple[str, str], times: int = 1) -> None:
        """Launches that are over; the session is begun with the first."""
        if self.store.sessions.get(session_id) is None:
            self.device.begin(session_id, self.learner)
        for _ in range(times):
            self.device.play(session_id, *(writes or PASSED))

    def until(self, wanted: Callable[[SyncState], object], act: Callable[[], object]) -> SyncState:
        """Act, and wait until the state is so."""
        act()
        self.qtbot.waitUntil(lambda: bool(wanted(self.exchanges.state)), timeout=LONG)
        return self.exchanges.state

    def start(self) -> SyncState:
        """Start exchanges, and wait until nothing more happens by itself."""
        return self.until(at_rest, self.exchanges.start)

    def library(self) -> LibraryModel:
        """The learner's courses as the library window has them."""
        package = self.store.packages.get(PACKAGE)
        person = self.store.learners.get(self.learner)
        assert package is not None
        assert person is not None
        sessions = self.store.sessions.all(learner_id=self.learner)
        shelf = [LibraryCourse(package=package, session=session) for session in sessions] or [
            LibraryCourse(package=package)
        ]
        model = LibraryModel(FakeLibrary(shelf, [person]), None)
        with self.qtbot.waitSignal(model.changed):
            model.load()
        return model


def at_rest(state: SyncState) -> bool:
    """The accounts were read, each was synced with, and nothing runs."""
    return state.loaded and not state.running and all(account.outcome for account in state.accounts)


MakeDesk = Callable[..., Desk]


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    apply_theme(qapp, Scheme.LIGHT)


@pytest.fixture
def make_desk(tmp_path: Path, course: Path, qtbot: QtBot) -> Iterator[MakeDesk]:  # noqa: F811
    """Desks of the test's own, with the course and no account."""
    with ExitStack() as stack:

        def make(
            name: str = "here",
            pace: Pace = NEVER,
            learner: str = LEARNER,
            *,
            anew: bool = True,
            keys: AccountKeys | None = None,
        ) -> Desk:
            data = tmp_path / name
            if anew:
                add_package(data, course)
            store = stack.enter_context(closing(open_store(DataPaths(data).database)))
            store.learners.known_as(learner)
            accounts = Accounts(store.database.connections, store.tenant_id, utc_now)
            keys = keys or AccountKeys(lambda: None)
            courses = CoursesOnDisk(data)
            service = SyncService(store, courses, keys)
            packages = PackageLibrary(DataPaths(data).packages)
            library = Library(packages, store, samples=data, clock=utc_now)
            offers = CourseOffers(store, library, lambda account: Remote(account, keys), data / "room")
            parts = SyncParts(
                accounts=accounts,
                keys=keys,
                signing_in=SigningIn(accounts, keys),
                service=service,
                offers=offers,
            )
            exchanges = Exchanges(parts, pace=pace, jitter=lambda most: most)
            stack.callback(exchanges.dispose)
            nobody = Account(id="", address="", name="", created_at=utc_now())
            played = Device(
                data=data,
                store=store,
                account=nobody,
                credentials=FixedKey(None),
                timing=StandingTime(),
                service=service,
                courses=courses,
            )
            return Desk(
                data=data,
                store=store,
                accounts=accounts,
                keys=keys,
                exchanges=exchanges,
                device=played,
                qtbot=qtbot,
                learner=learner,
            )

        yield make


@pytest.fixture
def desk(make_desk: MakeDesk, learner: str) -> Desk:  # noqa: F811
    """A device of a learner that no other test knows."""
    return make_desk(learner=learner)


@pytest.fixture
def connected(desk: Desk, server: RunningServer) -> Desk:  # noqa: F811
    """One that has an account on the server."""
    desk.add_account(server.address, server.key)
    return desk
