"""How fast the run-time environment takes values when nothing has to be written anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import perf_counter

from connect_desktop.scorm.rte.launch import ScoLaunch
from connect_desktop.scorm.rte.scorm12_api import Scorm12Api
from connect_desktop.scorm.rte.scorm2004_api import Scorm2004Api
from tests.bench.figures import Figure

_CALLS = 20_000
_ROUNDS = 5


class NullRecorder:
    """Keeps nothing: what is left is our own cost."""

    def record(self, element: str, value: str) -> None: ...

    def initialized(self) -> None: ...

    def terminated(self, exit_value: str) -> None: ...

    def commit(self) -> None: ...


class NullNavigation:
    """Knows nothing."""

    def request_valid(self, request: str) -> str:
        return "unknown"


def measure() -> Iterable[Figure]:
    """Calls a second on scalars, on the last interaction of many, and on interactions that are new each time."""
    yield _rate_of("set_value.location", _rate(_api_2004(0), "SetValue", _locations("cmi.location")), 100_000)
    yield _rate_of("get_value.mode", _rate(_api_2004(0), "GetValue", [("cmi.mode",)]), 100_000)
    yield _rate_of(
        "12.set_value.location", _rate(_api_12(), "LMSSetValue", _locations("cmi.core.lesson_location")), 100_000
    )
    for stored in (10, 500, 5000):
        calls = [
            (f"cmi.interactions.{stored - 1}.{element}", value)
            for element, value in (
                ("id", "q"),
                ("result", "correct"),
                ("learner_response", "a[,]b"),
                ("timestamp", "2024-05-01T10:00:00"),
                ("latency", "PT5.2S"),
                ("correct_responses.0.pattern", "a[,]b"),
            )
        ]
        yield _rate_of(f"set_value.interaction_of_{stored}", _rate(_api_2004(stored), "SetValue", calls), 50_000)
    yield _rate_of("set_value.first_time", _first_time_rate(), 50_000)


def _rate_of(figure: str, rate: float, limit: int) -> Figure:
    return Figure(f"rte.{figure}", rate, "1/s", limit=limit, at_most=False)


def _rate(api: Scorm2004Api | Scorm12Api, method: str, calls: Sequence[tuple[str, ...]]) -> float:
    """The best of a few rounds: other programs on the machine can only slow us down."""
    best = 0.0
    repeated = list(calls) * (_CALLS // len(calls))
    for _ in range(_ROUNDS):
        started = perf_counter()
        for args in repeated:
            api.call(method, args)
        best = max(best, len(repeated) / (perf_counter() - started))
    if api.last_error:
        raise RuntimeError(f"{method}{calls[-1]} was refused with {api.last_error}: no rate to tell.")
    return best


def _first_time_rate() -> float:
    best = 0.0
    calls = _interactions(5000)
    for _ in range(_ROUNDS):
        api = _api_2004(0)
        started = perf_counter()
        for args in calls:
            api.call("SetValue", args)
        best = max(best, len(calls) / (perf_counter() - started))
    return best


def _locations(element: str) -> list[tuple[str, str]]:
    return [(element, f"page-{page}") for page in range(100)]


def _interactions(count: int) -> list[tuple[str, str]]:
    return [
        (f"cmi.interactions.{index}.{element}", value)
        for index in range(count)
        for element, value in (
            ("id", f"question-{index}"),
            ("type", "choice"),
            ("result", "correct"),
            ("learner_response", "a[,]b"),
            ("correct_responses.0.pattern", "a[,]b"),
            ("weighting", "1"),
        )
    ]


def _api_2004(stored: int) -> Scorm2004Api:
    launch = ScoLaunch(learner_id="ada", learner_name="Lovelace, Ada", stored=dict(_interactions(stored)))
    api = Scorm2004Api(launch, NullRecorder(), NullNavigation())
    api.call("Initialize", ("",))
    return api


def _api_12() -> Scorm12Api:
    api = Scorm12Api(ScoLaunch(learner_id="ada", learner_name="Lovelace, Ada"), NullRecorder())
    api.call("LMSInitialize", ("",))
    return api
