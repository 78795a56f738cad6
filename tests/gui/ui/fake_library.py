"""A library in memory that stands for the real one: it can be slow, full, refusing or broken on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from msgspec.structs import replace

from connect_desktop.packages.errors import ImportCancelled
from connect_desktop.runtime.library import LibraryCourse, TakenIn
from connect_desktop.scorm.cam.finding import Finding, Severity
from connect_desktop.store.records import Learner, PackageKind, PackageRecord, SessionRecord

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
LONG_TITLE = "Fire safety in the workplace: what to do, whom to call and how to leave a large building in good order"


def a_package(number: int, title: str = "", edition: str = "1.2", **more: Any) -> PackageRecord:
    return PackageRecord(
        id=f"pkg_{number:04}",
        content_hash=f"{number:064}",
        kind=PackageKind.ZIP,
        location="",
        title=title or f"Course {number}",
        edition=edition,
        size=1_000_000,
        imported_at=NOW - timedelta(hours=number),
        **more,
    )


def a_session(number: int, **more: Any) -> SessionRecord:
    return SessionRecord(
        id=f"ses_{number:04}",
        learner_id="lrn_1",
        package_id=f"pkg_{number:04}",
        version=1,
        created_at=NOW,
        updated_at=NOW,
        **more,
    )


def some_courses() -> list[LibraryCourse]:
    """One course of every standing, with titles as they come."""
    return [
        LibraryCourse(
            package=a_package(1, "Golf Explained", "2004 4th Edition"),
            session=a_session(
                1,
                completion="incomplete",
                progress=0.4,
                total_time=250_000,
                suspended=True,
                last_played_at=NOW - timedelta(minutes=5),
            ),
        ),
        LibraryCourse(
            package=a_package(2, "Datenschutz", "1.2"),
            session=a_session(
                2, success="passed", scaled=0.85, total_time=900_000, last_played_at=NOW - timedelta(days=1)
            ),
        ),
        LibraryCourse(
            package=a_package(3, "Hygiene Basics", "2004 3rd Edition"),
            session=a_session(
                3,
                success="failed",
                completion="completed",
                scaled=0.35,
                total_time=900,
                last_played_at=NOW - timedelta(days=3),
            ),
        ),
        LibraryCourse(
            package=a_package(4, "السلامة في مكان العمل", "2004 2nd Edition"),
            session=a_session(4, completion="incomplete", total_time=360_000, last_played_at=NOW - timedelta(days=30)),
        ),
        LibraryCourse(package=a_package(5, LONG_TITLE, "1.2")),
        LibraryCourse(
            package=a_package(6, "First Aid", "2004 4th Edition"),
            session=a_session(6, completion="completed", total_time=6_000, last_played_at=NOW),
        ),
    ]


def many_courses(count: int) -> list[LibraryCourse]:
    return [LibraryCourse(package=a_package(number)) for number in range(1, count + 1)]


def a_finding(severity: Severity, number: int = 1) -> Finding:
    return Finding(
        severity=severity,
        code="missing-file",
        template="The manifest lists “{name}”, which is not in the package: add the file or take it off the list.",
        values={"name": f"media/film-{number}.mp4"},
        file="imsmanifest.xml",
        line=40 + number,
        clause="CAM 3.4.1.8",
    )


def taken(package: PackageRecord, *findings: Finding, already_there: bool = False) -> TakenIn:
    return TakenIn(package=package, findings=findings, already_there=already_there)


@dataclass
class FakeLibrary:
    shelf: list[LibraryCourse] = field(default_factory=list)
    people: list[Learner] = field(default_factory=lambda: [Learner(id="lrn_1", name="Okafor, Ada", created_at=NOW)])
    outcomes: dict[str, TakenIn | Exception] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)
    failure: Exception | None = None
    steps: Sequence[int] = (50, 100)
    gate: Event = field(default_factory=Event)
    taken_in: list[Path] = field(default_factory=list)
    exported: list[tuple[str, Path]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def courses(self, learner_id: str) -> Sequence[LibraryCourse]:
        self._fail_on_demand()
        self.asked_for.append(learner_id)
        return list(self.shelf)

    def thumbnail(self, package_id: str) -> bytes | None:
        return self.pictures.get(package_id)

    def take_in(self, source: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> TakenIn:
        for step in self.steps:
            progress(step, 100)
            while not self.gate.wait(0.005):
                if cancelled():
                    raise ImportCancelled
        outcome = self.outcomes.get(source.name, taken(a_package(100 + len(self.taken_in), source.stem)))
        if isinstance(outcome, Exception):
            raise outcome
        self.taken_in.append(source)
        self.shelf.append(LibraryCourse(package=outcome.package))
        return outcome

    def check(self, package_id: str) -> Sequence[Finding]:
        self._fail_on_demand()
        return self.findings

    def export(self, package_id: str, destination: Path) -> None:
        self._fail_on_demand()
        self.exported.append((package_id, destination))

    def remove(self, package_id: str) -> None:
        self._fail_on_demand()
        self.removed.append(package_id)
        self.shelf = [course for course in self.shelf if course.package.id != package_id]

    def space(self) -> Mapping[str, int]:
        return {course.package.id: course.package.size for course in self.shelf}

    def learners(self) -> Sequence[Learner]:
        return list(self.people)

    def add_learner(self, name: str) -> Learner:
        learner = Learner(id=f"lrn_{len(self.people) + 1}", name=name, created_at=NOW)
        self.people.append(learner)
        return learner

    def rename_learner(self, learner_id: str, name: str) -> None:
        self.people = [replace(one, name=name) if one.id == learner_id else one for one in self.people]

    def sample_course(self) -> Path:
        return Path("/resources/sample/sample.zip")

    def _fail_on_demand(self) -> None:
        if self.failure is not None:
            raise self.failure
