"""One sentence across the window that does not stop anybody, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from connect_desktop.look.icons import Drawing, IconButton, Tone


class NoticeBar(QFrame):
    """Hidden until it has something to say; the next notice takes its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playerNotice")
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._actions = QWidget(self)
        self._buttons = QHBoxLayout(self._actions)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        dismiss = IconButton("close", self.tr("Dismiss"), parent=self)
        dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(Drawing("hint", Tone.WARNING, 20, self))
        layout.addWidget(self._text, 1)
        layout.addWidget(self._actions)
        layout.addWidget(dismiss)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says; "" while hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, sentence: str, *actions: tuple[str, Callable[[], object]]) -> None:
        """Show a sentence, with a button for each (words, what to do)."""
        self._text.setText(sentence)
        for old in self._actions.findChildren(QPushButton):
            self._buttons.removeWidget(old)
            old.hide()
            old.deleteLater()
        for words, act in actions:
            button = QPushButton(words, self._actions)
            button.clicked.connect(self.hide)
            button.clicked.connect(act)
            self._buttons.addWidget(button)
        self._actions.setVisible(bool(actions))
        self.show()
