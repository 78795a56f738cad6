"""How long a navigation request takes in a large course, and how that grows with the course."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from statistics import median
from time import perf_counter

from connect_desktop.runtime.navigation import Command, Deliver, NavigationRequest
from connect_desktop.runtime.sequenced import SnSequencer
from tests.bench.figures import Figure
from tests.sequencing_for_tests import large_course, sequencer

_GLOBAL_OBJECTIVES = 200
_SMALL, _LARGE = 100, 1000
_REQUESTS = 80
_REPORT = {"cmi.success_status": "passed", "cmi.completion_status": "completed", "cmi.score.scaled": "0.5"}


def measure() -> Iterable[Figure]:
    """The median of Continue, Previous and choices across the course, its state told as JSON each time as the journal
    wants it; and of all a window asks after each."""
    small, large = _request_time(_SMALL), _request_time(_LARGE)
    yield Figure("sequencing.request_of_100", small * 1000, "ms")
    yield Figure("sequencing.request_of_1000", large * 1000, "ms", limit=10)
    # Ten times the activities, so ten times the time at most: linear.
    yield Figure("sequencing.request_growth", large / small, "ratio", limit=_LARGE / _SMALL)
    yield Figure("sequencing.window_of_1000", _window_time(_LARGE) * 1000, "ms")


def _request_time(activities: int) -> float:
    return median(_timed(activities, _request))


def _window_time(activities: int) -> float:
    def look(flow: SnSequencer, request: NavigationRequest) -> float:
        _request(flow, request)
        started = perf_counter()
        flow.contents()
        flow.controls()
        return perf_counter() - started

    return median(_timed(activities, look))


def _timed(activities: int, step: Callable[[SnSequencer, NavigationRequest], float]) -> Iterator[float]:
    flow = sequencer(large_course(activities, _GLOBAL_OBJECTIVES))
    flow.decide(NavigationRequest(Command.START))
    lessons = [entry.identifier for entry in flow.contents() if entry.launchable]
    across = cycle(lessons[:: max(1, len(lessons) // 7)])
    commands = cycle((Command.CONTINUE, Command.CONTINUE, Command.PREVIOUS, Command.CHOICE))
    for _ in range(_REQUESTS):
        flow.report(flow.current() or "", _REPORT)
        command = next(commands)
        yield step(flow, NavigationRequest(command, next(across) if command is Command.CHOICE else None))


def _request(flow: SnSequencer, request: NavigationRequest) -> float:
    started = perf_counter()
    decision = flow.decide(request)
    json.dumps(flow.state(), separators=(",", ":"))
    took = perf_counter() - started
    if not isinstance(decision, Deliver):
        raise RuntimeError(f"{request} came to {decision}: no time to tell.")
    return took
