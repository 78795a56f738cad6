"""What the library window shows: learners, one learner's courses, what servers have, the pictures.

All is loaded away from the UI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtGui import QImage

from connect_desktop.runtime.library import LibraryCourse
from connect_desktop.store.records import Learner
from connect_desktop.sync.courses.server_courses import CatalogView
from connect_desktop.ui.cover import read_thumbnail
from connect_desktop.ui.operation import Operation, Progress
from connect_desktop.ui.ports import CourseServers, LibraryService
from connect_desktop.ui.shelf_items import NO_SERVERS


class _Loaded(Struct, frozen=True):
    learners: Sequence[Learner]
    learner: Learner | None
    courses: Sequence[LibraryCourse]
    view: CatalogView


class LibraryModel(QObject):
    """The library as last loaded. `changed` follows every load, `failed` tells why one did not come about."""

    changed = Signal()
    failed = Signal(object)
    thumbnail_loaded = Signal(str, QImage)

    def __init__(
        self,
        service: LibraryService,
        learner_id: str | None,
        parent: QObject | None = None,
        *,
        servers: CourseServers | None = None,
    ) -> None:
        """`learner_id` is who was last here."""
        super().__init__(parent)
        self._service = service
        self._servers = servers
        self.pool = QThreadPool(self)
        self.pool.setMaxThreadCount(1)
        self._wanted = learner_id
        self._pictured: set[str] = set()
        self.learners: Sequence[Learner] = ()
        self.learner: Learner | None = None
        self.courses: Sequence[LibraryCourse] = ()
        self.view = NO_SERVERS
        self.loaded = False

    def course(self, package_id: str) -> LibraryCourse | None:
        return next((course for course in self.courses if course.package.id == package_id), None)

    def load(self) -> None:
        """Read everything again, for the learner who is wanted; for the first one if there is no such learner."""
        self._start(lambda: None)

    def switch_to(self, learner_id: str) -> None:
        self._wanted = learner_id
        self.load()

    def add_learner(self, name: str) -> None:
        """Add a learner and switch to them."""

        def add() -> None:
            self._wanted = self._service.add_learner(name).id

        self._start(add)

    def rename_learner(self, learner_id: str, name: str) -> None:
        self._start(lambda: self._service.rename_learner(learner_id, name))

    def _start(self, change: Callable[[], None]) -> None:
        # The pool has one thread, so whoever is wanted when a read begins is right, and the last read shows last.
        def work(_progress: Progress) -> _Loaded:
            change()
            return self._read()

        Operation(work, owner=self, pool=self.pool).success(self._take).failure(self.failed.emit).start()

    def _read(self) -> _Loaded:
        learners = self._service.learners()
        learner = next((one for one in learners if one.id == self._wanted), learners[0] if learners else None)
        if learner is None:
            return _Loaded(learners, None, (), NO_SERVERS)
        view = self._servers.view(learner.id) if self._servers else NO_SERVERS
        return _Loaded(learners, learner, self._service.courses(learner.id), view)

    def _take(self, loaded: _Loaded) -> None:
        self.learners, self.learner, self.courses = loaded.learners, loaded.learner, loaded.courses
        self.view = loaded.view
        self.loaded = True
        self.changed.emit()
        self._load_thumbnails()

    def _load_thumbnails(self) -> None:
        for course in self.courses:
            package = course.package
            if package.thumbnail and package.id not in self._pictured:
                self._pictured.add(package.id)
                self._load_thumbnail(package.id)

    def _load_thumbnail(self, package_id: str) -> None:
        def read(_progress: Progress) -> QImage | None:
            content = self._service.thumbnail(package_id)
            return read_thumbnail(content) if content else None

        def show(image: QImage | None) -> None:
            if image is not None:
                self.thumbnail_loaded.emit(package_id, image)

        # A picture that cannot be had is no news to anyone: the card keeps its own cover.
        Operation(read, owner=self, pool=self.pool).success(show).start()
