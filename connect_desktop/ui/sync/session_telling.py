"""Where one session is saved, for a window that shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from connect_desktop.sync.report import Standing
from connect_desktop.ui.sync.exchanges import Exchanges
from connect_desktop.ui.sync.words import session_words


class SessionTelling(QObject):
    """`told` carries the words each time it was looked how it stands; nothing is told while there is no account."""

    told = Signal(str)

    def __init__(self, exchanges: Exchanges, session_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._exchanges = exchanges
        self._session_id = session_id
        exchanges.looked.connect(self.look)

    def look(self) -> None:
        """Say how it stands now."""
        accounts = self._exchanges.state.accounts
        if accounts:
            account, session_id = accounts[0].account, self._session_id
            asking = self._exchanges.ask(lambda parts: parts.service.standing(account, session_id), owner=self)
            asking.success(self._tell).start()

    def _tell(self, standing: Standing) -> None:
        if words := session_words(standing):
            self.told.emit(words)
