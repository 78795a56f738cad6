"""The library: every course on this device, and what the learner at hand has made of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMessageBox, QVBoxLayout, QWidget

from connect_desktop.look.theme import Scheme, apply_theme
from connect_desktop.look.window_size import open_at
from connect_desktop.store.records import Learner, PackageRecord
from connect_desktop.ui.course_actions import CourseActions
from connect_desktop.ui.course_sources import ARCHIVES, course_sources, other_files
from connect_desktop.ui.drop_overlay import DropOverlay
from connect_desktop.ui.imports import Imports
from connect_desktop.ui.library_header import LibraryHeader
from connect_desktop.ui.library_model import LibraryModel
from connect_desktop.ui.notice import failure_notice
from connect_desktop.ui.notice_board import NoticeBoard
from connect_desktop.ui.offered_courses import OfferedCourses
from connect_desktop.ui.operation import Failure, Operation
from connect_desktop.ui.places import downloads
from connect_desktop.ui.ports import CourseServers, LibraryService, Play
from connect_desktop.ui.preferences import Preferences
from connect_desktop.ui.sharing import Sharing, Standing
from connect_desktop.ui.sharing_dialog import SharingDialog
from connect_desktop.ui.shelf import Shelf
from connect_desktop.ui.shelf_items import items_of

SEARCH_FROM = 7
_NAME = "library"
_MARGIN = 28


def _local_now() -> datetime:
    return datetime.now().astimezone()


class LibraryWindow(QMainWindow):
    """Shows the library and asks for courses to be played; `refresh` after anything changed it from outside.

    `play_requested` carries the package's id and a `Play`; who plays is `learner`.
    """

    play_requested = Signal(str, Play)
    closed = Signal()

    def __init__(
        self,
        service: LibraryService,
        preferences: Preferences,
        *,
        sharing: Sharing,
        servers: CourseServers | None = None,
        clock: Callable[[], datetime] = _local_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._preferences = preferences
        self._sharing = sharing
        self._looked = False
        self.model = LibraryModel(service, preferences.learner_id, self, servers=servers)
        self.header = LibraryHeader(preferences.scheme)
        self.board = NoticeBoard()
        self.shelf = Shelf(clock)
        self.imports = Imports(service, self.board, self)
        self.actions_of_courses = CourseActions(service, self.board, self.model.pool, self.imports.pool, self)
        self.offered = (
            OfferedCourses(servers, service, self.model, self.shelf, self.board, clock, self) if servers else None
        )
        self._lay_out()
        self.drop_overlay = DropOverlay(self)
        self._connect()
        self.setWindowTitle(self.tr("Courses"))
        self.setAcceptDrops(True)
        open_at(self, 1010, 720)
        self.restoreGeometry(preferences.geometry(_NAME))
        self.header.offer_search(False)
        self.refresh()

    @property
    def learner(self) -> Learner | None:
        """Who is learning; None until the library was read, and on a new device."""
        return self.model.learner

    def refresh(self) -> None:
        """Read the library again."""
        self.model.load()

    def add_courses(self) -> QFileDialog:
        """Ask for archives and import them."""
        dialog = self._file_dialog(self.tr("Add courses"), QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in ARCHIVES)
        dialog.setNameFilters(
            [self.tr("SCORM packages ({patterns})").format(patterns=patterns), self.tr("All files (*)")]
        )
        return dialog

    def add_folder(self) -> QFileDialog:
        """Ask for a folder and import it."""
        dialog = self._file_dialog(self.tr("Add a course from a folder"), QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return dialog

    def share(self) -> SharingDialog:
        """Show whether the library is shared on the network, and let it be."""
        dialog = SharingDialog(self._sharing, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def show_below(self, line: QWidget) -> None:
        """Have a line stand below the courses."""
        self._column.addWidget(line)

    def try_sample(self) -> None:
        """Import the bundled course and open it."""

        def take_in(source: Path) -> None:
            self.imports.start(source).success(lambda taken: self.play_requested.emit(taken.package.id, Play.NORMAL))

        operation = Operation(lambda _progress: self._service.sample_course(), owner=self, pool=self.model.pool)
        operation.success(take_in).failure(self.actions_of_courses.complain).start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if course_sources(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.drop_overlay.show_over()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.drop_overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_overlay.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.imports.start_all(course_sources(event.mimeData()), beside=other_files(event.mimeData()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.shelf.tell_time()
            if self.offered is not None:
                self.offered.look_if_stale()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.imports.running:
            event.ignore()
            self._ask_to_stop()
            return
        self._preferences.keep_geometry(_NAME, self.saveGeometry())
        self._preferences.keep_now()
        event.accept()
        self.closed.emit()

    def _lay_out(self) -> None:
        middle = QWidget()
        column = self._column = QVBoxLayout(middle)
        column.setContentsMargins(_MARGIN, 20, _MARGIN, 20)
        column.setSpacing(16)
        column.addWidget(self.header)
        column.addWidget(self.board)
        if self.offered is not None:
            column.addWidget(self.offered.bar)
        column.addWidget(self.shelf, 1)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        header, shelf, model = self.header, self.shelf, self.model
        for action, work in (
            (header.add, self.add_courses),
            (header.add_folder, self.add_folder),
            (header.share, self.share),
            (header.go_to_search, header.search.setFocus),
            (header.close_window, self.close),
        ):
            action.triggered.connect(lambda _checked=False, do=work: do())
            self.addAction(action)
        QShortcut(QKeySequence.StandardKey.Quit, self, QApplication.quit)
        header.search.textChanged.connect(shelf.search)
        header.search.left.connect(shelf.go_to)
        header.scheme_chosen.connect(self._wear)
        header.learners.chosen.connect(model.switch_to)
        header.learners.added.connect(model.add_learner)
        header.learners.renamed.connect(model.rename_learner)
        header.learners.network_allowed.connect(self._preferences.allow_network)
        shelf.welcome.named.connect(model.add_learner)
        shelf.empty.add_asked.connect(self.add_courses)
        shelf.empty.sample_asked.connect(self.try_sample)
        shelf.search_cleared.connect(header.search.clear)
        shelf.play_asked.connect(self.play_requested)
        shelf.restart_asked.connect(self._with_package(self.actions_of_courses.start_over))
        shelf.check_asked.connect(self._with_package(self.actions_of_courses.check))
        shelf.export_asked.connect(self._with_package(self.actions_of_courses.export))
        shelf.remove_asked.connect(self._remove)
        if self.offered is not None:
            header.offer([self.offered.space])
            self.offered.remove_asked.connect(self._remove)
        self._sharing.changed.connect(lambda state: header.shared.setVisible(state.standing is Standing.ON))
        model.changed.connect(self._show)
        model.failed.connect(self._regret)
        model.thumbnail_loaded.connect(shelf.show_thumbnail)
        self.imports.taken_in.connect(self.refresh)
        self.actions_of_courses.removed.connect(self.refresh)
        self.actions_of_courses.started_over.connect(lambda it: self.play_requested.emit(it, Play.RESTART))

    def _show(self) -> None:
        model = self.model
        network = model.learner is not None and self._preferences.may_use_network(model.learner.id)
        self.header.learners.show_learners(model.learners, model.learner, network=network)
        if model.learner is None:
            self.shelf.show_welcome()
            return
        self._preferences.learner_id = model.learner.id
        items = items_of(model.courses, model.view)
        offered = len(items) >= SEARCH_FROM
        if not offered:
            self.header.search.clear()
        self.header.offer_search(offered)
        self.shelf.show_items(items)
        if self.offered is not None:
            self.offered.show()
        if not self._looked:
            self._looked = True
            self.shelf.go_to()

    def _regret(self, failure: Failure) -> None:
        notice = failure_notice(failure)

        def again() -> None:
            notice.dismiss()
            self.refresh()

        self.board.tell(notice.offer(self.tr("Try again"), again))

    def _wear(self, scheme: Scheme) -> None:
        self._preferences.scheme = scheme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, scheme)

    def _remove(self, package_id: str) -> None:
        if course := self.model.course(package_id):
            known = self.model.view.courses if self.model.view.servers else ()
            catalog = next((it for it in known if it.package_id == package_id), None)
            self.actions_of_courses.remove(course.package, catalog)

    def _with_package(self, work: Callable[[PackageRecord], object]) -> Callable[[str], None]:
        def do(package_id: str) -> None:
            if course := self.model.course(package_id):
                work(course.package)

        return do

    def _file_dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.setDirectory(downloads())
        dialog.filesSelected.connect(lambda chosen: self.imports.start_all(map(Path, chosen)))
        dialog.open()
        return dialog

    def _ask_to_stop(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Courses are being added"))
        box.setText(self.tr("Courses are still being added."))
        box.setInformativeText(self.tr("Closing now stops that. Nothing stays behind half added."))
        stop = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep adding"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        stop.clicked.connect(self._stop_and_close)
        box.open()

    def _stop_and_close(self) -> None:
        if not self.imports.running:
            self.close()
            return
        self.imports.idle.connect(self.close)
        self.imports.cancel_all()
