"""The top of the window: the last request in plain words, and why it came out so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from connect_desktop.look.theme import set_look
from connect_desktop.look.typography import set_type
from connect_desktop.runtime.inspection import Inspection
from connect_desktop.runtime.navigation import Refused
from connect_desktop.ui.copy_button import CopyButton
from connect_desktop.ui.inspector.request_words import headline_words, reason_words


class Headline(QFrame):
    """`report` gives what its button copies."""

    def __init__(self, report: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspectorHeadline")
        self.request = _text(self)
        set_type(self.request, 1.25, bold=True)
        self.reasons = _text(self)
        self.reasons.setProperty("tone", "muted")
        self.copy = CopyButton(self.tr("Copy report"), report)
        self.copy.setToolTip(
            self.tr("Copy everything in this window as text ({shortcut})").format(
                shortcut=QKeySequence("Ctrl+Shift+C").toString(QKeySequence.SequenceFormat.NativeText)
            )
        )
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.request)
        words.addWidget(self.reasons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)

    def show_inspection(self, seen: Inspection) -> None:
        refused = seen.request is not None and isinstance(seen.request.decision, Refused)
        set_look(self, "tone", "warning" if refused else "")
        self.request.setText(headline_words(seen))
        self.reasons.setText("\n".join(reason_words(seen)))
        self.reasons.setVisible(bool(self.reasons.text()))


def _text(parent: QWidget) -> QLabel:
    """Wrapped text to be selected; titles come from packages, so it is never read as HTML."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
