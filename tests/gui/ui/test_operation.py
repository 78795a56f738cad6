"""Operations: off the UI thread, back on it, cancelled, refused, broken."""

from __future__ import annotations

import logging
from threading import Event

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from connect_desktop.errors import ConnectError
from connect_desktop.ui.operation import Failure, Operation, Progress


class Told:
    """Everything an operation told, in order."""

    def __init__(self) -> None:
        self.events: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()

    def heard(self, name: str, value: object = None) -> None:
        self.events.append((name, value))
        self.threads.add(QThread.currentThread())

    def listen(self, operation: Operation[int]) -> Operation[int]:
        return (
            operation.progress(lambda done, total: self.heard("progress", (done, total)))
            .success(lambda result: self.heard("success", result))
            .failure(lambda failure: self.heard("failure", failure))
            .cancelled(lambda: self.heard("cancelled"))
            .finished(lambda: self.heard("finished"))
        )

    @property
    def names(self) -> list[str]:
        return [name for name, _value in self.events]

    @property
    def failure(self) -> Failure:
        (failure,) = (value for name, value in self.events if name == "failure")
        assert isinstance(failure, Failure)
        return failure


@pytest.fixture
def told() -> Told:
    return Told()


def run(qtbot: QtBot, told: Told, operation: Operation[int]) -> None:
    told.listen(operation).start()
    qtbot.waitUntil(lambda: "finished" in told.names)


def test_work_runs_elsewhere_and_its_result_is_told_here(qtbot: QtBot, told: Told) -> None:
    worked_on: list[QThread] = []

    def work(progress: Progress) -> int:
        worked_on.append(QThread.currentThread())
        progress(1, 2)
        return 42

    run(qtbot, told, Operation(work))
    assert told.events == [("progress", (1, 2)), ("success", 42), ("finished", None)]
    assert told.threads == {QThread.currentThread()}
    assert worked_on[0] is not QThread.currentThread()


def test_progress_of_more_bytes_than_an_int_holds(qtbot: QtBot, told: Told) -> None:
    def work(progress: Progress) -> int:
        progress(5_000_000_000, 10_000_000_000)
        return 0

    run(qtbot, told, Operation(work))
    assert told.events[0] == ("progress", (5_000_000_000, 10_000_000_000))


def test_a_hundred_thousand_steps_are_told_as_percents(qtbot: QtBot, told: Told) -> None:
    def work(progress: Progress) -> int:
        for done in range(100_001):
            progress(done, 100_000)
        return 0

    run(qtbot, told, Operation(work))
    assert told.names.count("progress") == 101
    assert told.events[100] == ("progress", (100_000, 100_000))


def test_what_the_world_did_is_a_failure_with_its_sentence(qtbot: QtBot, told: Told) -> None:
    def work(_progress: Progress) -> int:
        raise ConnectError("The disk {name} is full: free some space.", name="D")

    run(qtbot, told, Operation(work))
    assert told.names == ["failure", "finished"]
    assert told.failure.sentence == "The disk D is full: free some space."
    assert not told.failure.report


def test_a_bug_is_logged_whole_and_asks_to_be_reported(
    qtbot: QtBot, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_progress: Progress) -> int:
        raise ZeroDivisionError("of all things")

    with caplog.at_level(logging.ERROR):
        run(qtbot, told, Operation(work))
    assert "Please report it" in told.failure.sentence
    assert "ZeroDivisionError: of all things" in told.failure.report
    assert "Traceback" in caplog.text


def test_cancelled_work_is_told_as_cancelled(qtbot: QtBot, told: Told) -> None:
    begun = Event()

    def work(progress: Progress) -> int:
        begun.set()
        while not progress.cancelled():
            pass
        raise ConnectError("It was cancelled.")

    operation = told.listen(Operation(work)).start()
    assert begun.wait(5)
    operation.cancel()
    qtbot.waitUntil(lambda: "finished" in told.names)
    assert told.names == ["cancelled", "finished"]


def test_a_bug_in_cancelled_work_is_still_a_bug(qtbot: QtBot, told: Told) -> None:
    def work(progress: Progress) -> int:
        while not progress.cancelled():
            pass
        raise ZeroDivisionError

    operation = told.listen(Operation(work)).start()
    operation.cancel()
    qtbot.waitUntil(lambda: "finished" in told.names)
    assert told.names == ["failure", "finished"]


def test_a_cancellation_that_comes_too_late_changes_nothing(qtbot: QtBot, told: Told) -> None:
    operation = told.listen(Operation(lambda _progress: 7)).start()
    operation.cancel()
    qtbot.waitUntil(lambda: "finished" in told.names)
    assert told.names == ["success", "finished"]


def test_nobody_is_told_after_the_owner_has_gone(qtbot: QtBot, told: Told) -> None:
    owner = QObject()
    go_on, stopped = Event(), Event()

    def work(progress: Progress) -> int:
        go_on.wait(5)
        if progress.cancelled():
            stopped.set()
        return 1

    operation = told.listen(Operation(work, owner=owner)).start()
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    with qtbot.waitSignal(operation.destroyed):
        go_on.set()
    assert told.names == []
    assert stopped.is_set()


class _Waiting(QObject):
    """Nobody holds it but the operation it waits for."""

    def __init__(self, gone: list[str]) -> None:
        super().__init__()
        self.destroyed.connect(lambda: gone.append("gone"))

    def take(self, _result: object) -> None: ...


def test_who_waited_may_go_with_the_operation(qtbot: QtBot) -> None:
    gone: list[str] = []
    waiting = _Waiting(gone)
    operation = Operation(lambda _progress: None, owner=waiting).success(waiting.take)
    del waiting
    with qtbot.waitSignal(operation.destroyed):
        operation.start()
    del operation
    qtbot.waitUntil(lambda: gone == ["gone"])
