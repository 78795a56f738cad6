"""Replays a case in the real player window: real pages, a real running course, a real library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qs

from connect_desktop.app import open_library
from connect_desktop.paths import DataPaths
from connect_desktop.player.profile import LearnerProfile
from connect_desktop.runtime.sco_launch import LaunchOptions
from tests.conformance.packages import build_package
from tests.conformance.scenario import After, Learner, Question, Step
from tests.conformance.sitting import Sitting
from tests.conformance.walk import ASSET, LEARNER_NAME, CasePackage, walk

_LEARNER_PRESSES = {
    "continue": "continue",
    "previous": "previous",
    "exit": "exit",
    "exit_all": "exit",
    "suspend_all": "suspend",
}
_CLICK = "click.button"
# This page asks to leave nothing but itself: it must be gone before the learner goes on.
_IS_TAKEN_AWAY = "SequencingTest_SX09_exit"


class WindowReplay:
    """A learner who takes cases one after another in windows of one `profile`, which must outlive this."""

    def __init__(self, adl: Path, folder: Path, profile: LearnerProfile) -> None:
        self._adl = adl
        self._folder = folder
        self._profile = profile
        self._resources = ExitStack()
        self._library = self._resources.enter_context(open_library(DataPaths(folder)))
        self._learner = self._library.add_learner(LEARNER_NAME)
        self._imported: dict[str, str] = {}

    def close(self) -> None:
        self._resources.close()

    def run(self, case: str) -> list[str]:
        """Take a case, and before it the one it needs; what was not as they say."""
        return walk(self._adl, case, self._open)

    def _open(self, package: CasePackage, start: str | None) -> _Launch:
        if package.name not in self._imported:
            self._imported[package.name] = self._take_in(package)
        opened = self._library.open(self._imported[package.name], self._learner, LaunchOptions())
        learner = Learner(id=self._learner.id, name=self._learner.name)
        return _Launch(package, Sitting(opened, self._profile), learner, start)

    def _take_in(self, package: CasePackage) -> str:
        source = build_package(package.manifest, package.course, self._folder / f"{package.name}.zip")
        return self._library.take_in(source, lambda _done, _total: None, lambda: False).package.id


class _Launch:
    """A window, with a learner before it."""

    def __init__(self, package: CasePackage, sitting: Sitting, learner: Learner, start: str | None) -> None:
        self._package = package
        self._sitting = sitting
        self._learner = learner
        self._page = ""
        sitting.begin(start)

    def delivers(self, step: Step) -> str:
        """Wait for the page."""
        expected = f"expected activity {step.activity}"
        address = self._sitting.wait_for_page()
        if address is None:
            return f"{expected}, got {self._sitting.said()}"
        self._page = PurePosixPath(address.path).stem
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        return "" if query == {"tc": self._package.case, "act": step.activity} else f"{expected}, got {query}"

    def play(self, step: Step) -> Iterator[str]:
        """The learner looks before the page calls, and presses the page's own button when it has terminated."""
        for question in step.questions:
            if question.control != _CLICK and self._answer(question) is not question.answer:
                yield f"{question.control} {question.target or ''} is not {question.answer}"
        if self._page != ASSET:
            transcript = _Transcript(self._sitting.perform(step.commands))
            for command in step.commands:
                sentence = command.disagreement(transcript, self._learner)
                if sentence is not None:
                    yield sentence
        for question in step.questions:
            if question.control == _CLICK and self._sitting.click_button() is not question.answer:
                yield "the page's button did not notice the click"

    def go_on(self, after: After | None) -> Iterator[str]:
        """What the content asks for the window does by itself."""
        sitting = self._sitting
        if self._page == _IS_TAKEN_AWAY and not sitting.is_empty():
            yield "the page that asked to leave is still there"
        if after is None:
            return
        if after.do == "choice" and not sitting.choose(self._package.identifier(after.target or "")):
            yield f"“{after.target}” cannot be chosen"
        if after.do in _LEARNER_PRESSES and not sitting.press(_LEARNER_PRESSES[after.do]):
            yield f"the control for {after.do} cannot be pressed"
        if after.do == "suspend_all" and not sitting.has_closed():
            yield "the window did not close"
        if (after.finds_session_ended or after.do.startswith("exit")) and not sitting.has_ended():
            yield f"the session did not end: {sitting.said()}"

    def leave(self) -> None:
        self._sitting.close()

    def _answer(self, question: Question) -> bool:
        kind, _, asked = question.control.partition(".")
        sitting = self._sitting
        if kind in ("continue", "previous"):
            return sitting.offers(kind) is (asked == "enabled")
        if asked == "enabled":
            return sitting.offers_contents()
        identifier = self._package.identifier(question.target or "")
        return sitting.lists(identifier) if asked == "visible" else sitting.can_choose(identifier)


class _Transcript:
    """The calls a page made, given again to who judges them; they must be the very calls the case demands."""

    def __init__(self, calls: Sequence[Sequence[Any]]) -> None:
        self._calls = iter(calls)

    def __call__(self, method: str, args: Sequence[str]) -> str:
        made, given, answer = next(self._calls)
        assert (made, given) == (method, list(args))
        return str(answer)
