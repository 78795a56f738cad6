"""An import under way: what is being taken in, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from connect_desktop.look.elided_label import ElidedLabel

_STEPS = 1000


class ImportRow(QFrame):
    """One row; it knows nothing of the work itself."""

    cancel_asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ElidedLabel()
        self._name.set_text(self.tr("Adding “{name}”").format(name=name))
        self._state = QLabel(self.tr("Waiting…"))
        self._state.setProperty("tone", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self._bar.setAccessibleName(self._name.accessibleName())
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel adding “{name}”").format(name=name))
        self.cancel.clicked.connect(self._ask)
        words = QHBoxLayout()
        words.addWidget(self._name, 1)
        words.addWidget(self._state)
        column = QVBoxLayout()
        column.setSpacing(7)
        column.addLayout(words)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(16)
        row.addLayout(column, 1)
        row.addWidget(self.cancel)

    @property
    def state(self) -> str:
        return self._state.text()

    def show_progress(self, done: int, total: int) -> None:
        """`done` of `total` in any unit; a `total` of 0 shows that it moves, not how far it is."""
        if not total:
            self._bar.setRange(0, 0)
            self._state.setText(self.tr("Reading…"))
            return
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(done * _STEPS // total)
        self._state.setText(self.tr("{percent} %").format(percent=done * 100 // total))

    def _ask(self) -> None:
        self.cancel.setEnabled(False)
        self._state.setText(self.tr("Stopping…"))
        self.cancel_asked.emit()
