"""The bar above the course: what is played, how far, whether it is saved, and the ways out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from connect_desktop.look.elided_label import ElidedLabel
from connect_desktop.look.icons import IconButton
from connect_desktop.player.leaving_menu import LeavingMenu
from connect_desktop.player.saved_state import SavedState
from connect_desktop.runtime.navigation import Command, Controls, Offer

# What the title of the course has at least where progress is shown beside the ways out, in pixels.
_ROOM_FOR_TITLE = 160


class HeaderBar(QFrame):
    """`asked` carries the `Command` of a way out."""

    asked = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playerHeader")
        self.contents = IconButton("contents", self.tr("Contents"), "Ctrl+L", self)
        self.contents.setCheckable(True)
        self.contents.setChecked(True)
        self._course_title = title
        self._title = ElidedLabel(parent=self)
        self._title.setObjectName("playerTitle")
        self._title.set_text(title)
        self._part = ElidedLabel(parent=self)
        self._part.setObjectName("playerPart")
        self._part.setProperty("tone", "muted")
        self._part.hide()
        self._progress = QProgressBar(self)
        self._progress.setObjectName("playerProgress")
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(110)
        self._progress.setAccessibleName(self.tr("Progress in the course"))
        self._percent = QLabel(self)
        self._percent.setProperty("tone", "muted")
        self.saved = SavedState(self)
        self.reload = IconButton("reload", self.tr("Reload this part"), "F5", self)
        self.print = IconButton("print", self.tr("Print…"), "Ctrl+P", self)
        self.inspect = IconButton("inspect", self.tr("Look inside"), "Ctrl+Shift+I", self)
        self.full_screen = IconButton("full-screen", self.tr("Full screen"), "F11", self)
        self.suspend = self._way_out("suspend", self.tr("Save and leave"), Command.SUSPEND_ALL)
        self.exit = self._way_out("exit", self.tr("Exit course"), Command.EXIT_ALL)
        self.suspend.setToolTip(self.tr("Keeps your place and closes the course"))
        self.exit.setToolTip(self.tr("Ends the course for now and shows what it came to"))
        self.leaving = LeavingMenu(self)
        self.leaving.asked.connect(self.asked)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def show_part(self, title: str) -> None:
        self._part.set_text(title)
        self._part.setVisible(bool(title) and title != self._course_title)

    def show_progress(self, progress: float) -> None:
        """`progress` is 0..1."""
        percent = round(progress * 100)
        self._progress.setValue(percent)
        self._percent.setText(self.tr("{percent} %").format(percent=percent))

    def offer(self, controls: Controls, *, busy: bool, playing: bool) -> None:
        """Show the ways out the course offers; there are none while nothing is played."""
        for button, offer in ((self.suspend, controls.suspend_all), (self.exit, controls.exit_all)):
            button.setVisible(offer is not Offer.HIDDEN and playing)
            button.setEnabled(offer is Offer.ENABLED and not busy)
        self.leaving.offer(controls, busy=busy, playing=playing)
        self.reload.setEnabled(playing and not busy)
        self.print.setEnabled(playing and not busy)
        self._make_room()

    def _make_room(self) -> None:
        """Show the progress where the title has room beside it; how much the ways out take depends on the language."""
        labels = (self._progress, self._percent)
        items = [item for at in range(self._row.count()) if (item := self._row.itemAt(at)) is not None]
        others = [item for item in items if not item.isEmpty() and item.widget() not in labels]
        taken = sum(item.minimumSize().width() + self._row.spacing() for item in others)
        progress = sum(label.sizeHint().width() + self._row.spacing() for label in labels)
        for label in labels:
            label.setVisible(self.width() >= taken + progress + _ROOM_FOR_TITLE)

    def _way_out(self, name: str, words: str, command: Command) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(f"playerControl-{name}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.asked.emit(command))
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._part)
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 16, 8)
        layout.setSpacing(10)
        layout.addWidget(self.contents)
        layout.addLayout(words, 1)
        layout.addWidget(self.saved)
        layout.addWidget(self._progress)
        layout.addWidget(self._percent)
        layout.addSpacing(6)
        layout.addWidget(self.reload)
        layout.addWidget(self.print)
        layout.addWidget(self.inspect)
        layout.addWidget(self.full_screen)
        layout.addWidget(self.suspend)
        layout.addWidget(self.exit)
        layout.addWidget(self.leaving)
