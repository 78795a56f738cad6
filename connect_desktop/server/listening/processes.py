"""Several processes that serve one socket, kept alive and stopped together."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Event, Thread
from time import monotonic
from types import FrameType

from msgspec import Struct

from connect_desktop.errors import ConnectError

_log = logging.getLogger(__name__)

# How long a process has to stop once it is told to, in seconds: longer than requests have.
_PATIENCE = 20
# One that died before this age, in seconds, is replaced after a rest: a fault of the start comes again and again.
_YOUNG = 5.0
_REST = 1.0

_READY = b"ready"

Work = Callable[[Callable[[], None], Event], None]
"""What a process does: it says when it is ready, and stops when the event is set. Importable by its name."""


class WorkerFailed(ConnectError):
    """A process ended before it was ready."""

    code = "worker-failed"

    def __init__(self) -> None:
        super().__init__("A worker process did not start; the log in the data folder says why.")


class _Running(Struct):
    process: BaseProcess
    told: Connection
    started: float
    ready: bool = False


class Processes:
    """`count` processes that do `work`, each as if it were alone."""

    def __init__(self, count: int, work: Work) -> None:
        self._count = count
        self._work = work
        self._context = multiprocessing.get_context("spawn")
        self._running: list[_Running] = []
        self._stopping = False
        self._waker, self._woken = socket.socketpair()

    def run(self, when_ready: Callable[[], None]) -> None:
        """Start them, say when all are ready, put a new one in the place of each that dies, and stop all of them at
        SIGINT or SIGTERM. A second signal ends them at once. Raises `WorkerFailed` if one never gets ready."""
        # A signal may come until its handler is none of ours any more.
        with self._waker, self._woken, self._signals():
            try:
                while len(self._running) < self._count and not self._stopping:
                    self._running.append(self._start())
                self._wait_until_ready()
                if not self._stopping:
                    when_ready()
                while not self._stopping:
                    self._replace(self._next_end())
            finally:
                self._stop()

    def _start(self) -> _Running:
        here, there = self._context.Pipe()
        process = self._context.Process(target=_be_a_worker, args=(self._work, there), daemon=False)
        with _no_interrupt():
            process.start()
        there.close()
        return _Running(process, here, monotonic())

    def _wait_until_ready(self) -> None:
        waiting = list(self._running)
        while waiting and not self._stopping:
            for found in wait([self._woken, *(one.told for one in waiting)]):
                one = next((one for one in waiting if one.told is found), None)
                if one is None:
                    continue
                one.ready = _heard(one.told)
                if not one.ready and not self._stopping:
                    raise WorkerFailed
                waiting.remove(one)

    def _next_end(self) -> list[_Running]:
        ended = wait([self._woken, *(one.process.sentinel for one in self._running)])
        return [one for one in self._running if one.process.sentinel in ended]

    def _replace(self, ended: list[_Running]) -> None:
        for one in ended:
            one.process.join()
            one.told.close()
            _log.error("process %s ended with %s; another takes its place", one.process.pid, one.process.exitcode)
            self._running.remove(one)
            if monotonic() - one.started < _YOUNG:
                wait([self._woken], _REST)
            if not self._stopping:
                self._running.append(self._start())

    def _stop(self) -> None:
        for one in self._running:
            # The process stops in good order when nobody is at the other end any more.
            one.told.close()
        until = monotonic() + _PATIENCE
        for one in self._running:
            one.process.join(max(0.0, until - monotonic()))
            if one.process.is_alive():
                one.process.kill()
                one.process.join()
        self._running.clear()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._told_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _told_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        if self._stopping:
            for one in self._running:
                one.process.kill()
        self._stopping = True
        self._waker.send(b"!")


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Have a process that is started meanwhile hear of no Ctrl+C, which reaches whatever belongs to a terminal; it is
    for the one that started it, which hears of it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # A helper of multiprocessing is started with the first process, and ends all blocking of this signal.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_the_terminal() -> None:
    """Hear of Ctrl+C no more, nor of one that came until now."""
    if not hasattr(os, "setsid"):
        return
    os.setsid()
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, usual)


def _heard(told: Connection) -> bool:
    """Whether a process said that it is ready, rather than ended."""
    try:
        return told.recv_bytes() == _READY
    except (EOFError, OSError):
        return False


def _be_a_worker(work: Work, told: Connection) -> None:
    """What runs in a new process. It stops when the one that started it does, however that ends."""
    _leave_the_terminal()
    stop = Event()

    def watch() -> None:
        while _heard(told):
            pass
        stop.set()

    def ready() -> None:
        # Whoever started this may have been told to stop by now.
        with suppress(OSError):
            told.send_bytes(_READY)

    Thread(target=watch, name="whoever started this", daemon=True).start()
    work(ready, stop)
