"""News in its place: a quiet coloured row that says what happened and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from connect_desktop.look.icons import IconButton
from connect_desktop.look.typography import set_type
from connect_desktop.ui.operation import Failure

GOOD_NEWS_STAYS = 8_000
_MARK = 22


class Tone(StrEnum):
    """How news is meant; the words are those of the tokens."""

    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


_GLYPHS = {Tone.SUCCESS: "✓", Tone.WARNING: "!", Tone.DANGER: "!"}


class Notice(QFrame):
    """One piece of news: a sentence, lines below it, and buttons. `dismissed` comes before it goes."""

    dismissed = Signal()

    def __init__(self, tone: Tone, sentence: str, details: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone = tone
        self.sentence = sentence
        self.details = tuple(details)
        self.setProperty("tone", tone.value)
        mark = QLabel(_GLYPHS[tone])
        mark.setObjectName("mark")
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark.setFixedSize(_MARK, _MARK)
        mark.setAccessibleName("")
        self._words = QVBoxLayout()
        self._words.setSpacing(3)
        first = _text(sentence, bold=bool(details))
        first.setMinimumHeight(_MARK)
        self._words.addWidget(first)
        for detail in details:
            self._words.addWidget(_text(detail))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        self._close = IconButton("close", self.tr("Dismiss"), side=16)
        self._close.setAccessibleName(self.tr("Dismiss: {sentence}").format(sentence=sentence))
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 8, 9)
        row.setSpacing(12)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words, 1)
        row.setAlignment(self._words, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._buttons)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        row.setAlignment(self._buttons, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(sentence)
        self.setAccessibleDescription(" ".join(details))

    def offer(self, words: str, action: Callable[[], object]) -> Notice:
        """Add a button."""
        button = QPushButton(words)
        button.clicked.connect(lambda: action())
        self._buttons.addWidget(button)
        QWidget.setTabOrder(button, self._close)
        return self

    def fade(self) -> Notice:
        """Go by itself after a while."""
        QTimer.singleShot(GOOD_NEWS_STAYS, self, self.dismiss)
        return self

    def announce(self) -> None:
        """Have a screen reader say it."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, " ".join((self.sentence, *self.details))))

    def dismiss(self) -> None:
        self.dismissed.emit()
        self.hide()
        self.deleteLater()


def failure_notice(failure: Failure, sentence: str = "") -> Notice:
    """Bad news: `sentence` with the reason below it, or the reason alone; for a bug of ours what a report needs."""
    notice = Notice(Tone.DANGER, sentence or failure.sentence, [failure.sentence] if sentence else [])
    if failure.report:
        words = QCoreApplication.translate("Notice", "Copy details")
        notice.offer(words, lambda: QGuiApplication.clipboard().setText(failure.report))
    return notice


def _text(words: str, *, bold: bool = False) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    set_type(label, bold=bold)
    return label
