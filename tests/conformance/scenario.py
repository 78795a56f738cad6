"""ADL's LMS conformance cases as values, and the judge of one API command.

Whoever replays a case brings a `call(method, args) -> str`: an API instance, a running course, or a real page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.comparison import same_value

Call = Callable[[str, Sequence[str]], str]

_REFERENCE = re.compile(r"^(.*)\.&(.+)&(.*)$")
_LONGEST_STRING = 255
_OBJECTIVE_IDS = "objective_ids"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Who `<learner_id>` and `<learner_name>` are."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One API call with what it must answer and the error code after it; `match` widens what passes."""

    call: str
    args: tuple[str, ...]
    expect: str | tuple[str, ...]
    error: str | None
    match: str
    error_ignored: bool
    interaction_type: str

    def disagreement(self, call: Call, learner: Learner) -> str | None:
        """Make the call and judge the answer: None, or a sentence that says what came instead."""
        if self.call == _OBJECTIVE_IDS:
            found = sorted(identifiers(call, "cmi.objectives"))
            return None if found == sorted(self.expect) else f"objectives are {found}, not {sorted(self.expect)}"
        args = tuple(_resolved(call, argument) if n == 0 else argument for n, argument in enumerate(self.args))
        answer = call(self.call, args)
        error = call("GetLastError", ())
        if self._answer_passes(answer, learner) and self._error_passes(error):
            return None
        shown = tuple(argument[:80] for argument in args)
        return f"{self.call}{shown} answered {answer[:80]!r} with {error}, not {self.expect[:80]!r} with {self.error}"

    def _answer_passes(self, answer: str, learner: Learner) -> bool:
        expected = str(self.expect)
        if self.match == "any_value" or self.match.startswith("error_"):
            return True
        if self.match == "true_false_unknown":
            return answer in ("true", "false", "unknown")
        if expected == "<at most 255 characters>" or self.call == "GetDiagnostic":
            return len(answer) <= _LONGEST_STRING
        expected = expected.replace("<learner_id>", learner.id).replace("<learner_name>", learner.name)
        element = self.args[0] if self.call == "GetValue" else ""
        return same_value(element, self.interaction_type, expected, answer)

    def _error_passes(self, error: str) -> bool:
        if self.match.startswith("error_"):
            return error in self.match.removeprefix("error_").split("_")
        return self.error_ignored or self.error is None or error == self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What must be true of the window before Initialize; `target` is a title of the table of contents."""

    control: str
    target: str | None
    answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What the learner does when the SCO has terminated, and what follows that."""

    do: str
    target: str | None = None
    start: str | None = None
    package: str | None = None
    then: str | None = None

    @property
    def ends_session(self) -> bool:
        return self.do.startswith(("exit", "suspend_all", "session_ended")) or self.then is not None

    @property
    def finds_session_ended(self) -> bool:
        """Whether the session must have ended by itself, before or after what the learner does."""
        return "session_ended" in f"{self.do} {self.then}"

    @property
    def opens_again(self) -> bool:
        """Whether a course is started again: this one, or that of `package`."""
        return "launch" in f"{self.do} {self.then}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An activity that must be delivered; `activity` is the `act` of its item's parameters."""

    attempt: str
    activity: str
    questions: tuple[Question, ...]
    commands: tuple[Command, ...]
    after: After | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A case: the packages it uses, where it starts and what must happen."""

    case: str
    packages: tuple[str, ...]
    start: str | None
    after_case: str | None
    ends_session: bool
    steps: tuple[Step, ...]
    folder: Path

    def manifest(self, package: str) -> bytes:
        """`imsmanifest.xml` of one of the packages; a case with one package has it beside its scenario."""
        inner = self.folder / package / "imsmanifest.xml"
        return (inner if inner.is_file() else self.folder / "imsmanifest.xml").read_bytes()

    def packages_of_steps(self) -> Iterator[tuple[str, Step]]:
        """Each step with the package it plays in."""
        package = self.packages[0]
        for step in self.steps:
            yield package, step
            if step.after is not None and step.after.package is not None:
                package = step.after.package


def cases(folder: Path) -> tuple[str, ...]:
    """The names of all cases in the folder of ADL's data."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/scenario.json")))


def read_scenario(folder: Path, case: str) -> Scenario:
    """Read one case."""
    data = json.loads((folder / case / "scenario.json").read_text(encoding="utf-8"))
    return Scenario(
        case=data["case"],
        packages=tuple(data["packages"]),
        start=data["start"],
        after_case=data["after"],
        ends_session=data["ends_session"],
        steps=tuple(_step(step) for step in data["steps"]),
        folder=folder / case,
    )


def identifiers(call: Call, array: str) -> list[str]:
    """The ids of all members of `cmi.objectives` or `adl.data`."""
    return [call("GetValue", (f"{array}.{n}.id",)) for n in range(int(call("GetValue", (f"{array}._count",))))]


def _resolved(call: Call, element: str) -> str:
    """The element with `&id&` replaced by the index of the member that has this id."""
    reference = _REFERENCE.match(element)
    if reference is None:
        return element
    array, identifier, rest = reference.groups()
    return f"{array}.{identifiers(call, array).index(identifier)}{rest}"


def _step(data: dict[str, Any]) -> Step:
    then = data.get("then")
    return Step(
        attempt=data["attempt"],
        activity=data["activity"],
        questions=tuple(
            Question(control=question["control"], target=question.get("target"), answer=question["answer"])
            for question in data.get("ui", ())
        ),
        commands=tuple(_command(command) for command in data["commands"]),
        after=None if then is None else After(**then),
    )


def _command(data: dict[str, Any]) -> Command:
    expect = data["expect"]
    return Command(
        call=data["call"],
        args=tuple(data.get("args", ())),
        expect=tuple(expect) if isinstance(expect, list) else expect,
        error=data.get("error"),
        match=data.get("match", ""),
        error_ignored=data.get("error_ignored", False),
        interaction_type=data.get("type", ""),
    )
