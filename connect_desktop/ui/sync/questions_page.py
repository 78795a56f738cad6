"""All questions sync has, and those that were answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from connect_desktop.sync.report import Question
from connect_desktop.ui.sync.question_card import QuestionCard
from connect_desktop.ui.sync.state import SyncState

# The others follow when these are answered: nobody answers more at a time, and a window is not to be built of hundreds.
_AT_ONCE = 12


class QuestionsPage(QScrollArea):
    """Shows the questions of a `SyncState`; `answered` carries one and the launch to go on from."""

    answered = Signal(Question, str)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._shown: tuple[Question, ...] = ()
        self.cards: list[QuestionCard] = []
        rows = QWidget()
        self._column = QVBoxLayout(rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(rows)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Questions"))

    def show_state(self, state: SyncState, title_of: Callable[[Question], str]) -> None:
        """Show what is asked and what was answered last; `title_of` names what a question is about."""
        shown = (*state.questions, *state.answered)[:_AT_ONCE]
        if shown == self._shown:
            return
        self._shown = shown
        for card in self.cards:
            self._column.removeWidget(card)
            card.deleteLater()
        self.cards = []
        for question in shown:
            card = QuestionCard(question, title_of(question), self._clock())
            card.chosen.connect(lambda launch_id, asked=question: self.answered.emit(asked, launch_id))
            self._column.addWidget(card)
            self.cards.append(card)

    def go_to(self, session_id: str) -> None:
        """Give the keyboard to the question about this session, if it is shown."""
        card = next((it for it in self.cards if it.question.session_id == session_id), None)
        if card is not None and card.buttons:
            self.ensureWidgetVisible(card)
            next(iter(card.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)
