"""The way of a learner through a case, whatever the case is played on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.manifest import parse_manifest
from tests.conformance.scenario import After, Scenario, Step, read_scenario

LEARNER_NAME = "Lovelace, Ada"
ASSET = "AssetLaunchTest"
_ROOT = "the activity that corresponds to the root of"


@dataclass(frozen=True)
class CasePackage:
    """A package of a case, as ADL published its manifest."""

    case: str
    name: str
    manifest: bytes

    @cached_property
    def course(self) -> Course:
        course = parse_manifest(self.manifest).course
        assert course is not None
        return course

    def identifier(self, title: str) -> str:
        """The activity of this title; no two of a case have the same."""
        root = self.course.organization.root
        if title.startswith(_ROOT):
            return root.identifier
        return next((item.identifier for item in root.walk() if item.title.strip() == title), title)


class Launch(Protocol):
    """One opening of a course, from begin to close. What is not as the case says comes back as sentences."""

    def delivers(self, step: Step) -> str:
        """See what was decided; "" if it is the activity the step expects, else what came instead."""

    def play(self, step: Step) -> Iterable[str]:
        """Be the learner who looks and the page that calls."""

    def go_on(self, after: After | None) -> Iterable[str]:
        """Go where the content asked to go, and then where the learner does."""

    def leave(self) -> None:
        """Close the course, from wherever one is in it."""


# Opens a course, at the activity of that identifier or where the course begins or goes on.
Open = Callable[[CasePackage, str | None], Launch]


def walk(adl: Path, case: str, open_launch: Open) -> list[str]:
    """Take a case, and before it the one it needs; what was not as they say."""
    scenario = read_scenario(adl, case)
    before = [] if scenario.after_case is None else walk(adl, scenario.after_case, open_launch)
    return [*before, *_disagreements(scenario, open_launch)]


def _disagreements(scenario: Scenario, open_launch: Open) -> Iterator[str]:
    packages = {name: CasePackage(scenario.case, name, scenario.manifest(name)) for name in scenario.packages}

    def opened(name: str, start: str | None) -> Launch:
        package = packages[name]
        return open_launch(package, None if start is None else package.identifier(start))

    launch = opened(scenario.packages[0], scenario.start)
    try:
        for number, (package, step) in enumerate(scenario.packages_of_steps(), 1):
            where = f"{scenario.case} step {number} ({step.attempt})"
            instead = launch.delivers(step)
            if instead:
                yield f"{where}: {instead}"
                break
            for sentence in (*launch.play(step), *launch.go_on(step.after)):
                yield f"{where}: {sentence}"
            if step.after is not None and step.after.opens_again:
                launch.leave()
                launch = opened(step.after.package or package, step.after.start)
    finally:
        launch.leave()
