"""The first question on a new device: who is learning?"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from connect_desktop.look.typography import set_type
from connect_desktop.ui.learner_fields import LearnerFields


class Welcome(QWidget):
    """Asks for the first learner's name; `named` says it as SCORM reports it."""

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Who is learning here?"))
        set_type(title, 1.7, bold=True)
        words = QLabel(self.tr("Courses are told this name. More learners can be added later."))
        words.setProperty("tone", "muted")
        words.setWordWrap(True)
        self.fields = LearnerFields()
        self.go_on = QPushButton(self.tr("Continue"))
        self.go_on.setProperty("kind", "primary")
        self.go_on.setEnabled(False)
        self.fields.changed.connect(self.go_on.setEnabled)
        self.fields.submitted.connect(self.go_on.click)
        self.go_on.clicked.connect(lambda: self.named.emit(self.fields.name))
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addStretch(4)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(8)
        column.addWidget(self.fields)
        column.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignTrailing)
        column.addStretch(5)
        narrow = QWidget()
        narrow.setMaximumWidth(440)
        narrow.setLayout(column)
        whole = QVBoxLayout(self)
        whole.addWidget(narrow, 1, Qt.AlignmentFlag.AlignHCenter)
        self.setFocusProxy(self.fields.given)
