"""The line above the courses of those who have a server: which courses to see, and whether servers were heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from connect_desktop.errors import ConnectError
from connect_desktop.look.elided_label import ElidedLabel
from connect_desktop.look.icons import IconButton
from connect_desktop.look.messages import message_of
from connect_desktop.sync.courses.server_courses import CourseServer
from connect_desktop.sync.errors import KeyMissing, KeyringLocked, KeyUnknown, SignInNeeded
from connect_desktop.ui.course_words import moment_words
from connect_desktop.ui.shelf_items import Shown

# No network mends these.
_KEYLESS = (KeyMissing, KeyringLocked, KeyUnknown, SignInNeeded)


class ShelfBar(QWidget):
    """Not there where there is nothing to choose and nothing to say."""

    chosen = Signal(Shown)
    look_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = {
            Shown.ALL: self.tr("All courses"),
            Shown.HERE: self.tr("On this device"),
            Shown.ELSEWHERE: self.tr("To download"),
            Shown.ASSIGNED: self.tr("Assigned to you"),
        }
        self._group = QButtonGroup(self)
        self.kinds: dict[Shown, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(6)
        for kind, text in words.items():
            button = QPushButton(text)
            button.setCheckable(True)
            button.setProperty("kind", "filter")
            button.clicked.connect(lambda _checked=False, one=kind: self.chosen.emit(one))
            self._group.addButton(button)
            self.kinds[kind] = button
            row.addWidget(button)
        self.kinds[Shown.ALL].setChecked(True)
        self.state = ElidedLabel()
        self.state.setProperty("tone", "warning")
        self.again = IconButton("reload", self.tr("Look for courses again"), side=16)
        self.again.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.again.clicked.connect(self.look_asked)
        row.addStretch(1)
        row.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.state)
        self.hide()

    @property
    def shown(self) -> Shown:
        """What is chosen."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def offer(self, kinds: Sequence[Shown]) -> None:
        """Let these be chosen among; without any, all is shown."""
        for kind, button in self.kinds.items():
            button.setVisible(kind in kinds)
        if self.shown is not Shown.ALL and self.shown not in kinds:
            self.kinds[Shown.ALL].setChecked(True)
            self.chosen.emit(Shown.ALL)

    def tell(
        self, servers: Sequence[CourseServer], unheard: Mapping[str, ConnectError], now: datetime, *, looking: bool
    ) -> None:
        """Say which servers could not be asked, and of when what is shown of them is; `now` is aware."""
        self.setVisible(bool(servers))
        lines, reasons = [], []
        for server in servers:
            if (error := unheard.get(server.account_id)) is not None:
                reasons.append(message_of(error))
                lines.append(self._unheard(server, error, now))
        self.state.set_text(" · ".join(lines))
        self.state.setVisible(bool(lines))
        self.state.setToolTip("\n".join(reasons))
        self.state.setAccessibleDescription(" ".join(reasons))
        self.again.setEnabled(not looking)

    def _unheard(self, server: CourseServer, error: ConnectError, now: datetime) -> str:
        if server.listed_at is None:
            return self.tr("{server} cannot be asked for courses now").format(server=server.name)
        when = moment_words(server.listed_at, now)
        if isinstance(error, _KEYLESS):
            return self.tr("Not signed in: the courses of {server} as of {when}").format(server=server.name, when=when)
        return self.tr("Offline: the courses of {server} as of {when}").format(server=server.name, when=when)
