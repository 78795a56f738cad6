"""What servers have to offer, in the library window: the cards of it, what is going on with each, and the room all
takes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.library import TakenIn
from connect_desktop.sync.courses.server_courses import Unheard
from connect_desktop.sync.report import Outcome
from connect_desktop.ui.course_downloads import CourseDownloads
from connect_desktop.ui.library_model import LibraryModel
from connect_desktop.ui.notice import Notice, Tone, failure_notice
from connect_desktop.ui.notice_board import NoticeBoard
from connect_desktop.ui.operation import Failure, Operation
from connect_desktop.ui.ports import CourseServers, LibraryService
from connect_desktop.ui.shelf import Shelf
from connect_desktop.ui.shelf_bar import ShelfBar
from connect_desktop.ui.shelf_items import items_of, kinds_of
from connect_desktop.ui.space_dialog import CourseSpace, SpaceDialog
from connect_desktop.ui.sync.state import SyncState

_FRESH = timedelta(minutes=10)
_PATIENCE = 3.0

_log = logging.getLogger(__name__)


class OfferedCourses(QObject):
    """Where there is no account, nothing of it is seen. `arrived` carries a `TakenIn` that came from a server;
    `remove_asked` names a course that is to go."""

    arrived = Signal(object)
    remove_asked = Signal(str)

    def __init__(
        self,
        servers: CourseServers,
        library: LibraryService,
        model: LibraryModel,
        shelf: Shelf,
        board: NoticeBoard,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library = library
        self._model = model
        self._shelf = shelf
        self._board = board
        self._clock = clock
        self._window = window
        self._complaints: dict[str, Notice] = {}
        self._unheard: Mapping[str, ConnectError] = {}
        self._looked_at: datetime | None = None
        self._accounts: tuple[str, ...] = ()
        self._was_running = False
        self.bar = ShelfBar()
        self.downloads = CourseDownloads(servers, self)
        self.space = QAction(self.tr("Space used…"), window)
        self.space.setVisible(False)
        self.space.triggered.connect(lambda _checked=False: self.show_space())
        self._dialog: SpaceDialog | None = None
        self._connect()
        Operation(lambda _progress: servers.sweep(), owner=self, pool=model.pool).start()

    def look(self) -> None:
        """Ask the servers what they offer now."""
        if self._model.view.servers:
            self._looked_at = self._clock()
            self.downloads.look()
            self._tell()

    def follow(self, state: SyncState) -> None:
        """Look anew when servers came or went, and once in a while when an exchange has ended; what an exchange heard
        of sessions in courses that are not here shows at once."""
        accounts = tuple(one.account.id for one in state.accounts)
        ended = self._was_running and not state.running
        self._was_running = state.running
        if state.loaded and accounts != self._accounts:
            self._model.load()
        elif ended:
            self._model.load()
            # A keyring that has just asked in vain for its password is not to ask at once again.
            if any(one.outcome is not Outcome.LOCKED for one in state.accounts):
                self.look_if_stale()

    def look_if_stale(self) -> None:
        """Ask the servers if that was not done lately, or not all of them told."""
        if self._looked_at is None or self._unheard or self._clock() - self._looked_at > _FRESH:
            self.look()

    def dispose(self) -> None:
        """The program ends; what has not come yet is gone on with the next time."""
        if not self.downloads.dispose(_PATIENCE):
            _log.warning("a download did not stop in time; it goes on from where it was the next time")

    def show_space(self) -> SpaceDialog:
        """Show what takes how much room."""
        self._dialog = SpaceDialog(self._window)
        self._dialog.remove_asked.connect(self.remove_asked)
        self._dialog.finished.connect(self._forget_dialog)
        self._measure(self._dialog.open)
        return self._dialog

    def _connect(self) -> None:
        shelf, downloads = self._shelf, self.downloads
        self.bar.chosen.connect(shelf.show_only)
        self.bar.look_asked.connect(self.look)
        shelf.download_asked.connect(self._download)
        shelf.cancel_asked.connect(downloads.cancel)
        shelf.discard_asked.connect(downloads.discard)
        shelf.made.connect(self._show_downloads)
        downloads.changed.connect(self._show_download)
        downloads.failed.connect(self._regret)
        downloads.arrived.connect(self._welcome)
        downloads.looked.connect(self._heard)

    def show(self) -> None:
        """Show what the model has; its cards come to the shelf."""
        view = self._model.view
        accounts = tuple(server.account_id for server in view.servers)
        if accounts != self._accounts:
            self._accounts, self._looked_at = accounts, None
        self.space.setVisible(bool(view.servers))
        self.bar.offer(kinds_of(items_of(self._model.courses, view)) if view.servers else ())
        self._tell()
        if self._dialog is not None:
            self._measure(lambda: None)
        if self._looked_at is None:
            self.look()

    def _tell(self) -> None:
        looking = self.downloads.is_looking
        self.bar.tell(self._model.view.servers, self._unheard, self._clock(), looking=looking)

    def _download(self, package_id: str) -> None:
        if (notice := self._complaints.pop(package_id, None)) is not None:
            notice.dismiss()
        self.downloads.start(package_id)

    def _show_download(self, package_id: str) -> None:
        self._show_downloads([package_id])
        if self.downloads.of(package_id) is None:
            self._model.load()

    def _show_downloads(self, package_ids: Iterable[str]) -> None:
        for package_id in package_ids:
            if card := self._shelf.offer(package_id):
                card.show_download(self.downloads.of(package_id))

    def _welcome(self, taken: TakenIn) -> None:
        sentence = self.tr("“{title}” is ready.").format(title=taken.package.title)
        self._board.tell(Notice(Tone.SUCCESS, sentence).fade())
        self._model.load()
        self.arrived.emit(taken)

    def _regret(self, package_id: str, failure: Failure) -> None:
        notice = failure_notice(failure).offer(self.tr("Try again"), lambda: self._download(package_id))
        notice.dismissed.connect(lambda: self._complaints.pop(package_id, None))
        self._complaints[package_id] = notice
        self._board.tell(notice)

    def _heard(self, unheard: Sequence[Unheard]) -> None:
        self._unheard = {one.account_id: one.error for one in unheard}
        self._model.load()

    def _measure(self, then: Callable[[], None]) -> None:
        """Find out how much room each course takes and have the dialog show it."""
        courses, known = self._model.courses, {it.package_id: it for it in self._model.view.courses}

        def show(space: Mapping[str, int]) -> None:
            if self._dialog is None:
                return
            self._dialog.show_courses(
                [
                    CourseSpace(it.id, it.title, space.get(it.id, 0), it.id in known and known[it.id].can_be_downloaded)
                    for it in (course.package for course in courses)
                ]
            )
            then()

        Operation(lambda _progress: self._library.space(), owner=self, pool=self._model.pool).success(show).start()

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
