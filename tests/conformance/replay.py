"""Replays a case against the runtime without a window: a real running course over a real store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.records import PackageKind, PackageRecord
from tests.conformance.scenario import After, Learner, Question, Step
from tests.conformance.walk import ASSET, LEARNER_NAME, CasePackage, walk

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


class Replay:
    """A learner who takes cases one after another."""

    def __init__(self, adl: Path, folder: Path) -> None:
        self._adl = adl
        self._store: Store = open_store(folder / "connect.db")
        self._launching = Launching(self._store, clock=utc_now)
        self._learner = self._store.learners.add(LEARNER_NAME)

    def close(self) -> None:
        self._store.close()

    def run(self, case: str) -> list[str]:
        """Take a case, and before it the one it needs; what was not as they say."""
        return walk(self._adl, case, self._open)

    def _open(self, package: CasePackage, start: str | None) -> _Launch:
        course = package.course
        identifier = f"pkg_{package.name}"
        if self._store.packages.get(identifier) is None:
            self._store.packages.put(
                PackageRecord(
                    id=identifier,
                    content_hash=identifier,
                    kind=PackageKind.ZIP,
                    location="",
                    title=course.title,
                    edition=course.edition.value,
                    size=1,
                    imported_at=utc_now(),
                )
            )
        _, running = self._launching.open(course, identifier, self._learner, LaunchOptions())
        return _Launch(package, running, Learner(id=self._learner.id, name=self._learner.name), start)


class _Launch:
    """A running course, driven as a window would."""

    def __init__(self, package: CasePackage, running: RunningCourse, learner: Learner, start: str | None) -> None:
        self._package = package
        self._running = running
        self._learner = learner
        self._running.subscribe(self._heard)
        self._delivery: int | None = None
        self._asked: NavigationRequest | None = None
        self._decision: Decision = self._running.begin(start)

    def delivers(self, step: Step) -> str:
        """Open what was decided."""
        if not isinstance(self._decision, Deliver):
            return f"expected activity {step.activity}, got {_told(self._decision)}"
        delivery = self._running.deliver(self._decision.activity, resume=self._decision.resume)
        self._delivery, self._page = delivery.number, Path(urlsplit(delivery.url).path).stem
        number = parse_qs(urlsplit(delivery.url).query).get("act", ["?"])[0]
        return "" if number == step.activity else f"expected activity {step.activity}, got activity {number}"

    def play(self, step: Step) -> list[str]:
        disagreements = [
            f"{question.control} {question.target or ''} is not {question.answer}"
            for question in step.questions
            if self._answer(question) is not question.answer
        ]
        for command in step.commands:
            sentence = command.disagreement(self._call, self._learner)
            if sentence is not None:
                disagreements.append(sentence)
        if self._page != ASSET and self._page not in _TERMINATE_ON_UNLOAD:
            self._call("Terminate", ("",))
        return disagreements

    def go_on(self, after: After | None) -> Iterator[str]:
        if self._asked is not None:
            self._navigate(self._asked)
        if after is None:
            return
        if not after.do.startswith("session_ended"):
            self._navigate(self._learners_request(after))
        if after.finds_session_ended and not isinstance(self._decision, Ended):
            yield f"the session did not end: {_told(self._decision)}"

    def leave(self) -> None:
        if self._delivery is not None:
            self._navigate(NavigationRequest(Command.EXIT_ALL))
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
            return NavigationRequest(Command.CHOICE, self._package.identifier(after.target or ""))
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
        row = rows.get(self._package.identifier(question.target or ""))
        shown = row is not None and controls.contents is Offer.ENABLED
        return shown if asked == "visible" else shown and row is not None and row.selectable


def _offered(controls: Controls, kind: str, asked: str) -> bool:
    offer = controls.continue_ if kind == "continue" else controls.previous
    return offer is Offer.ENABLED if asked == "enabled" else offer is not Offer.ENABLED


def _told(decision: Decision) -> str:
    return f"“{decision.sentence}”" if isinstance(decision, Refused) else repr(decision)
