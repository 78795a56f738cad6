"""The server itself: its key, and as whom it knows the learners of this device."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from connect_desktop.look.theme import set_look
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.records import Learner
from connect_desktop.sync.credentials import Kept
from connect_desktop.ui.learner_name import spoken_name
from connect_desktop.ui.switch import Switch
from connect_desktop.ui.sync.state import AccountState

_LONGEST_ID = 200


class ServerPage(QScrollArea):
    """Shows an account. `linked` carries a learner's id and the user id they have there, "" for their own;
    `all_learners_wanted` whether learners without one are synced too."""

    sign_in_asked = Signal()
    remove_asked = Signal()
    linked = Signal(str, str)
    all_learners_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address = QLabel()
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.key = QLabel()
        self.sign_in = QPushButton(self.tr("&Sign in again…"))
        self.sign_in.clicked.connect(self.sign_in_asked)
        self.remove = QPushButton(self.tr("&Disconnect…"))
        self.remove.clicked.connect(self.remove_asked)
        self.everybody = Switch(self.tr("Sync every learner of this device"))
        self.everybody.clicked.connect(self.all_learners_wanted)
        self.fields: dict[str, QLineEdit] = {}
        self._people = QGridLayout()
        self._shown: tuple[Sequence[Learner], Account] | None = None
        self._lay_out()

    def show_account(self, state: AccountState, learners: Sequence[Learner]) -> None:
        """Show this account and its learners."""
        account = state.account
        self.address.setText(account.address)
        self.everybody.setChecked(account.all_learners)
        shown = (tuple(learners), account)
        if shown != self._shown:
            self._shown = shown
            self._show_people(account, learners)

    def show_key(self, kept: Kept | None) -> None:
        """Say where the key is."""
        words = {
            Kept.SYSTEM: self.tr("Kept in this computer's keyring."),
            Kept.MEMORY: self.tr("Kept until the program is closed: this computer has no keyring that takes it."),
            Kept.LOCKED: self.tr("This computer's keyring does not say: it is locked, or does not answer."),
            None: self.tr("Not here. Sign in again to sync."),
        }
        set_look(self.key, "tone", "muted" if kept is Kept.SYSTEM else "warning")
        self.key.setText(words[kept])

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        inside = QGridLayout(card)
        inside.setContentsMargins(18, 14, 18, 14)
        inside.setHorizontalSpacing(18)
        inside.setVerticalSpacing(8)
        self.key.setWordWrap(True)
        for row, (words, label) in enumerate(((self.tr("Address"), self.address), (self.tr("Key"), self.key))):
            inside.addWidget(_muted(words), row, 0, Qt.AlignmentFlag.AlignTop)
            inside.addWidget(label, row, 1)
        inside.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.remove, self.sign_in):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        inside.addLayout(buttons, 2, 0, 1, 2)
        everybody = QHBoxLayout()
        everybody.addWidget(QLabel(self.tr("Sync every learner of this device")), 1)
        everybody.addWidget(self.everybody)
        hint = _muted(
            self.tr(
                "Where the server knows a learner by another id, enter it. The same id on two devices is the same "
                "person."
            )
        )
        hint.setWordWrap(True)
        people = QWidget()
        people.setLayout(self._people)
        self._people.setContentsMargins(0, 0, 0, 0)
        self._people.setHorizontalSpacing(14)
        self._people.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._people.setColumnStretch(1, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addLayout(everybody)
        column.addWidget(hint)
        column.addWidget(people)
        column.addStretch(1)
        self.setWidget(whole)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _show_people(self, account: Account, learners: Sequence[Learner]) -> None:
        while (item := self._people.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        self.fields = {}
        for row, learner in enumerate(learners):
            name = spoken_name(learner.name)
            field = QLineEdit(account.links.get(learner.id, ""))
            field.setMaxLength(_LONGEST_ID)
            field.setPlaceholderText(learner.id if account.all_learners else self.tr("not synced"))
            field.setAccessibleName(self.tr("User id of {name} on the server").format(name=name))
            field.editingFinished.connect(self._linker(learner.id, field))
            label = QLabel(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(field)
            self._people.addWidget(label, row, 0)
            self._people.addWidget(field, row, 1)
            self.fields[learner.id] = field

    def _linker(self, learner_id: str, field: QLineEdit) -> Callable[[], None]:
        before = field.text()

        def link() -> None:
            nonlocal before
            if field.text().strip() != before:
                before = field.text().strip()
                self.linked.emit(learner_id, before)

        return link


def _muted(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("tone", "muted")
    return label
