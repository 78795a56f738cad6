"""How long the UI thread is kept from its events while sessions are synced with the real server in its own process."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from connect_desktop.look.theme import apply_theme
from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.sync.credentials import AccountKeys
from connect_desktop.sync.service import SyncService
from connect_desktop.sync.signing_in import SigningIn
from connect_desktop.ui.sync.exchanges import Exchanges, SyncParts
from connect_desktop.ui.sync.state import SyncState
from connect_desktop.ui.sync.sync_line import SyncLine
from tests.bench.figures import Figure
from tests.gui.sync.heartbeat import FRAME, Heartbeat
from tests.packages_for_tests import build_zip
from tests.server_for_tests import RunningServer, add_package, running_server
from tests.sync_for_tests import LEARNER, CoursesOnDisk, Device, FixedKey, StandingTime

SESSIONS = 3000
_WRITES = (
    ("cmi.core.lesson_status", "passed"),
    ("cmi.core.session_time", "0000:41:00"),
    ("cmi.suspend_data", "x" * 2000),
)
_MILLISECONDS = 1000


def measure() -> Iterable[Figure]:
    """The longest pause between two events, in milliseconds, and how long all of it took."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    apply_theme(application)
    with tempfile.TemporaryDirectory() as folder:
        course = build_zip(Path(folder) / "course.zip")
        add_package(Path(folder) / "server", course)
        add_package(Path(folder) / "here", course)
        with running_server(Path(folder) / "server") as server:
            yield from _measured(Path(folder) / "here", server)


def _measured(data: Path, server: RunningServer) -> Iterable[Figure]:
    with closing(open_store(DataPaths(data).database)) as store:
        accounts = Accounts(store.database.connections, store.tenant_id, utc_now)
        account = accounts.add(server.address)
        keys, courses = AccountKeys(lambda: None, given={account.id: server.key}), CoursesOnDisk(data)
        service = SyncService(store, courses, keys)
        _play(
            Device(
                data=data,
                store=store,
                account=account,
                credentials=FixedKey(None),
                timing=StandingTime(),
                service=service,
                courses=courses,
            )
        )
        parts = SyncParts(accounts=accounts, keys=keys, signing_in=SigningIn(accounts, keys), service=service)
        exchanges = Exchanges(parts)
        line = SyncLine()
        exchanges.changed.connect(line.show_state)
        line.show()
        loop = QEventLoop()

        def leave(state: SyncState) -> None:
            if state.accounts and state.accounts[0].outcome:
                loop.quit()

        exchanges.changed.connect(leave)
        heartbeat, started = Heartbeat(), perf_counter()
        exchanges.start()
        loop.exec()
        took = perf_counter() - started
        heartbeat.stop()
        held = exchanges.state.accounts[0].standing.held
        exchanges.dispose()
    pauses = sorted(heartbeat.pauses)
    yield Figure("ui_thread.sessions sent", held, "sessions", limit=SESSIONS, at_most=False)
    yield Figure("ui_thread.longest pause", pauses[-1] * _MILLISECONDS, "ms", limit=FRAME * _MILLISECONDS)
    yield Figure("ui_thread.pause, 99 of 100", pauses[len(pauses) * 99 // 100] * _MILLISECONDS, "ms")
    yield Figure("ui_thread.seconds", took, "s")


def _play(device: Device) -> None:
    for number in range(SESSIONS):
        device.begin(f"s-{number}", LEARNER)
        device.play(f"s-{number}", *_WRITES)
