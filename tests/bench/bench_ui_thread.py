"""How long the UI thread is kept from its events while the application, with its library window, syncs with a server.

A machine that runs other things keeps any thread waiting: so a process that does nothing but beat runs beside it, and
what is ours of a pause is told without the time in which the thread was ready and was not run.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from connect_desktop.desktop.application import create_application
from connect_desktop.desktop.library_desk import LibraryDesk
from connect_desktop.desktop.library_window import open_desk
from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.sync.credentials import KEY_VARIABLE
from connect_desktop.sync.report import Outcome
from connect_desktop.sync.service import SyncService
from connect_desktop.ui.sync.state import SyncState
from tests.bench.figures import Figure
from tests.gui.sync.heartbeat import FRAME, Heartbeat, control
from tests.packages_for_tests import build_zip
from tests.server_for_tests import add_package, running_server
from tests.sync_for_tests import LEARNER, CoursesOnDisk, Device, FixedKey, StandingTime

SESSIONS = 3000
COURSES = 40
_WRITES = (
    ("cmi.core.lesson_status", "passed"),
    ("cmi.core.session_time", "0000:41:00"),
    ("cmi.suspend_data", "x" * 2000),
)
_MILLISECONDS = 1000
# Until the windows have shown what came of it.
_AFTERWARDS = 500


def measure() -> Iterable[Figure]:
    """Pauses between two events in milliseconds, and how long all of it took."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = create_application(watched=False)
    with tempfile.TemporaryDirectory() as folder:
        data = _device(Path(folder) / "here", build_zip(Path(folder) / "course.zip"), Path(folder) / "server")
        with running_server(Path(folder) / "server") as server:
            with closing(open_store(data.database)) as store:
                Accounts(store.database.connections, store.tenant_id, utc_now).add(server.address)
            os.environ[KEY_VARIABLE] = server.key
            yield from _measured(application, data)


def _device(here: Path, course: Path, there: Path) -> DataPaths:
    """A learner's courses and what was learned in them, with the courses on the server too."""
    data = DataPaths(here)
    for number in range(COURSES):
        add_package(here, course, _package(number))
        add_package(there, course, _package(number))
    with closing(open_store(data.database)) as store:
        courses = CoursesOnDisk(here)
        device = Device(
            data=here,
            store=store,
            account=Account(id="", address="", name="", created_at=utc_now()),
            credentials=FixedKey(None),
            timing=StandingTime(),
            service=SyncService(store, courses, FixedKey(None)),
            courses=courses,
        )
        for number in range(SESSIONS):
            package_id = _package(number % COURSES)
            device.begin(f"s-{number}", LEARNER, package_id)
            device.play(f"s-{number}", *_WRITES, package_id=package_id)
    return data


def _package(number: int) -> str:
    return f"pkg_{number:04}"


def _measured(application: QApplication, data: DataPaths) -> Iterable[Figure]:
    with open_desk(application, data) as desk:
        desk.window.show()
        started = perf_counter()
        with control() as end_of_control:
            heartbeat = _while_syncing(desk)
            beside = end_of_control()
        took = perf_counter() - started
        held = desk.exchanges.state.accounts[0].standing.held
    pauses, own = heartbeat.pauses, heartbeat.own
    yield Figure("ui_thread.sessions sent", held, "sessions", limit=SESSIONS, at_most=False)
    yield Figure("ui_thread.longest pause", max(pauses) * _MILLISECONDS, "ms", limit=FRAME * _MILLISECONDS)
    yield Figure("ui_thread.longest pause, bare Qt beside it", max(beside) * _MILLISECONDS, "ms")
    yield Figure("ui_thread.longest pause of ours", max(own) * _MILLISECONDS, "ms", limit=FRAME * _MILLISECONDS)
    yield Figure("ui_thread.pause, 999 of 1000", _of_thousand(pauses, 999), "ms")
    yield Figure("ui_thread.pause, 999 of 1000, bare Qt beside it", _of_thousand(beside, 999), "ms")
    yield Figure("ui_thread.pauses over 16 ms", sum(it > FRAME for it in pauses), "pauses")
    yield Figure("ui_thread.pauses over 16 ms, bare Qt beside it", sum(it > FRAME for it in beside), "pauses")
    yield Figure("ui_thread.seconds", took, "s")


def _while_syncing(desk: LibraryDesk) -> Heartbeat:
    """The beats from when the window shows all courses until all is sent and shown."""
    loop = QEventLoop()
    beats: list[Heartbeat] = []

    def follow(state: SyncState) -> None:
        if state.running and not beats:
            beats.append(Heartbeat())
        elif beats and state.accounts and state.accounts[0].outcome is Outcome.DONE:
            QTimer.singleShot(_AFTERWARDS, loop.quit)

    desk.exchanges.changed.connect(follow)
    loop.exec()
    beats[0].stop()
    return beats[0]


def _of_thousand(pauses: Sequence[float], place: int) -> float:
    return sorted(pauses)[len(pauses) * place // 1000] * _MILLISECONDS
