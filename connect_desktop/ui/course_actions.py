"""What can be done with a course besides going on with it: start over, check, export, remove."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from connect_desktop.look.file_name import file_name
from connect_desktop.look.theme import set_look
from connect_desktop.store.records import PackageRecord
from connect_desktop.sync.courses.catalog import CatalogCourse
from connect_desktop.ui.catalog_words import size_words
from connect_desktop.ui.findings_dialog import FindingsDialog
from connect_desktop.ui.notice import Notice, Tone, failure_notice
from connect_desktop.ui.notice_board import NoticeBoard
from connect_desktop.ui.operation import Failure, Operation
from connect_desktop.ui.places import documents
from connect_desktop.ui.ports import LibraryService


class CourseActions(QObject):
    """Asks what must be asked, does it away from the UI thread, tells on `board`; `removed` names the package, and so
    does `started_over` one that is to be begun anew."""

    removed = Signal(str)
    started_over = Signal(str)

    def __init__(
        self, service: LibraryService, board: NoticeBoard, reading: QThreadPool, copying: QThreadPool, window: QWidget
    ) -> None:
        super().__init__(window)
        self._service = service
        self._board = board
        self._reading = reading
        self._copying = copying
        self._window = window

    def start_over(self, package: PackageRecord) -> QMessageBox:
        """Begin the course anew, if that is meant: nobody comes back from there to the place that is left."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Play from the start"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Play “{title}” from the start?").format(title=package.title))
        box.setInformativeText(self.tr("What you did so far stays on record, but you cannot go on from it any more."))
        yes = box.addButton(self.tr("Play from the start"), QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(no)
        set_look(no, "kind", "secondary")
        yes.clicked.connect(lambda: self.started_over.emit(package.id))
        box.open()
        return box

    def check(self, package: PackageRecord) -> None:
        """Look the package over and show what was found."""
        operation = Operation(lambda _progress: self._service.check(package.id), owner=self, pool=self._copying)
        operation.success(lambda findings: FindingsDialog(package.title, findings, self._window).open())
        operation.failure(self.complain).start()

    def export(self, package: PackageRecord) -> QFileDialog:
        """Ask where to, then write the package there as a .zip."""
        dialog = QFileDialog(self._window, self.tr("Export course"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("SCORM packages (*.zip)"))
        dialog.setDefaultSuffix("zip")
        dialog.setDirectory(documents())
        dialog.selectFile(f"{file_name(package.title)}.zip")
        dialog.fileSelected.connect(lambda chosen: self._export_to(package, Path(chosen)))
        dialog.open()
        return dialog

    def remove(self, package: PackageRecord, catalog: CatalogCourse | None = None) -> QMessageBox | None:
        """Take the package off this device; ask first whether it is meant, unless a server has it too."""
        if catalog is not None and catalog.can_be_downloaded:
            self._remove(package, freed=True)
            return None
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.tr("Remove course"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Remove “{title}” from this device?").format(title=package.title))
        stays = self.tr("The course goes; every learner's results stay and are there again if it comes back.")
        only_here = self.tr("No server has it: it cannot be downloaded again.") if catalog is not None else ""
        box.setInformativeText(f"{only_here} {stays}".strip())
        yes = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        no = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(no)
        set_look(yes, "kind", "danger")
        set_look(no, "kind", "secondary")
        yes.clicked.connect(lambda: self._remove(package))
        box.open()
        return box

    def complain(self, failure: Failure) -> None:
        """Say what went wrong."""
        self._board.tell(failure_notice(failure))

    def _export_to(self, package: PackageRecord, destination: Path) -> None:
        def tell(_result: None) -> None:
            sentence = self.tr("“{title}” was exported to {path}.").format(title=package.title, path=destination)
            self._board.tell(Notice(Tone.SUCCESS, sentence).fade())

        operation = Operation(
            lambda _progress: self._service.export(package.id, destination), owner=self, pool=self._copying
        )
        operation.success(tell).failure(self.complain).start()

    def _remove(self, package: PackageRecord, *, freed: bool = False) -> None:
        def tell(_result: None) -> None:
            sentence = self.tr("“{title}” was removed from this device.").format(title=package.title)
            if freed:
                room = self.tr("{size} are free again; you can download it at any time.")
                sentence = f"{sentence} {room.format(size=size_words(package.size))}"
            self._board.tell(Notice(Tone.SUCCESS, sentence).fade())
            self.removed.emit(package.id)

        operation = Operation(lambda _progress: self._service.remove(package.id), owner=self, pool=self._reading)
        operation.success(tell).failure(self.complain).start()
