"""Long work as an object: it runs on a thread, what comes of it is told on the UI thread.

Operation(lambda progress: library.check(package_id), owner=self).success(show).failure(complain).start()
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Generic, Protocol, Self, TypeVar

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal

from connect_desktop.errors import ConnectError
from connect_desktop.look.messages import message_of

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Failure(Struct, frozen=True):
    """Why there is no result: one sentence for the user, and for a bug of ours all a report needs (else "")."""

    error: Exception
    sentence: str
    report: str = ""


class Progress:
    """What running work is given: it says how far it is, and asks whether it is still wanted."""

    def __init__(self, tell: Callable[[int, int], None], stop: Event) -> None:
        self._tell = tell
        self._stop = stop

    def __call__(self, done: int, total: int) -> None:
        """`done` of `total`, in the work's own unit; a `total` of 0 is "not known"."""
        self._tell(done, total)

    def cancelled(self) -> bool:
        return self._stop.is_set()


class Pool(Protocol):
    """Who runs tasks away from the UI thread; a `QThreadPool` is one."""

    def start(self, task: QRunnable, /) -> None: ...


class _Task(QRunnable):
    def __init__(self, body: Callable[[], None]) -> None:
        super().__init__()
        self._body = body

    def run(self) -> None:
        self._body()


class Operation(QObject, Generic[T]):
    """Work for a thread pool. Its callbacks run on the UI thread, and never after `owner` is gone.

    Exactly one of success, failure and cancellation is told, then `finished`. A `ConnectError` that ends cancelled
    work is its cancellation; any other exception is a bug of ours wherever it happens: logged whole, told as failure.
    """

    # Byte counts pass the 32 bits of Qt's int, so they travel as Python objects.
    _progressed = Signal(object, object)
    _ended = Signal(object)

    def __init__(
        self, work: Callable[[Progress], T], *, owner: QObject | None = None, pool: Pool | None = None
    ) -> None:
        # The application owns it: a running operation outlives the Python name it was started from.
        super().__init__(QCoreApplication.instance())
        self._work = work
        self._pool: Pool = pool or QThreadPool.globalInstance()
        self._stop = Event()
        self._on_progress: list[Callable[[int, int], None]] = []
        self._on_success: list[Callable[[T], None]] = []
        self._on_failure: list[Callable[[Failure], None]] = []
        self._on_cancelled: list[Callable[[], None]] = []
        self._on_finished: list[Callable[[], None]] = []
        self._progressed.connect(self._tell_progress)
        self._ended.connect(self._tell_end)
        self._owned = None if owner is None else owner.destroyed.connect(self._orphaned)

    def progress(self, callback: Callable[[int, int], None]) -> Self:
        """`callback(done, total)` as the work goes on; what comes faster than it can be shown may be skipped."""
        self._on_progress.append(callback)
        return self

    def success(self, callback: Callable[[T], None]) -> Self:
        self._on_success.append(callback)
        return self

    def failure(self, callback: Callable[[Failure], None]) -> Self:
        self._on_failure.append(callback)
        return self

    def cancelled(self, callback: Callable[[], None]) -> Self:
        self._on_cancelled.append(callback)
        return self

    def finished(self, callback: Callable[[], None]) -> Self:
        self._on_finished.append(callback)
        return self

    def start(self) -> Self:
        self._pool.start(_Task(self._run))
        return self

    def cancel(self) -> None:
        """Ask the work to stop; if it is too late for that, success is told as ever."""
        self._stop.set()

    def _run(self) -> None:
        told_percent = -1

        def tell(done: int, total: int) -> None:
            nonlocal told_percent
            percent = done * 100 // total if total else done
            if percent != told_percent:
                told_percent = percent
                self._progressed.emit(done, total)

        try:
            result = self._work(Progress(tell, self._stop))
        except ConnectError as error:
            self._ended.emit(partial(self._tell_refusal, error))
        except Exception as error:
            _log.exception("an operation failed")
            report = "".join(traceback.format_exception(error))
            self._ended.emit(partial(self._tell_failure, Failure(error, self._please_report(error), report)))
        else:
            self._ended.emit(partial(self._tell_success, result))

    def _tell_progress(self, done: int, total: int) -> None:
        for callback in self._on_progress:
            callback(done, total)

    def _tell_end(self, tell: Callable[[], None]) -> None:
        try:
            tell()
            for callback in self._on_finished:
                callback()
        finally:
            # Whoever waited may go with us: not while we are taken apart, when nobody is left to be told of it.
            if self._owned is not None:
                QObject.disconnect(self._owned)
            self._let_go()
            self.deleteLater()

    def _tell_success(self, result: T) -> None:
        for callback in self._on_success:
            callback(result)

    def _tell_refusal(self, error: ConnectError) -> None:
        if not self._stop.is_set():
            self._tell_failure(Failure(error, message_of(error)))
            return
        for callback in self._on_cancelled:
            callback()

    def _tell_failure(self, failure: Failure) -> None:
        for callback in self._on_failure:
            callback(failure)

    def _please_report(self, error: Exception) -> str:
        return self.tr("Something went wrong inside connect-desktop ({error}). Please report it.").format(
            error=type(error).__name__
        )

    def _orphaned(self) -> None:
        self.cancel()
        self._let_go()

    def _let_go(self) -> None:
        for callbacks in (
            self._on_progress,
            self._on_success,
            self._on_failure,
            self._on_cancelled,
            self._on_finished,
        ):
            callbacks.clear()
