"""The course that `play` was asked for: found, then opened, by a thread that needs no window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from connect_desktop.app import open_library
from connect_desktop.desktop.play_request import PlayRequest
from connect_desktop.packages.members import PackageReader
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.library import Library, OpenedCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.cam.course import Edition
from connect_desktop.scorm.rte.launch import Mode
from connect_desktop.store.records import Learner

if TYPE_CHECKING:
    from connect_desktop.runtime.session_document import SessionDocument

SAMPLES = {"sample": Edition.SCORM_2004_4TH, "sample-1.2": Edition.SCORM_12}


class AskedCourse(Struct, frozen=True, kw_only=True):
    """What is to be played, and for whom."""

    library: Library
    package_id: str
    reader: PackageReader
    learner: Learner
    options: LaunchOptions

    def open(self) -> OpenedCourse:
        """Begin a launch; raises as `Library.open`."""
        return self.library.open(self.package_id, self.learner, self.options)

    def session(self, opened: OpenedCourse) -> SessionDocument:
        """What the launch has come to."""
        return self.library.session_document(opened.session.id)


@contextmanager
def find_course(paths: DataPaths, request: PlayRequest, progress: Callable[[int, int], None]) -> Iterator[AskedCourse]:
    """Find the course, or import it; raises `ConnectError`. Its library is closed in the end."""
    with open_library(paths) as library:
        package_id = _package_id(library, request.target, progress)
        yield AskedCourse(
            library=library,
            package_id=package_id,
            reader=library.reader(package_id),
            learner=library.learner(request.learner),
            options=LaunchOptions(mode=Mode(request.mode), lenient=request.lenient),
        )


def _package_id(library: Library, target: str, progress: Callable[[int, int], None]) -> str:
    edition = SAMPLES.get(target)
    source = library.sample_course(edition) if edition else Path(target).expanduser()
    if source.exists():
        return library.take_in(source, progress, lambda: False).package.id
    return library.package(target).id
