"""The one calm line below the courses: what the server holds, or what is waited for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from connect_desktop.look.elided_label import GrowingLabel
from connect_desktop.look.icons import Drawing, IconButton, Tone
from connect_desktop.ui.sync.state import SyncState
from connect_desktop.ui.sync.words import Doing, line_of

_SIDE = 18
_BAR = 90
_MOST_LINES = 4


class SyncLine(QWidget):
    """Shows a `SyncState`, and nothing while there is no account. `more_asked` wants the window behind it."""

    sync_asked = Signal()
    stop_asked = Signal()
    more_asked = Signal()
    sign_in_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("syncLine")
        self.drawing = Drawing("saved", Tone.MUTED, _SIDE)
        self.words = GrowingLabel(_MOST_LINES)
        self.words.setProperty("tone", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.bar.setAccessibleName(self.tr("Sync progress"))
        self.act = QPushButton()
        self.act.setProperty("kind", "quiet")
        self.act.clicked.connect(self._acted)
        self.more = IconButton("more", self.tr("Show sync"), side=16)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.clicked.connect(self.more_asked)
        self._doing = Doing.NOTHING
        self._running = False
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.drawing)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)
        row.addWidget(self.act)
        row.addWidget(self.more)
        self.hide()

    def show_state(self, state: SyncState) -> None:
        """Say how it stands."""
        self.setVisible(bool(state.accounts))
        if not state.accounts:
            return
        line = line_of(state)
        told = self.words.accessibleName()
        self._doing, self._running = line.doing, state.shown
        self.drawing.show_drawing(line.drawing, line.tone)
        self.words.set_text(line.sentence)
        self.setAccessibleName(self.tr("Sync"))
        self.setAccessibleDescription(line.sentence)
        self._show_progress(state)
        self.act.setText(self._act_words())
        if line.doing is not Doing.NOTHING and line.sentence != told:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, line.sentence))

    def _show_progress(self, state: SyncState) -> None:
        running = [account.shown for account in state.accounts if account.shown is not None]
        to_do = sum(one.to_do for one in running)
        self.bar.setVisible(bool(to_do))
        self.bar.setRange(0, max(to_do, 1))
        self.bar.setValue(sum(one.done for one in running))

    def _act_words(self) -> str:
        if self._running:
            return self.tr("Stop")
        return {
            Doing.NOTHING: self.tr("Sync now"),
            Doing.SIGN_IN: self.tr("Sign in again…"),
            Doing.UNLOCK: self.tr("Try again"),
            Doing.ANSWER: self.tr("Choose…"),
            Doing.LOOK: self.tr("Look…"),
        }[self._doing]

    def _acted(self) -> None:
        if self._running:
            self.stop_asked.emit()
        elif self._doing is Doing.SIGN_IN:
            self.sign_in_asked.emit()
        elif self._doing in (Doing.NOTHING, Doing.UNLOCK):
            self.sync_asked.emit()
        else:
            self.more_asked.emit()
