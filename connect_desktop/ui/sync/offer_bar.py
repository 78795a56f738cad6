"""Courses that a server lacks: one quiet line with a button that gives them to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from connect_desktop.sync.courses.offers import WantedCourse

_STEPS = 1000
_LONGEST = 48


class OfferBar(QFrame):
    """Offers one course after the other; `give_asked` carries its package's id, `stop_asked` comes while one is being
    given."""

    give_asked = Signal(str)
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._wanted: Sequence[WantedCourse] = ()
        self._server = ""
        self._giving = False
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.give = QPushButton(self.tr("&Give it to the server"))
        self.give.setAutoDefault(False)
        self.give.clicked.connect(self._pressed)
        texts = QVBoxLayout()
        texts.setSpacing(6)
        texts.addWidget(self.words)
        texts.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 14, 12)
        row.setSpacing(14)
        row.addLayout(texts, 1)
        row.addWidget(self.give, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_wanted(self, wanted: Sequence[WantedCourse], server: str) -> None:
        """Offer these to the server of this name."""
        if not self._giving:
            self._wanted, self._server = wanted, server
            self._show()

    def show_progress(self, done: int, total: int) -> None:
        """So many bytes of so many were given."""
        if not self._giving:
            self._giving = True
            self._show()
        self.bar.setValue(done * _STEPS // max(total, 1))

    def end(self) -> None:
        """Nothing is being given any more."""
        self._giving = False
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._wanted))
        self.bar.setVisible(self._giving)
        if not self._wanted:
            return
        first = self._wanted[0]
        if self._giving:
            said = self.tr("Giving “{course}” to {server}…")
        elif len(self._wanted) == 1:
            said = self.tr("{server} does not have “{course}” yet, and what was learned in it waits here.")
        else:
            said = self.tr("{server} does not have “{course}” and {more} more yet, and what was learned in them waits.")
        more = self.locale().toString(len(self._wanted) - 1)
        self.words.setToolTip(first.title)
        self.words.setText(said.format(server=self._server, course=_short(first.title), more=more))
        self.bar.setAccessibleName(self.words.text())
        self.give.setText(self.tr("Stop") if self._giving else self.tr("&Give it to the server"))
        self.give.setAccessibleName(f"{self.give.text().replace('&', '')}: {first.title}")

    def _pressed(self) -> None:
        if self._giving:
            self.stop_asked.emit()
        elif self._wanted:
            self.bar.setValue(0)
            self._giving = True
            self._show()
            self.give_asked.emit(self._wanted[0].package_id)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"
