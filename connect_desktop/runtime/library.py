"""The courses on this machine and who learns them: joins the packages on disk with the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from connect_desktop.packages.library import CheckReport, ImportedPackage, PackageLibrary
from connect_desktop.packages.members import PackageReader
from connect_desktop.runtime.errors import UnknownLearner, UnknownPackage, UnknownSession
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.finding import Finding
from connect_desktop.store.database import Store
from connect_desktop.store.records import Learner, PackageRecord, SessionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryCourse:
    """A course as one learner sees it; `session` is None until they have begun it."""

    package: PackageRecord
    session: SessionRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A finished import; `already_there` says that these bytes were imported before."""

    package: PackageRecord
    findings: tuple[Finding, ...]
    already_there: bool


class Library:
    """Safe to call from any thread; every method may touch the disk."""

    def __init__(self, packages: PackageLibrary, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._packages = packages
        self._store = store
        self._clock = clock

    def courses(self, learner_id: str) -> tuple[LibraryCourse, ...]:
        """All courses, the last played first, then the last imported."""
        newest: dict[str, SessionRecord] = {}
        for session in self._store.sessions.all(learner_id=learner_id):
            known = newest.get(session.package_id)
            if known is None or session.updated_at > known.updated_at:
                newest[session.package_id] = session
        courses = [LibraryCourse(package=it, session=newest.get(it.id)) for it in self._store.packages.all()]
        return tuple(sorted(courses, key=_last_touched, reverse=True))

    def take_in(
        self, source: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> TakenIn:
        """Import a .zip or a folder; raises `PackageRefused` with findings, `ImportCancelled`, `StoreError`."""
        imported = self._packages.take_in(source, progress=progress, cancelled=cancelled)
        known = self._store.packages.get(imported.id)
        record = _record(imported, known.imported_at if known else self._clock())
        self._store.packages.put(record)
        return TakenIn(
            package=record, findings=imported.findings, already_there=imported.already_there and known is not None
        )

    def package(self, package_id: str) -> PackageRecord:
        """Raises `UnknownPackage`."""
        record = self._store.packages.get(package_id)
        if record is None:
            raise UnknownPackage(package_id)
        return record

    def open(self, package_id: str) -> tuple[Course, PackageReader]:
        """The course and a reader of its files; raises `UnknownPackage` or `PackageError`."""
        record = self.package(package_id)
        return self._packages.course(record.id, record.location), self._packages.reader(record.id, record.location)

    def check(self, package_id: str) -> Sequence[Finding]:
        """What a look at an imported package finds."""
        record = self.package(package_id)
        return self._packages.check(self._packages.source(record.id, record.location)).findings

    def check_file(self, source: Path) -> CheckReport:
        """What a look at a .zip or a folder finds; nothing is imported."""
        return self._packages.check(source)

    def export(self, package_id: str, destination: Path) -> None:
        """Write the package as it was imported; raises `UnknownPackage` or `PackageError`."""
        record = self.package(package_id)
        self._packages.export(record.id, record.location, destination)

    def remove(self, package_id: str) -> None:
        """Take the course's files off this device; what learners did in it stays."""
        record = self.package(package_id)
        self._store.packages.remove(record.id)
        self._packages.remove(record.id)

    def learners(self) -> Sequence[Learner]:
        return self._store.learners.all()

    def learner(self, name: str) -> Learner:
        """The learner of this name or id, added if new."""
        return self._store.learners.get(name) or self._store.learners.by_name(name) or self.add_learner(name)

    def add_learner(self, name: str) -> Learner:
        return self._store.learners.add(name)

    def rename_learner(self, learner_id: str, name: str) -> None:
        """Raises `UnknownLearner`."""
        if self._store.learners.get(learner_id) is None:
            raise UnknownLearner(learner_id)
        self._store.learners.rename(learner_id, name)

    def session(self, session_id: str) -> SessionRecord:
        """Raises `UnknownSession`."""
        session = self._store.sessions.get(session_id)
        if session is None:
            raise UnknownSession(session_id)
        return session


def _last_touched(course: LibraryCourse) -> tuple[bool, datetime]:
    played = course.session.last_played_at if course.session else None
    return (played is not None, played or course.package.imported_at)


def _record(imported: ImportedPackage, imported_at: datetime) -> PackageRecord:
    return PackageRecord(
        id=imported.id,
        content_hash=imported.content_hash,
        kind=imported.kind,
        location=imported.location,
        title=imported.course.title,
        edition=imported.course.edition.value,
        size=imported.size,
        imported_at=imported_at,
        thumbnail=imported.course.metadata.thumbnail,
    )
