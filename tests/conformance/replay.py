"""Replays a case against the runtime without a window: a real running course over a real store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from connect_desktop.runtime.events import NavigationAsked, RuntimeEvent
from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.navigation import (
    Command,
    Controls,
    Decision,
    Deliver,
    Ended,
    NavigationRequest,
    Offer,
    Refused,
)
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.manifest import parse_manifest
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.records import PackageKind, PackageRecord
from tests.conformance.scenario import After, Learner, Question, Scenario, Step, read_scenario

_NAME = "Lovelace, Ada"
_ROOT = "the activity that corresponds to the root of"
_LEARNER_DOES = {
    "continue": Command.CONTINUE,
    "previous": Command.PREVIOUS,
    "exit": Command.EXIT_ALL,
    "exit_all": Command.EXIT_ALL,
    "suspend_all": Command.SUSPEND_ALL,
}
# What the pages that speak only while they are unloaded ask for then, and those that terminate only then.
_ASKED_ON_UNLOAD = {
    "tarAct4OnUnload": "{target=activity_4}choice",
    "exitAllOnUnload": "exitAll",
    "suspendAllOnUnload": "suspendAll",
}
_TERMINATE_ON_UNLOAD = frozenset(("SequencingTestSingleDoTerminate", *_ASKED_ON_UNLOAD))
_ASSET = "AssetLaunchTest"


class Replay:
    """A learner who takes cases one after another; `disagreements` are what was not as a case says."""

    def __init__(self, adl: Path, folder: Path) -> None:
        self._adl = adl
        self._store: Store = open_store(folder / "connect.db")
        self._launching = Launching(self._store, clock=utc_now)
        self._learner = self._store.learners.add(_NAME)
        self.disagreements: list[str] = []

    def close(self) -> None:
        self._store.close()

    def run(self, case: str) -> None:
        """Take a case, and before it the one it needs."""
        scenario = read_scenario(self._adl, case)
        if scenario.after_case is not None:
            self.run(scenario.after_case)
        courses = {package: _course(scenario, package) for package in scenario.packages}
        launch = _Launch(self, courses[scenario.packages[0]], scenario.start)
        for number, (package, step) in enumerate(scenario.packages_of_steps()):
            if launch.course is not courses[package]:
                launch.leave(Command.EXIT_ALL)
                launch = _Launch(self, courses[package], None)
            where = f"{case} step {number + 1} ({step.attempt})"
            if not launch.delivers(step, where):
                break
            launch.play(step, where)
            launch = launch.after(step.after, where)
        launch.leave(Command.EXIT_ALL)

    def disagree(self, where: str, sentence: str) -> None:
        self.disagreements.append(f"{where}: {sentence}")

    @property
    def learner(self) -> Learner:
        return Learner(id=self._learner.id, name=self._learner.name)

    def open(self, course: Course) -> RunningCourse:
        package = f"pkg_{course.identifier}-{course.title}"
        if self._store.packages.get(package) is None:
            self._store.packages.put(
                PackageRecord(
                    id=package,
                    content_hash=package,
                    kind=PackageKind.ZIP,
                    location="",
                    title=course.title,
                    edition=course.edition.value,
                    size=1,
                    imported_at=utc_now(),
                )
            )
        return self._launching.open(course, package, self._learner, LaunchOptions())[1]


class _Launch:
    """One opening of a course, from begin to close."""

    def __init__(self, replay: Replay, course: Course, start: str | None) -> None:
        self.course = course
        self._replay = replay
        self._running = replay.open(course)
        self._running.subscribe(self._heard)
        self._delivery: int | None = None
        self._asked: NavigationRequest | None = None
        self._decision: Decision = self._running.begin(None if start is None else self._identifier(start))

    def delivers(self, step: Step, where: str) -> bool:
        """Open what was decided, if it is the activity the step expects."""
        if not isinstance(self._decision, Deliver):
            self._replay.disagree(where, f"expected activity {step.activity}, got {_told(self._decision)}")
            return False
        delivery = self._running.deliver(self._decision.activity, resume=self._decision.resume)
        self._delivery, self._page = delivery.number, Path(urlsplit(delivery.url).path).stem
        number = parse_qs(urlsplit(delivery.url).query).get("act", ["?"])[0]
        if number != step.activity:
            self._replay.disagree(where, f"expected activity {step.activity}, got activity {number}")
        return number == step.activity

    def play(self, step: Step, where: str) -> None:
        """Be the learner who looks and the page that calls."""
        for question in step.questions:
            if self._answer(question) is not question.answer:
                self._replay.disagree(where, f"{question.control} {question.target or ''} is not {question.answer}")
        for command in step.commands:
            sentence = command.disagreement(self._call, self._replay.learner)
            if sentence is not None:
                self._replay.disagree(where, sentence)
        if self._page != _ASSET and self._page not in _TERMINATE_ON_UNLOAD:
            self._call("Terminate", ("",))

    def after(self, after: After | None, where: str) -> _Launch:
        """Go where the content, or the learner, asks to go; the launch that is under way then."""
        if self._asked is not None:
            self._navigate(self._asked)
        if after is None:
            return self
        if not after.do.startswith("session_ended"):
            self._navigate(self._learners_request(after))
        if (after.do.startswith("session_ended") or "session_ended" in (after.then or "")) and not isinstance(
            self._decision, Ended
        ):
            self._replay.disagree(where, f"the session did not end: {_told(self._decision)}")
        if "launch" in f"{after.do} {after.then}" and after.package is None:
            self.leave(Command.EXIT_ALL)
            return _Launch(self._replay, self.course, after.start)
        return self

    def leave(self, command: Command) -> None:
        """Close the course; in the midst of it, leave first."""
        if self._delivery is not None:
            self._navigate(NavigationRequest(command))
        self._running.close()

    def _navigate(self, request: NavigationRequest) -> None:
        if self._delivery is not None:
            self._unload()
            self._running.taken_away(self._delivery)
            self._delivery = None
        self._asked = None
        self._decision = self._running.navigate(request)

    def _unload(self) -> None:
        """What a page says while it is taken away; a request of the learner is on its way already then."""
        if self._page in _ASKED_ON_UNLOAD:
            self._call("SetValue", ("adl.nav.request", _ASKED_ON_UNLOAD[self._page]))
        if self._page in _TERMINATE_ON_UNLOAD:
            self._call("Terminate", ("",))

    def _call(self, method: str, args: Sequence[str]) -> str:
        assert self._delivery is not None
        if method == "GetLastError":
            return str(self._running.last_error(self._delivery))
        return self._running.call(self._delivery, method, args)

    def _heard(self, event: RuntimeEvent) -> None:
        if isinstance(event, NavigationAsked):
            self._asked = event.request

    def _learners_request(self, after: After) -> NavigationRequest:
        if after.do == "choice":
            return NavigationRequest(Command.CHOICE, self._identifier(after.target or ""))
        return NavigationRequest(_LEARNER_DOES[after.do])

    def _answer(self, question: Question) -> bool:
        controls = self._running.controls()
        kind, _, asked = question.control.partition(".")
        if kind in ("continue", "previous"):
            return _offered(controls, kind, asked)
        if kind == "click":
            return True
        rows = {entry.identifier: entry for entry in self._running.contents()}
        if asked == "enabled":
            return controls.contents is Offer.ENABLED
        row = rows.get(self._identifier(question.target or ""))
        shown = row is not None and controls.contents is Offer.ENABLED
        return shown if asked == "visible" else shown and row is not None and row.selectable

    def _identifier(self, title: str) -> str:
        """The activity of this title; no two of a case have the same."""
        root = self.course.organization.root
        if title.startswith(_ROOT):
            return root.identifier
        return next((item.identifier for item in root.walk() if item.title.strip() == title), title)


def _offered(controls: Controls, kind: str, asked: str) -> bool:
    offer = controls.continue_ if kind == "continue" else controls.previous
    return offer is Offer.ENABLED if asked == "enabled" else offer is not Offer.ENABLED


def _told(decision: Decision) -> str:
    return f"“{decision.sentence}”" if isinstance(decision, Refused) else repr(decision)


def _course(scenario: Scenario, package: str) -> Course:
    course = parse_manifest(scenario.manifest(package)).course
    assert course is not None
    return course
