"""What stands in the course's place while no content does: choose, the end, a crash."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from connect_desktop.look.icons import Drawing, Tone
from connect_desktop.runtime.navigation import Completion, Outcome, Success


class Screen(QWidget):
    """A drawing, a heading, a text and one or two buttons, in the middle."""

    def __init__(self, name: str, first: str, second: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.drawing = Drawing("contents", Tone.ACCENT, 48, self)
        self.heading = QLabel(self)
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        self.heading.setFont(font)
        self.text = QLabel(self)
        self.text.setProperty("tone", "muted")
        for label in (self.heading, self.text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.first = QPushButton(first, self)
        self.first.setProperty("kind", "primary")
        self.second = QPushButton(second, self)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.second)
        buttons.addWidget(self.first)
        buttons.addStretch()
        card = QFrame(self)
        card.setObjectName("playerScreenCard")
        card.setFixedWidth(460)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(36, 32, 36, 32)
        inside.setSpacing(10)
        inside.addWidget(self.drawing, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self.heading)
        inside.addWidget(self.text)
        inside.addSpacing(12)
        inside.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        # Not aligned: a column would then take what the card's words need at its own width, not at the card's.
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(card)
        middle.addStretch()
        layout.addLayout(middle)
        layout.addStretch(3)

    def say(self, drawing: str, tone: Tone, heading: str, text: str) -> None:
        self.drawing.show_drawing(drawing, tone)
        self.heading.setText(heading)
        self.text.setText(text)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)


class ChooseScreen(Screen):
    """Nothing is delivered; the learner picks a part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("playerChoose", "", "", parent)
        self.first.setText(self.tr("Start"))
        self.second.setText(self.tr("Close"))
        self.say(
            "contents",
            Tone.ACCENT,
            self.tr("Choose where to go on"),
            self.tr("Pick a part from the contents, or start where the course suggests."),
        )


class CrashScreen(Screen):
    """The content's process died."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("playerCrash", "", "", parent)
        self.first.setText(self.tr("Reload"))
        self.second.setText(self.tr("Close"))
        self.say(
            "stopped",
            Tone.WARNING,
            self.tr("This part stopped working"),
            self.tr("Everything it saved is kept. Reload it to go on from there."),
        )


class EndScreen(Screen):
    """The course is over for now: what it came to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("playerEnd", "", "", parent)
        self.first.setText(self.tr("Close"))
        self.second.setText(self.tr("Open again"))
        self._outcome = ""

    def show_outcome(self, outcome: Outcome, *, suspended: bool) -> None:
        """Say the result, and how to go on."""
        if outcome.success is Success.PASSED:
            drawing, tone, heading = "passed", Tone.SUCCESS, self.tr("You passed this course")
        elif outcome.success is Success.FAILED:
            drawing, tone, heading = "failed", Tone.DANGER, self.tr("You have not passed this course")
        elif outcome.completion is Completion.COMPLETED:
            drawing, tone, heading = "completed", Tone.SUCCESS, self.tr("You completed this course")
        else:
            drawing, tone, heading = "bookmark", Tone.ACCENT, self.tr("Your progress is saved")
        self._outcome = "\n".join(self._details(outcome, suspended=suspended))
        self.say(drawing, tone, heading, self._outcome)

    def say_saved(self, words: str) -> None:
        """Say where this is saved, below the result."""
        text = "\n\n".join(filter(None, (self._outcome, words)))
        self.text.setText(text)
        self.setAccessibleDescription(text)

    def _details(self, outcome: Outcome, *, suspended: bool) -> list[str]:
        lines = []
        if outcome.scaled is not None:
            lines.append(self.tr("Score: {percent} %").format(percent=round(outcome.scaled * 100)))
        elif outcome.raw is not None:
            lines.append(self.tr("Score: {raw}").format(raw=f"{outcome.raw:g}"))
        if suspended or outcome.completion is not Completion.COMPLETED:
            lines.append(self.tr("Open the course again to go on where you were."))
        else:
            lines.append(self.tr("You can close it now, or open it again to look something up."))
        return lines
