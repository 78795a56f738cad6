"""Sessions that a server refuses: why, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from connect_desktop.sync.report import Quarantined
from connect_desktop.ui.course_words import moment_words
from connect_desktop.ui.sync.tables import Table


class RefusedPage(QWidget):
    """Lists quarantined sessions; `retry_asked` and `export_asked` carry a session's id."""

    retry_asked = Signal(str)
    export_asked = Signal(str)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        hint = QLabel(
            self.tr(
                "The server does not take these. Everything is kept here; try again when the server was put right, or "
                "export it for whoever runs the server."
            )
        )
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        headings = (self.tr("Course"), self.tr("Since"), self.tr("The server says"))
        self.table = Table(self.tr("Refused"), headings, wide=2)
        self.retry = QPushButton(self.tr("&Try again"))
        self.export = QPushButton(self.tr("&Export…"))
        self.retry.clicked.connect(lambda: self._with_chosen(self.retry_asked.emit))
        self.export.clicked.connect(lambda: self._with_chosen(self.export_asked.emit))
        self.table.itemSelectionChanged.connect(self._let)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.export, self.retry):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(hint)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self._let()

    def show_refused(self, refused: Sequence[Quarantined], title_of: Callable[[str], str]) -> None:
        now = self._clock()
        self.table.show_rows(
            [(one.session_id, (title_of(one.package_id), moment_words(one.since, now), _why(one))) for one in refused]
        )
        first = self.table.topLevelItem(0)
        if first is not None and self.table.chosen is None:
            self.table.setCurrentItem(first)
        self._let()

    def _let(self) -> None:
        for button in (self.retry, self.export):
            button.setEnabled(self.table.chosen is not None)

    def _with_chosen(self, act: Callable[[str], None]) -> None:
        if session_id := self.table.chosen:
            act(session_id)


def _why(one: Quarantined) -> str:
    return QCoreApplication.translate("Message", one.message) if one.message else one.code
