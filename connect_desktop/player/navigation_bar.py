"""Previous and continue, below the course, as the course offers them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from connect_desktop.look.icons import icon
from connect_desktop.runtime.navigation import Command, Controls, Offer


class NavigationBar(QFrame):
    """`asked` carries the `Command` of the button pressed."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playerNavigation")
        self.previous = self._button("previous", self.tr("Previous"), Command.PREVIOUS, "Alt+Left")
        self.previous.setIcon(icon("previous"))
        self.continue_ = self._button("continue", self.tr("Continue"), Command.CONTINUE, "Alt+Right")
        self.continue_.setProperty("kind", "primary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.addWidget(self.previous)
        layout.addStretch()
        layout.addWidget(self.continue_)

    def offer(self, controls: Controls, *, busy: bool, shown: bool) -> None:
        """Show what the course offers now; nothing can be pressed while content is on its way out."""
        offers = ((self.previous, controls.previous), (self.continue_, controls.continue_))
        for button, offer in offers:
            button.setVisible(offer is not Offer.HIDDEN)
            button.setEnabled(offer is Offer.ENABLED and not busy)
        self.setVisible(shown and any(offer is not Offer.HIDDEN for _, offer in offers))

    def _button(self, name: str, words: str, command: Command, shortcut: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(f"playerControl-{name}")
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setShortcut(QKeySequence(shortcut))
        button.setToolTip(f"{words} ({button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        button.clicked.connect(lambda: self.asked.emit(command))
        return button
