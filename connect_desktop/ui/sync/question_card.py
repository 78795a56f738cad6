"""The one thing about sync that only a person knows: which of two places to go on from."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from connect_desktop.look.typography import set_type
from connect_desktop.sync.report import Question, ResumePoint
from connect_desktop.ui.course_words import moment_words, time_spent_words
from connect_desktop.ui.sync.words import verdict_words

_CENTISECONDS = 100


def point_words(point: ResumePoint, now: datetime) -> tuple[str, str]:
    """A place to go on from: where it was come to, and when, how far and with which result."""
    here = QCoreApplication.translate("QuestionCard", "On this device")
    elsewhere = QCoreApplication.translate("QuestionCard", "On another device")
    parts = [moment_words(point.ended_at or point.started_at, now)]
    if spent := time_spent_words(round(point.seconds * _CENTISECONDS)):
        parts.append(spent)
    if verdict := verdict_words(point):
        parts.append(verdict if point.scaled is None else _scored(verdict, point.scaled))
    if point.location:
        parts.append(QCoreApplication.translate("QuestionCard", "at “{place}”").format(place=_short(point.location)))
    return (here if point.here else elsewhere), " · ".join(parts)


class QuestionCard(QFrame):
    """A question with all its places; `chosen` carries the launch to go on from. What was chosen can be changed."""

    chosen = Signal(str)

    def __init__(self, question: Question, title: str, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        answer = question.answer
        self.setObjectName("card")
        heading = QLabel(
            self.tr("{course} was gone on with in two places").format(course=title)
            if not answer
            else self.tr("{course} goes on from here").format(course=title)
        )
        heading.setWordWrap(True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        set_type(heading, 1.08, bold=True)
        hint = QLabel(
            self.tr("Choose where to go on. Time, answers and results of both count either way, and you can change it.")
            if not answer
            else self.tr("The other place is kept. You can still go on from there instead.")
        )
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addSpacing(-8)
        column.addWidget(hint)
        self.buttons: dict[str, QPushButton] = {}
        for point in question.points:
            column.addLayout(self._row(point, now))
        self.setAccessibleName(heading.text())
        self.setAccessibleDescription(hint.text())

    def _row(self, point: ResumePoint, now: datetime) -> QHBoxLayout:
        answer = self.question.answer
        where, how_far = point_words(point, now)
        place, words = QLabel(where), QLabel(how_far)
        set_type(place, bold=True)
        for label in (place, words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(place)
        texts.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(texts, 1)
        if point.launch_id == answer:
            taken = QLabel(self.tr("✓ Chosen"))
            taken.setProperty("tone", "success")
            row.addWidget(taken)
            return row
        button = QPushButton(self.tr("Go on from here instead") if answer else self.tr("Go on from here"))
        button.setAutoDefault(False)
        button.setAccessibleName(f"{button.text()}: {where}, {how_far}")
        button.clicked.connect(lambda: self.chosen.emit(point.launch_id))
        self.buttons[point.launch_id] = button
        row.addWidget(button)
        return row


def _scored(verdict: str, scaled: float) -> str:
    return QCoreApplication.translate("QuestionCard", "{verdict} with {percent} %").format(
        verdict=verdict, percent=QLocale().toString(round(scaled * 100))
    )


def _short(place: str) -> str:
    """What a course calls a place may be anything."""
    return place if len(place) <= 40 else f"{place[:39]}…"
