"""What the windows ask of the library and of the servers that courses come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from connect_desktop.runtime.library import LibraryCourse, TakenIn
from connect_desktop.scorm.cam.finding import Finding
from connect_desktop.store.records import Learner
from connect_desktop.sync.courses.server_courses import CatalogView, Unheard


class Play(StrEnum):
    """How a course is to be opened: go on where the learner was (or begin), begin anew, look around, look back."""

    NORMAL = "normal"
    RESTART = "restart"
    BROWSE = "browse"
    REVIEW = "review"


class LibraryService(Protocol):
    """The library; `runtime.library.Library` is one. Every method is called on a worker thread: `take_in`, `export` and
    `check` on one, in turn, all others on a second one. Each raises `ConnectError`s for what a user can cause."""

    def courses(self, learner_id: str) -> Sequence[LibraryCourse]: ...

    def thumbnail(self, package_id: str) -> bytes | None:
        """The bytes of the package's picture, if it has one that can be read."""

    def take_in(self, source: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> TakenIn:
        """Import a .zip or a folder; `PackageRefused` carries what was found, `ImportCancelled` answers `cancelled`."""

    def check(self, package_id: str) -> Sequence[Finding]: ...

    def export(self, package_id: str, destination: Path) -> None:
        """Write the package as a .zip, replacing what is there."""

    def space(self) -> Mapping[str, int]:
        """The bytes that each course takes up here, by package."""

    def remove(self, package_id: str) -> None:
        """Take the package off this device. What learners did in it stays, and is there again when it comes back."""

    def learners(self) -> Sequence[Learner]: ...

    def add_learner(self, name: str) -> Learner: ...

    def rename_learner(self, learner_id: str, name: str) -> None: ...

    def sample_course(self) -> Path:
        """The bundled course to try the application with."""


class CourseServers(Protocol):
    """The servers that courses come from; `sync.server_courses.ServerCourses` is one. Every method is called on a
    worker thread, and several at once. Each raises `ConnectError`s for what a user or the world can cause."""

    def view(self, learner_id: str) -> CatalogView:
        """What there is for the learner, as last heard; no servers where there is no account."""

    def look(self, cancelled: Callable[[], bool]) -> Sequence[Unheard]:
        """Ask what they offer now; those that did not tell."""

    def download(self, package_id: str, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> TakenIn:
        """Fetch the course, or go on fetching it; what has come outlives whatever ends it."""

    def forget_part(self, package_id: str) -> None:
        """Delete what has come of a course."""

    def sweep(self) -> None:
        """Delete what came long ago of courses that nobody went on with."""
