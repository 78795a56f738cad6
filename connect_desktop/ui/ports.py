"""What the windows ask of the library; `runtime.library.Library` is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from connect_desktop.runtime.library import LibraryCourse, TakenIn
from connect_desktop.scorm.cam.finding import Finding
from connect_desktop.store.records import Learner


class Play(StrEnum):
    """How a course is to be opened: go on where the learner was (or begin), begin anew, look around, look back."""

    NORMAL = "normal"
    RESTART = "restart"
    BROWSE = "browse"
    REVIEW = "review"


class LibraryService(Protocol):
    """The library. Every method is called on a worker thread: `take_in`, `export` and `check` on one, in turn, all
    others on a second one. Each raises `ConnectError`s for what a user can cause."""

    def courses(self, learner_id: str) -> Sequence[LibraryCourse]: ...

    def thumbnail(self, package_id: str) -> bytes | None:
        """The bytes of the package's picture, if it has one that can be read."""

    def take_in(self, source: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> TakenIn:
        """Import a .zip or a folder; `PackageRefused` carries what was found, `ImportCancelled` answers `cancelled`."""

    def check(self, package_id: str) -> Sequence[Finding]: ...

    def export(self, package_id: str, destination: Path) -> None:
        """Write the package as a .zip, replacing what is there."""

    def remove(self, package_id: str) -> None:
        """Take the package off this device. What learners did in it stays, and is there again when it comes back."""

    def learners(self) -> Sequence[Learner]: ...

    def add_learner(self, name: str) -> Learner: ...

    def rename_learner(self, learner_id: str, name: str) -> None: ...

    def sample_course(self) -> Path:
        """The bundled course to try the application with."""
