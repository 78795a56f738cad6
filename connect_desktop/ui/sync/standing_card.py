"""The top of the window on sync: how it stands with a server, in a sentence, and what can be done about it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from connect_desktop.look.icons import Drawing, Tone
from connect_desktop.ui.course_words import moment_words
from connect_desktop.ui.sync.state import AccountState, SyncState
from connect_desktop.ui.sync.words import line_of_account

_ICON = 26


class StandingCard(QFrame):
    """Shows one account of a `SyncState`, for all who are synced with it."""

    sync_asked = Signal()
    stop_asked = Signal()
    sign_in_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.drawing = Drawing("saved", Tone.MUTED, _ICON)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.when = QLabel()
        self.when.setWordWrap(True)
        self.when.setProperty("tone", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Sync progress"))
        self.stop = QPushButton(self.tr("S&top"))
        self.sync_now = QPushButton(self.tr("&Sync now"))
        self.sync_now.setProperty("kind", "primary")
        self.sign_in = QPushButton(self.tr("Sign &in again…"))
        self.sign_in.setProperty("kind", "primary")
        words = QVBoxLayout()
        words.setSpacing(4)
        for widget in (self.words, self.when, self.bar):
            words.addWidget(widget)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(18, 14, 16, 14)
        inside.setSpacing(14)
        inside.addWidget(self.drawing, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(words, 1)
        for button, asked in (
            (self.stop, self.stop_asked),
            (self.sync_now, self.sync_asked),
            (self.sign_in, self.sign_in_asked),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(asked)
            inside.addWidget(button)

    def show_account(self, one: AccountState, state: SyncState, now: datetime, *, shared: bool) -> None:
        """Show this account; `shared` says that several learn on this device."""
        line = line_of_account(one, state)
        self.drawing.show_drawing(line.drawing, line.tone)
        self.words.setText(line.sentence)
        running = one.shown
        self.when.setText(self._small_words(one, now, shared=shared))
        self.when.setVisible(bool(self.when.text()) and running is None)
        self.bar.setVisible(running is not None and bool(running.to_do))
        if running is not None:
            self.bar.setRange(0, max(running.to_do, 1))
            self.bar.setValue(running.done)
        self.stop.setVisible(running is not None)
        self.sync_now.setVisible(running is None and not one.needs_key)
        self.sign_in.setVisible(running is None and one.needs_key)

    def _small_words(self, one: AccountState, now: datetime, *, shared: bool) -> str:
        """Of whom the sentence speaks, where it is not of one only, and how old it is."""
        said = [self.tr("All learners of this device")] if shared else []
        if synced_at := one.standing.synced_at:
            when = moment_words(synced_at, now)
            said.append(self.tr("Last change sent or received: {when}").format(when=when))
        return " · ".join(said)
