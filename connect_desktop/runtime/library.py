"""The courses on this machine and who learns them: joins the packages on disk with the store."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from connect_desktop.errors import ConnectError
from connect_desktop.packages.errors import PackageError
from connect_desktop.packages.incoming import IncomingFile
from connect_desktop.packages.library import ImportedPackage, PackageLibrary
from connect_desktop.packages.members import PackageReader
from connect_desktop.runtime.errors import CourseBeingPlayed, UnknownLearner, UnknownPackage, UnknownSession
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.cam.course import Edition
from connect_desktop.scorm.cam.finding import Finding
from connect_desktop.store.database import Store
from connect_desktop.store.records import LaunchRecord, Learner, PackageKind, PackageRecord, SessionRecord

if TYPE_CHECKING:
    from connect_desktop.packages.examination import CheckReport
    from connect_desktop.runtime.launching import Launching
    from connect_desktop.runtime.running_course import RunningCourse
    from connect_desktop.runtime.session_document import SessionDocument

_LARGEST_THUMBNAIL = 8 << 20

_log = logging.getLogger(__name__)


class LibraryCourse(Struct, frozen=True, kw_only=True):
    """A course as one learner sees it; `session` is None until they have begun it."""

    package: PackageRecord
    session: SessionRecord | None = None


class TakenIn(Struct, frozen=True, kw_only=True):
    """A finished import; `already_there` says that these bytes were imported before."""

    package: PackageRecord
    findings: tuple[Finding, ...]
    already_there: bool


class OpenedCourse(Struct, frozen=True, kw_only=True):
    """A course ready to be played, with all a player needs; `running` is to be closed."""

    package: PackageRecord
    session: SessionRecord
    running: RunningCourse
    reader: PackageReader


class Library:
    """Safe to call from any thread; every method may touch the disk."""

    def __init__(
        self,
        packages: PackageLibrary,
        store: Store,
        *,
        samples: Path,
        clock: Callable[[], datetime],
    ) -> None:
        self._packages = packages
        self._store = store
        self._samples = samples
        self._clock = clock

    @cached_property
    def _launching(self) -> Launching:
        from connect_desktop.runtime.launching import Launching  # a course is found before it is opened

        return Launching(self._store, clock=self._clock)

    def courses(self, learner_id: str) -> tuple[LibraryCourse, ...]:
        """All courses, the last played first, then the last imported."""
        newest = newest_sessions(self._store.sessions.all(learner_id=learner_id))
        courses = [LibraryCourse(package=it, session=newest.get(it.id)) for it in self._store.packages.all()]
        return tuple(sorted(courses, key=_last_touched, reverse=True))

    def take_in(self, source: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> TakenIn:
        """Import a .zip or a folder; raises `PackageRefused` with findings, `ImportCancelled`, `StoreError`."""
        return self._keep(self._packages.take_in(source, progress=progress, cancelled=cancelled))

    def admit(self, file: IncomingFile, content_hash: str) -> TakenIn:
        """Import a .zip that lies in the library's own folder already, by moving it; its SHA-256 is known. Raises as
        `take_in`."""
        return self._keep(self._packages.admit(file, content_hash))

    def package(self, package_id: str) -> PackageRecord:
        """Raises `UnknownPackage`."""
        record = self._store.packages.get(package_id)
        if record is None:
            raise UnknownPackage(package_id)
        return record

    def reader(self, package_id: str) -> PackageReader:
        """What a course's pages are read by; raises `UnknownPackage` or `PackageError`."""
        package = self.package(package_id)
        return self._packages.reader(package.id, package.location)

    def open(self, package_id: str, learner: Learner, options: LaunchOptions, *, anew: bool = False) -> OpenedCourse:
        """Begin a launch for the learner; `anew` starts over in a session of its own.

        Raises `UnknownPackage`, `PackageError`, `NothingToLaunch` or `StoreError`.
        """
        package = self.package(package_id)
        reader = self.reader(package_id)
        course = self._packages.course(package.id, package.location)
        session, running = self._launching.open(course, package.id, learner, options, anew=anew)
        return OpenedCourse(package=package, session=session, running=running, reader=reader)

    def settle_cut_off_launches(self) -> None:
        """End the launches that died before they could, so that their sessions say what they came to; to be called when
        no course is being played. Raises `StoreError`."""
        self._settle(self._store.launches.unended())

    def _settle(self, launches: Iterable[LaunchRecord]) -> None:
        for launch in launches:
            session = self._store.sessions.get(launch.session_id)
            package = self._store.packages.get(session.package_id) if session else None
            if package is None:
                continue  # it is settled when the course is here again
            try:
                course = self._packages.course(package.id, package.location)
            except PackageError as error:
                _log.warning("%s: the session %s keeps its last record", error, launch.session_id)
            else:
                self._launching.settle(launch, course)

    def _keep(self, imported: ImportedPackage) -> TakenIn:
        known = self._store.packages.get(imported.id)
        replaces = known.replaces if known else None
        record = record_of(imported, known.imported_at if known else self._clock(), replaces=replaces)
        self._store.packages.put(record)
        return TakenIn(
            package=record, findings=imported.findings, already_there=imported.already_there and known is not None
        )

    def thumbnail(self, package_id: str) -> bytes | None:
        """The bytes of the package's picture; None if it has none that can be read."""
        package = self.package(package_id)
        if package.thumbnail is None:
            return None
        try:
            reader = self._packages.reader(package.id, package.location)
            member = reader.find(package.thumbnail)
            if member is None or member.size > _LARGEST_THUMBNAIL:
                return None
            with reader.open(member) as stream:
                return stream.read()
        except ConnectError:
            return None

    def check(self, package_id: str) -> Sequence[Finding]:
        """What a look at an imported package finds."""
        record = self.package(package_id)
        return self._packages.check_stored(record.id, record.location).findings

    def check_file(self, source: Path) -> CheckReport:
        """What a look at a .zip or a folder finds; nothing is imported."""
        return self._packages.check(source)

    def export(self, package_id: str, destination: Path) -> None:
        """Write the package as it was imported; raises `UnknownPackage` or `PackageError`."""
        record = self.package(package_id)
        self._packages.export(record.id, record.location, destination, content_hash=record.content_hash)

    def remove(self, package_id: str, *, cut_off: bool = False) -> None:
        """Take the course off this device; what learners did in it stays, is synced as ever, and is there again if the
        course comes back. With `cut_off`, what seems to be played has died and is settled first.

        Raises `CourseBeingPlayed`, `UnknownPackage`, `PackageError` and `StoreError`.
        """
        record = self.package(package_id)
        sessions = self._store.sessions.all(package_id=package_id)
        running = self._store.launches.running_among([session.id for session in sessions])
        if running and not cut_off:
            raise CourseBeingPlayed(record.title)
        if running:
            self._settle(launch for launch in self._store.launches.unended() if launch.session_id in running)
        self._store.packages.remove(record.id, force=True)
        if record.kind is PackageKind.ZIP:
            self._packages.remove(record.id)

    def space(self) -> dict[str, int]:
        """The bytes that each course takes up on this device, by package; of a folder, what was inflated from it."""
        return {record.id: self._packages.space(record.id, record.location) for record in self._store.packages.all()}

    def sample_course(self, edition: Edition = Edition.SCORM_2004_4TH) -> Path:
        """The bundled course as a .zip, to be taken in like any other; raises `PackageError`."""
        from connect_desktop.packages.sample import build_sample

        return build_sample(edition, self._samples / f"sample-{edition.value.replace(' ', '-').lower()}.zip")

    def learners(self) -> Sequence[Learner]:
        return self._store.learners.all()

    def learner(self, name: str | None) -> Learner:
        """The learner of this name or id, added if new; None stands for the first one there is, or whoever is logged
        in on this machine."""
        learners = self._store.learners
        if name is not None:
            return learners.get(name) or learners.by_name(name) or learners.add(name)
        return next(iter(learners.all()), None) or learners.add(_who_is_logged_in())

    def add_learner(self, name: str) -> Learner:
        return self._store.learners.add(name)

    def rename_learner(self, learner_id: str, name: str) -> None:
        """Raises `UnknownLearner`."""
        if self._store.learners.get(learner_id) is None:
            raise UnknownLearner(learner_id)
        self._store.learners.rename(learner_id, name)

    def session_document(self, session_id: str) -> SessionDocument:
        """The session as the REST API gives it; raises `UnknownSession`."""
        from connect_desktop.runtime.session_document import session_document

        session = self._store.sessions.get(session_id)
        if session is None:
            raise UnknownSession(session_id)
        return session_document(self._store, session)


def newest_sessions(sessions: Iterable[SessionRecord]) -> dict[str, SessionRecord]:
    """The session of one learner in each package that was changed last, by package."""
    newest: dict[str, SessionRecord] = {}
    for session in sessions:
        known = newest.get(session.package_id)
        if known is None or session.updated_at > known.updated_at:
            newest[session.package_id] = session
    return newest


def _who_is_logged_in() -> str:
    """The account's name; containers run programs for accounts that have none."""
    import getpass  # whoever has been here before has a name

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "Learner"


def _last_touched(course: LibraryCourse) -> tuple[bool, datetime]:
    played = course.session.last_played_at if course.session else None
    return (played is not None, played or course.package.imported_at)


def record_of(imported: ImportedPackage, imported_at: datetime, *, replaces: str | None = None) -> PackageRecord:
    """What the store keeps of an imported package; whom it replaces is known already."""
    return PackageRecord(
        id=imported.id,
        content_hash=imported.content_hash,
        kind=PackageKind(imported.kind),
        location=imported.location,
        title=imported.course.title,
        edition=imported.course.edition.value,
        size=imported.size,
        imported_at=imported_at,
        thumbnail=imported.course.metadata.thumbnail,
        replaces=replaces,
    )
