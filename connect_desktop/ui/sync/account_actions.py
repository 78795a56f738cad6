"""What is done with an account from its window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.report import Question
from connect_desktop.ui.notice import failure_notice
from connect_desktop.ui.notice_board import NoticeBoard
from connect_desktop.ui.operation import Failure
from connect_desktop.ui.sync.account_dialog import AccountDialog
from connect_desktop.ui.sync.exchanges import Exchanges
from connect_desktop.ui.sync.parts import SyncParts
from connect_desktop.ui.sync.state import AccountState


class AccountActions(QObject):
    """Asks what must be asked, has it done, tells on `board` what went wrong. Dialogs stand on `window`."""

    def __init__(self, exchanges: Exchanges, board: NoticeBoard, window: QWidget) -> None:
        super().__init__(window)
        self._exchanges = exchanges
        self._board = board
        self._window = window

    def sign_in_again(self, account: Account) -> AccountDialog:
        """Ask for another key."""
        dialog = AccountDialog(self._exchanges, account, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def ask_to_remove(self, one: AccountState) -> QMessageBox:
        """Ask whether to sync with this server no more."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Disconnect"))
        box.setText(self.tr("Sync with {server} no more?").format(server=one.account.name))
        kept = self.tr("Nothing is deleted, neither here nor on the server. The key is forgotten.")
        if one.standing.to_send:
            there = self.tr("What was not sent yet stays on this device: {count}.")
            kept = f"{there.format(count=self._window.locale().toString(one.standing.to_send))} {kept}"
        box.setInformativeText(kept)
        remove = box.addButton(self.tr("Disconnect"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        remove.clicked.connect(lambda: self._exchanges.remove(one.account).failure(self.complain).start())
        box.open()
        return box

    def link(self, account: Account, learner_id: str, user_id: str) -> None:
        """The server knows the learner by this user id from now on, where that is empty by none."""

        def link(parts: SyncParts) -> None:
            if user_id:
                parts.accounts.link(account.id, learner_id, user_id)
            else:
                parts.accounts.unlink(account.id, learner_id)

        self._change(link)

    def sync_all_learners(self, account: Account, wanted: bool) -> None:
        """Whether learners without a link are synced too."""
        self._change(lambda parts: parts.accounts.sync_all_learners(account.id, wanted))

    def answer(self, question: Question, launch_id: str) -> None:
        """Go on from what this launch came to."""
        self._exchanges.answer(question, launch_id).failure(self.complain).start()

    def retry(self, account: Account, session_id: str) -> None:
        """Send again what the server refused."""
        again = self._exchanges.ask(lambda parts: parts.service.retry(account, session_id))
        again.success(lambda _nothing: self._exchanges.sync_now()).failure(self.complain).start()

    def export(self, session_id: str) -> QFileDialog:
        """Ask where to, and write a session's launches there."""
        dialog = QFileDialog(self._window, self.tr("Export what was learned"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.setNameFilter("JSON (*.json)")
        dialog.selectFile(f"{session_id}.json")
        dialog.fileSelected.connect(lambda chosen: self.export_to(session_id, Path(chosen)))
        dialog.open()
        return dialog

    def export_to(self, session_id: str, destination: Path) -> None:
        """Write a session's launches to a file."""
        exporting = self._exchanges.ask(lambda parts: parts.service.export(session_id, destination))
        exporting.failure(self.complain).start()

    def complain(self, failure: Failure) -> None:
        """Say what went wrong."""
        self._board.tell(failure_notice(failure))

    def _change(self, work: Callable[[SyncParts], None]) -> None:
        changing = self._exchanges.ask(work).success(lambda _nothing: self._exchanges.refresh())
        changing.failure(self.complain).start()
