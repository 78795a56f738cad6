"""A learner at a course: calls as content makes them, to a real running course."""

from __future__ import annotations

from connect_desktop.runtime.delivery import Delivery
from connect_desktop.runtime.navigation import Command, Decision, Deliver, NavigationRequest
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.rte.launch import Credit, Mode

Write = tuple[str, int]
"""What is written, by the names in `WRITES`, and a number from 0 on that says which value."""

WRITES = ("completion", "success", "score", "time", "place", "suspend", "interaction", "objective", "progress")


class _WithoutCredit(LaunchOptions, frozen=True):
    """As a course is opened that others than this program's player began."""

    @property
    def credit(self) -> Credit:
        return Credit.NO_CREDIT


FOR_CREDIT = LaunchOptions()
NOT_FOR_CREDIT = (LaunchOptions(mode=Mode.BROWSE), LaunchOptions(mode=Mode.REVIEW), _WithoutCredit())
"""What is left out of the record."""


class Playing:
    """One launch; calls to a part that is over do nothing."""

    def __init__(self, running: RunningCourse, is_2004: bool) -> None:
        self._running = running
        self._is_2004 = is_2004
        self._delivery: Delivery | None = None

    @property
    def has_content(self) -> bool:
        """Whether a part is open that calls."""
        return self._delivery is not None

    def begin(self, part: str | None = None) -> None:
        self._deliver(self._running.begin(part))

    def write(self, *writes: Write) -> None:
        for write in writes:
            for element, value in (_of_2004 if self._is_2004 else _of_12)(*write):
                self._call("SetValue", element, value)

    def commit(self) -> bool:
        """Whether all that was written is safe now."""
        return self._call("Commit", "") == "true"

    def go_on(self, *, suspend: bool) -> None:
        """Leave the part and go to the next one."""
        if self._delivery is None:
            return
        if suspend:
            self._call("SetValue", "cmi.exit" if self._is_2004 else "cmi.core.exit", "suspend")
        self._call("Terminate" if self._is_2004 else "Finish", "")
        self._running.taken_away(self._delivery.number)
        self._delivery = None
        self._deliver(self._running.navigate(NavigationRequest(Command.CONTINUE)))

    def close(self) -> None:
        self._running.close()

    def _deliver(self, decision: Decision) -> None:
        if isinstance(decision, Deliver):
            self._delivery = self._running.deliver(decision.activity, resume=decision.resume)
            self._call("Initialize", "")

    def _call(self, method: str, *arguments: str) -> str:
        if self._delivery is None:
            return ""
        name = method if self._is_2004 else f"LMS{method}"
        return self._running.call(self._delivery.number, name, arguments)


def _of_12(what: str, number: int) -> list[tuple[str, str]]:
    match what:
        case "completion":
            return [("cmi.core.lesson_status", ("incomplete", "completed", "browsed")[number % 3])]
        case "success":
            return [("cmi.core.lesson_status", ("failed", "passed")[number % 2])]
        case "score":
            return [("cmi.core.score.raw", str(number % 101))]
        case "time":
            seconds, hundredths = divmod(number, 100)
            minutes, seconds = divmod(seconds, 60)
            hours, minutes = divmod(minutes, 60)
            return [("cmi.core.session_time", f"{hours:04}:{minutes:02}:{seconds:02}.{hundredths:02}")]
        case "place":
            return [("cmi.core.lesson_location", f"page {number}")]
        case "suspend":
            return [("cmi.suspend_data", f"state {number} ü")]
        case "interaction":
            return [("cmi.interactions.0.id", f"q{number % 5}"), ("cmi.interactions.0.result", "correct")]
        case "objective":
            return [("cmi.objectives.0.id", f"o{number % 3}"), ("cmi.objectives.0.status", "passed")]
        case _:
            return [("cmi.student_preference.speed", str(number % 100))]


def _of_2004(what: str, number: int) -> list[tuple[str, str]]:
    match what:
        case "completion":
            return [("cmi.completion_status", ("incomplete", "completed", "not attempted")[number % 3])]
        case "success":
            return [("cmi.success_status", ("failed", "passed", "unknown")[number % 3])]
        case "score":
            return [("cmi.score.scaled", str(number % 101 / 100))]
        case "time":
            return [("cmi.session_time", f"PT{number // 100}.{number % 100:02}S")]
        case "place":
            return [("cmi.location", f"page {number}")]
        case "suspend":
            return [("cmi.suspend_data", f"state {number} ü")]
        case "interaction":
            return [("cmi.interactions.0.id", f"q{number % 5}"), ("cmi.interactions.0.type", "other")]
        case "objective":
            return [("cmi.objectives.0.id", f"o{number % 3}"), ("cmi.objectives.0.success_status", "passed")]
        case _:
            return [("cmi.progress_measure", str(number % 101 / 100))]
