"""Courses on their way from servers, each on a thread of its own, and what servers offer, asked away from the UI."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from connect_desktop.runtime.library import TakenIn
from connect_desktop.sync.courses.server_courses import Unheard
from connect_desktop.ui.operation import Failure, Operation, Progress
from connect_desktop.ui.ports import CourseServers
from connect_desktop.ui.sync.own_threads import OwnThreads


class Phase(StrEnum):
    """Where a download is. `QUIET`: nothing has come for a while, which mends itself or fails. `CHECKING`: all has
    come, and is looked at before it is a course."""

    WAITING = "waiting"
    RUNNING = "running"
    QUIET = "quiet"
    CHECKING = "checking"
    STOPPING = "stopping"
    FAILED = "failed"


# In seconds.
_QUIET = 5.0
_LOOK = 1.0


class Download(Struct, frozen=True):
    """One course on its way: `done` bytes are here."""

    phase: Phase
    done: int = 0


class CourseDownloads(QObject):
    """`changed` names a course whose `download` is another now. `arrived` carries a `TakenIn`; `failed` the course's id
    and a `Failure`. `looked` says that servers told what they offer, with those that did not; `idle` that nothing is
    coming any more."""

    changed = Signal(str)
    arrived = Signal(object)
    failed = Signal(str, object)
    looked = Signal(object)
    idle = Signal()

    def __init__(self, servers: CourseServers, parent: QObject, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._servers = servers
        self._now = now
        self._heard_at: dict[str, float] = {}
        self._watch = QTimer(self, interval=round(_LOOK * 1000))
        self._watch.timeout.connect(self.look_for_quiet)
        # An answer that never comes must not keep the program from ending.
        self._threads = OwnThreads("downloads")
        self._downloads: dict[str, Download] = {}
        self._running: dict[str, Operation[TakenIn]] = {}
        self._looking: Operation[Sequence[Unheard]] | None = None
        self._look_again = False

    def of(self, package_id: str) -> Download | None:
        """What is going on with the course."""
        return self._downloads.get(package_id)

    @property
    def running(self) -> int:
        """How many courses are on their way."""
        return len(self._running)

    @property
    def is_looking(self) -> bool:
        """Whether servers are being asked what they offer."""
        return self._looking is not None

    def start(self, package_id: str) -> None:
        """Download the course; nothing new where it is coming already."""
        if package_id in self._running:
            return

        def work(progress: Progress) -> TakenIn:
            def tell(done: int, total: int) -> None:
                self._heard_at[package_id] = self._now()
                progress(done, total)

            return self._servers.download(package_id, tell, progress.cancelled)

        operation = Operation(work, owner=self, pool=self._threads)
        self._running[package_id] = operation
        self._watch.start()
        self._set(package_id, Download(Phase.WAITING))
        operation.progress(lambda done, total: self._tell(package_id, done, total))
        operation.success(lambda taken: self._welcome(package_id, taken))
        operation.failure(lambda failure: self._regret(package_id, failure))
        operation.cancelled(lambda: self._set(package_id, None))
        operation.finished(lambda: self._finish(package_id))
        operation.start()

    def cancel(self, package_id: str) -> None:
        """Stop; what has come is kept."""
        operation = self._running.get(package_id)
        if operation is not None:
            operation.cancel()
            self._set(package_id, replace(self._downloads[package_id], phase=Phase.STOPPING))

    def cancel_all(self) -> None:
        for package_id in tuple(self._running):
            self.cancel(package_id)

    def discard(self, package_id: str) -> None:
        """Delete what has come of a course that is not coming."""
        forgetting = Operation(lambda _progress: self._servers.forget_part(package_id), owner=self, pool=self._threads)
        forgetting.success(lambda _nothing: self._set(package_id, None)).start()

    def look_for_quiet(self) -> None:
        """Say of each course that is coming whether anything of it has come lately."""
        for package_id, download in tuple(self._downloads.items()):
            heard_at = self._heard_at.get(package_id)
            if heard_at is None or download.phase not in (Phase.RUNNING, Phase.QUIET):
                continue
            phase = Phase.QUIET if self._now() - heard_at >= _QUIET else Phase.RUNNING
            if phase is not download.phase:
                self._set(package_id, replace(download, phase=phase))

    def look(self) -> None:
        """Ask the servers what they offer; asked while asking, once more afterwards."""
        if self._looking is not None:
            self._look_again = True
            return
        self._looking = Operation(
            lambda progress: self._servers.look(progress.cancelled), owner=self, pool=self._threads
        )
        self._looking.success(self._heard).finished(self._end_look).start()

    def dispose(self, patience: float) -> bool:
        """The program ends: stop all, and wait so many seconds for it; whether all has stopped."""
        self.cancel_all()
        if self._looking is not None:
            self._looking.cancel()
        return self._threads.wait(patience)

    def _heard(self, unheard: Sequence[Unheard]) -> None:
        self._looking = None
        self.looked.emit(unheard)

    def _end_look(self) -> None:
        self._looking = None
        if self._look_again:
            self._look_again = False
            self.look()

    def _tell(self, package_id: str, done: int, total: int) -> None:
        if self._downloads[package_id].phase is not Phase.STOPPING:
            self._set(package_id, Download(Phase.CHECKING if done == total else Phase.RUNNING, done))

    def _welcome(self, package_id: str, taken: TakenIn) -> None:
        self._downloads.pop(package_id, None)
        self.arrived.emit(taken)

    def _regret(self, package_id: str, failure: Failure) -> None:
        self._set(package_id, replace(self._downloads[package_id], phase=Phase.FAILED))
        self.failed.emit(package_id, failure)

    def _set(self, package_id: str, download: Download | None) -> None:
        if download is None:
            self._downloads.pop(package_id, None)
        else:
            self._downloads[package_id] = download
        self.changed.emit(package_id)

    def _finish(self, package_id: str) -> None:
        self._running.pop(package_id, None)
        self._heard_at.pop(package_id, None)
        if not self._running:
            self._watch.stop()
            self.idle.emit()
