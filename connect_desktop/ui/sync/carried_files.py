"""“Export what was learned…” and “Import from another device…”: files for where there is no network."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMessageBox

from connect_desktop.sync.outbox_file.contents import Kind
from connect_desktop.sync.outbox_file.errors import DeviceUnknown
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.notice import Notice, Tone
from connect_desktop.ui.operation import Failure, Operation
from connect_desktop.ui.places import documents

if TYPE_CHECKING:
    from connect_desktop.sync.outbox_file.exporting import Exported
    from connect_desktop.sync.outbox_file.importing import Imported


class Outbox(Protocol):
    """Writes files and takes them in; both may take long."""

    @property
    def words(self) -> str:
        """What this device is told by."""

    def export(self, destination: Path) -> Exported:
        """Write all that was learned. Raises `OutboxFileError` and `StoreError`."""

    def take_in(self, source: Path, *, trust: bool = False, receipt: Path | None = None) -> Imported:
        """Raises `OutboxFileError`, `PackageError` and `StoreError`."""


class CarriedFiles(QObject):
    """Two entries in the menu of a library window, and what comes of them."""

    def __init__(self, window: LibraryWindow, open_outbox: Callable[[], AbstractContextManager[Outbox]]) -> None:
        super().__init__(window)
        self._window = window
        self._open = open_outbox
        self.export = QAction(self.tr("Export what was learned…"), self)
        self.take_in = QAction(self.tr("Import from another device…"), self)
        window.header.offer([self.export, self.take_in])
        self.export.triggered.connect(lambda: self.ask_where_to())
        self.take_in.triggered.connect(lambda: self.ask_for_file())

    def ask_where_to(self) -> QFileDialog:
        """Ask for a file to write."""
        dialog = self._dialog(self.export.text(), QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(self.tr("Learned until {day}.zip").format(day=date.today().isoformat()))
        dialog.fileSelected.connect(lambda chosen: self.write(Path(chosen)))
        dialog.open()
        return dialog

    def ask_for_file(self) -> QFileDialog:
        """Ask for a file to take in."""
        dialog = self._dialog(self.take_in.text(), QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.read(Path(chosen)))
        dialog.open()
        return dialog

    def write(self, destination: Path) -> None:
        """Write what everybody learned here."""

        def work() -> tuple[Exported, str]:
            with self._open() as outbox:
                return outbox.export(destination), outbox.words

        Operation(lambda _progress: work(), owner=self._window).success(self._written).failure(self._complain).start()

    def read(self, source: Path, *, trust: bool = False) -> None:
        """Take a file in; a device that is not known is asked about first."""
        receipt = source.with_name(f"{source.stem}.receipt.zip")

        def work() -> Imported:
            with self._open() as outbox:
                return outbox.take_in(source, trust=trust, receipt=receipt)

        def regret(failure: Failure) -> None:
            if isinstance(failure.error, DeviceUnknown):
                self.ask_to_trust(source, failure.error)
            else:
                self._complain(failure)

        Operation(lambda _progress: work(), owner=self._window).success(
            lambda imported: self._taken_in(imported, receipt)
        ).failure(regret).start()

    def ask_to_trust(self, source: Path, unknown: DeviceUnknown) -> QMessageBox:
        """Ask whether the words are those of the device that the file is from."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Another device"))
        box.setText(self.tr("Trust the device “{name}”?").format(name=unknown.values["device"]))
        box.setInformativeText(
            self.tr(
                "Its words are:\n\n{words}\n\nTrust it only if whoever has that device reads the same words to you."
            ).format(words=unknown.values["words"])
        )
        trust = box.addButton(self.tr("Trust it"), QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        trust.clicked.connect(lambda: self.read(source, trust=True))
        box.open()
        return box

    def _written(self, written: tuple[Exported, str]) -> None:
        exported, words = written
        said = self.tr("Launches in the file: {count}. This device is known by its words: {words}.")
        count = self._window.locale().toString(exported.launches)
        self._window.board.tell(Notice(Tone.SUCCESS, said.format(count=count, words=words)))

    def _taken_in(self, imported: Imported, receipt: Path) -> None:
        window = self._window
        if imported.kind is Kind.RECEIPT:
            said = self.tr("“{device}” has received launches of this device: {count}.").format(
                device=imported.device, count=window.locale().toString(imported.acknowledged)
            )
        else:
            said = self.tr("Launches from “{device}”: {count}. Bring the file {receipt} back to it.").format(
                device=imported.device, count=window.locale().toString(imported.launches), receipt=receipt.name
            )
        left_out = [f"{one.title or one.session_id}: {one.message}" for one in imported.left_out]
        window.board.tell(Notice(Tone.WARNING if left_out else Tone.SUCCESS, said, left_out))
        window.refresh()

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title.removesuffix("…"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.setNameFilter(self.tr("Files of devices (*.zip)"))
        dialog.setDirectory(documents())
        return dialog

    def _complain(self, failure: Failure) -> None:
        self._window.actions_of_courses.complain(failure)
