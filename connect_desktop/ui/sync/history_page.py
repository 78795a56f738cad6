"""What happened with a server, and what was chosen meanwhile, which can be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTreeWidgetItem, QVBoxLayout, QWidget

from connect_desktop.store.devices.sync_state import HistoryRow
from connect_desktop.sync.report import Question
from connect_desktop.ui.course_words import moment_words
from connect_desktop.ui.sync.history_words import choice_words, history_words
from connect_desktop.ui.sync.tables import Table


class HistoryPage(QWidget):
    """Lists what happened, the last first; `change_asked` carries the session that is to go on from another place."""

    change_asked = Signal(str)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._changeable: frozenset[str] = frozenset()
        headings = (self.tr("When"), self.tr("What happened"))
        self.table = Table(self.tr("History"), headings, wide=1, empty=self.tr("Nothing has happened yet."))
        self.change = QPushButton(self.tr("&Change…"))
        self.change.setAutoDefault(False)
        self.change.setToolTip(self.tr("Go on from the other place instead"))
        self.change.clicked.connect(self._ask)
        self.table.itemSelectionChanged.connect(self._let)
        self.table.itemActivated.connect(self._activated)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self._let()

    def show_history(
        self,
        happened: Sequence[HistoryRow],
        title_of: Callable[[str | None], str],
        answered: Sequence[Question],
        about: Callable[[Question], str],
    ) -> None:
        """Show what `happened`; `title_of` names a session's course, `about` what a question was about."""
        self._changeable = frozenset(it.session_id for it in answered)
        rows = [(it.at, it.id, history_words(it, title_of(it.session_id))) for it in happened]
        rows += [
            (it.answered_at, it.session_id, choice_words(it, about(it)))
            for it in answered
            if it.answered_at is not None
        ]
        rows.sort(key=lambda row: row[0], reverse=True)
        now = self._clock()
        self.table.show_rows([(row_id, (moment_words(at, now), words)) for at, row_id, words in rows])
        self._let()

    def _let(self) -> None:
        self.change.setVisible(bool(self._changeable))
        self.change.setEnabled(self.table.chosen in self._changeable)

    def _activated(self, _item: QTreeWidgetItem) -> None:
        self._ask()

    def _ask(self) -> None:
        chosen = self.table.chosen
        if chosen is not None and chosen in self._changeable:
            self.change_asked.emit(chosen)
