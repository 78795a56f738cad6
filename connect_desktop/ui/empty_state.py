"""The library before its first course: where to drop it, and something to try."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from connect_desktop.look.icons import Drawing, Tone
from connect_desktop.look.typography import set_type

_ICON = 52


class EmptyState(QWidget):
    """A drawn place for a drop, with the two ways on for those who do not drag."""

    add_asked = Signal()
    sample_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Drop a course here"))
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_type(title, 1.7, bold=True)
        words = QLabel(
            self.tr("A .zip or a folder with a SCORM course.\nIt stays on this device and plays without a network.")
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        words.setProperty("tone", "muted")
        set_type(words, 1.08)
        self.add = QPushButton(self.tr("Add course…"))
        self.add.setProperty("kind", "primary")
        self.add.clicked.connect(self.add_asked)
        self.sample = QPushButton(self.tr("Try the sample course"))
        self.sample.clicked.connect(self.sample_asked)

        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch()
        buttons.addWidget(self.add)
        buttons.addWidget(self.sample)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(12)
        column.addStretch(4)
        column.addWidget(Drawing("drop", Tone.ACCENT, _ICON), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(12)
        column.addLayout(buttons)
        column.addStretch(5)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self.palette()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Dark), 1.5, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 16, 16)
