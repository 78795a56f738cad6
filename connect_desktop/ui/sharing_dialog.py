"""“Share on this network”: the switch, and while it is on what others need to know."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from connect_desktop.look.typography import set_type
from connect_desktop.ui.copy_button import CopyButton
from connect_desktop.ui.qr_code import QrCode
from connect_desktop.ui.sharing import Sharing, SharingState, Standing
from connect_desktop.ui.switch import Switch

_WIDTH = 640


class SharingDialog(QDialog):
    """Shows a `Sharing` and turns it on and off; it goes on when the dialog is closed."""

    def __init__(self, sharing: Sharing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sharing = sharing
        self.setWindowTitle(self.tr("Share on this network"))
        self.setMinimumWidth(_WIDTH)
        title = QLabel(self.tr("Share on this network"))
        set_type(title, 1.25, bold=True)
        self.standing = QLabel()
        self.standing.setProperty("tone", "muted")
        self.switch = Switch(self.tr("Share on this network"))
        self.switch.clicked.connect(self._switched)
        self.problem = _words("danger")
        self.other_port = QPushButton(self.tr("Share on another port"))
        self.other_port.clicked.connect(lambda: sharing.start(0))
        self.card = QFrame()
        self.card.setObjectName("card")
        self.address = _said(self.tr("Address"))
        self.copy_address = self._copier(self.tr("Copy address"), self.address)
        self.more_addresses = _words("muted")
        self.code, self.code_note = QrCode(), _words("muted")
        self.code_note.setText(self.tr("Scan with a phone"))
        self.code_note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.key = _said(self.tr("Key"))
        self.copy_key = self._copier(self.tr("Copy key"), self.key)
        self.key_note = _words("muted")
        self.new_key = QPushButton(self.tr("Make a new key"))
        self.new_key.setAutoDefault(False)
        self.new_key.clicked.connect(sharing.renew_key)
        self.devices = QLabel()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self._lay_out(title, buttons)
        sharing.changed.connect(self._show)
        self._show(sharing.state)

    def done(self, result: int) -> None:
        # Whoever comes to this dialog next need not be who was to see the key.
        self._sharing.forget_key()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._sharing.forget_key()
        super().closeEvent(event)

    def _lay_out(self, title: QLabel, buttons: QDialogButtonBox) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(title)
        words.addWidget(self.standing)
        top = QHBoxLayout()
        top.addLayout(words, 1)
        top.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignVCenter)
        inside = QVBoxLayout()
        inside.setSpacing(6)
        beside = QVBoxLayout()
        beside.setSpacing(6)
        beside.addWidget(self.code)
        beside.addWidget(self.code_note)
        beside.addStretch(1)
        halves = QHBoxLayout(self.card)
        halves.setContentsMargins(18, 14, 18, 16)
        halves.setSpacing(20)
        halves.addLayout(inside, 1)
        halves.addLayout(beside)
        for word, line, below in (
            (self.tr("Address"), (self.address, self.copy_address), (self.more_addresses,)),
            (self.tr("Key"), (self.key, self.copy_key), (self.key_note, self.new_key)),
            (self.tr("Devices connected"), (self.devices,), ()),
        ):
            label = QLabel(word)
            label.setProperty("tone", "muted")
            inside.addWidget(label)
            inside.addLayout(_row(line))
            if below:
                inside.addLayout(_row(below))
                inside.addSpacing(8)
        reach = _words("muted")
        reach.setText(
            self.tr(
                "Whoever is on this network and has the key can fetch the courses of this computer, and read and write "
                "its learners' results."
            )
        )
        open_words = _words("warning")
        open_words.setText(
            self.tr(
                "What is sent is not encrypted: on a network you do not trust, others can read it. Sharing ends when "
                "connect-desktop is closed."
            )
        )
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(14)
        column.addLayout(top)
        for widget in (self.problem, self.card, reach, open_words):
            column.addWidget(widget)
        column.insertWidget(2, self.other_port, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        column.addWidget(buttons)

    def _show(self, state: SharingState) -> None:
        on = state.standing is Standing.ON
        self.switch.setChecked(state.standing in (Standing.STARTING, Standing.ON))
        self.switch.setEnabled(state.standing in (Standing.OFF, Standing.ON))
        self.standing.setText(
            {
                Standing.OFF: self.tr("Off: nobody but this computer reaches its courses."),
                Standing.STARTING: self.tr("Starting…"),
                Standing.ON: self.tr("On"),
                Standing.STOPPING: self.tr("Stopping…"),
            }[state.standing]
        )
        self.problem.setText(self._problem(state))
        self.problem.setVisible(bool(state.problem))
        self.other_port.setVisible(state.problem == "address-unusable")
        self.card.setVisible(on)
        address = state.addresses[0] if state.addresses else ""
        self.address.setText(address)
        self.code.show_text(address)
        self.code.setAccessibleName(self.tr("QR code of the address {address}").format(address=address))
        others = ", ".join(state.addresses[1:])
        self.more_addresses.setText(self.tr("Also {addresses}").format(addresses=others) if others else "")
        self.more_addresses.setVisible(bool(others))
        self.key.setText(state.key or "")
        self.key.setCursorPosition(0)
        self.key.setVisible(state.key is not None)
        self.copy_key.setVisible(state.key is not None)
        self.new_key.setVisible(state.key is None)
        self.key_note.setText(
            self.tr("Shown this once: copy it now.")
            if state.key
            else self.tr("Was shown when it was made. A new one takes its place.")
        )
        self.devices.setText(self.locale().toString(state.devices) if state.devices else self.tr("none at the moment"))
        # Not adjustSize(): that stops at two thirds of the screen and would crush the fields on a small one.
        self.resize(self.width(), self._column.totalHeightForWidth(max(self.width(), _WIDTH)))

    def _problem(self, state: SharingState) -> str:
        known = {
            "address-unusable": self.tr(
                "Another program on this computer uses the port already, perhaps a second connect-desktop."
            ),
            "no-network": self.tr("This computer is on no network; connect it to one and try again."),
            "ended": self.tr("The server ended unexpectedly; its log says why. Try again."),
        }
        return known.get(state.problem, state.sentence)

    def _switched(self, on: bool) -> None:
        if on:
            self._sharing.start()
        else:
            self._sharing.stop()

    def _copier(self, name: str, field: QLineEdit) -> CopyButton:
        button = CopyButton(self.tr("Copy"), field.text)
        button.setAccessibleName(name)
        return button


def _words(tone: str) -> QLabel:
    label = QLabel()
    label.setProperty("tone", tone)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _said(name: str) -> QLineEdit:
    """What is for others to be told, word for word."""
    field = QLineEdit()
    field.setReadOnly(True)
    field.setAccessibleName(name)
    return field


def _row(widgets: Sequence[QWidget]) -> QHBoxLayout:
    """The first as wide as it may be, the others beside it."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for at, widget in enumerate(widgets):
        row.addWidget(widget, 0 if at else 1)
    return row
