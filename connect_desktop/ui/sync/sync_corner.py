"""Sync in the library window: the calm line below the courses, the menu's entries, and the windows they open."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from connect_desktop.store.devices.accounts import Account
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.notice import Notice, Tone
from connect_desktop.ui.operation import Failure
from connect_desktop.ui.sync.account_dialog import AccountDialog
from connect_desktop.ui.sync.exchanges import Exchanges
from connect_desktop.ui.sync.state import SyncState
from connect_desktop.ui.sync.sync_line import SyncLine
from connect_desktop.ui.sync.sync_window import SyncWindow


def _local_now() -> datetime:
    return datetime.now().astimezone()


class SyncCorner(QObject):
    """Joins `Exchanges` and a library window. While there is no account, one entry of the menu is all there is."""

    def __init__(self, window: LibraryWindow, exchanges: Exchanges) -> None:
        super().__init__(window)
        self._window = window
        self._exchanges = exchanges
        self.sync_window: SyncWindow | None = None
        self.line = SyncLine()
        self.sync_now = QAction(self.tr("Sync now"), self)
        self.sync_now.setShortcut(QKeySequence.StandardKey.Refresh)
        self.show_sync = QAction(self.tr("Sync…"), self)
        self.connect_server = QAction(self.tr("Connect to a server…"), self)
        window.show_below(self.line)
        window.header.offer([self.sync_now, self.show_sync, self.connect_server])
        window.addAction(self.sync_now)
        self.sync_now.triggered.connect(exchanges.sync_now)
        self.show_sync.triggered.connect(lambda: self.open_window())
        self.connect_server.triggered.connect(lambda: self.ask_to_connect())
        self.line.sync_asked.connect(exchanges.sync_now)
        self.line.stop_asked.connect(exchanges.stop)
        self.line.more_asked.connect(self._look)
        self.line.sign_in_asked.connect(self._sign_in)
        exchanges.changed.connect(self._show)
        exchanges.received.connect(window.refresh)
        exchanges.failed.connect(self._regret)
        exchanges.key_stayed.connect(self._tell_of_key)
        window.model.changed.connect(self._follow)
        self._show(exchanges.state)

    def open_window(self) -> SyncWindow:
        """Show the window on sync; there is one at a time."""
        if self.sync_window is None:
            opened = SyncWindow(self._exchanges, self._window.model, _local_now, self._window)
            opened.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            opened.destroyed.connect(self._closed)
            self.sync_window = opened
        self.sync_window.show()
        self.sync_window.raise_()
        self.sync_window.activateWindow()
        return self.sync_window

    def ask_to_connect(self) -> AccountDialog:
        """Ask for a server."""
        dialog = AccountDialog(self._exchanges, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _closed(self) -> None:
        self.sync_window = None

    def _follow(self) -> None:
        learner = self._window.model.learner
        self._exchanges.choose(learner.id if learner is not None else None)

    def _look(self) -> None:
        window = self.open_window()
        if self._exchanges.state.asked_of_learner:
            window.go_to(window.questions)
        elif any(one.standing.quarantined for one in self._exchanges.state.accounts):
            window.go_to(window.refused)

    def _sign_in(self) -> None:
        one = next((one for one in self._exchanges.state.accounts if one.needs_key), None)
        if one is not None:
            dialog = AccountDialog(self._exchanges, one.account, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _show(self, state: SyncState) -> None:
        there = bool(state.accounts)
        self.line.show_state(state)
        self.sync_now.setVisible(there)
        self.sync_now.setEnabled(there and not state.shown)
        self.show_sync.setVisible(there)

    def _tell_of_key(self, account: Account) -> None:
        words = self.tr(
            "“{server}” is disconnected. This computer's keyring is locked or does not answer, so the key may still be "
            "in it."
        )
        self._window.board.tell(Notice(Tone.WARNING, words.format(server=account.name)))

    def _regret(self, failure: Failure) -> None:
        self._window.board.tell(Notice(Tone.WARNING, self.tr("How far sync is cannot be read."), [failure.sentence]))
