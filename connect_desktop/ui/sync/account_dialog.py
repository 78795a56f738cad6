"""“Connect to a server”: its address and a key, tried before they are kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from connect_desktop.errors import ConnectError
from connect_desktop.look.theme import set_look
from connect_desktop.look.typography import set_type
from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.credentials import Kept
from connect_desktop.sync.server_address import server_address
from connect_desktop.sync.signing_in import SignedIn, is_encrypted
from connect_desktop.ui.operation import Failure
from connect_desktop.ui.sync.exchanges import Exchanges
from connect_desktop.ui.sync.servers_nearby import ServersNearby

_WIDTH = 520
_LONGEST_NAME = 80


class AccountDialog(QDialog):
    """Signs in to a new server, or again to that of `account`; nothing is kept if it goes before the server answers."""

    def __init__(self, exchanges: Exchanges, account: Account | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exchanges = exchanges
        again = account is not None
        self.setWindowTitle(self.tr("Sign in again") if again else self.tr("Connect to a server"))
        self.setMinimumWidth(_WIDTH)
        self.address = QLineEdit(account.address if account else "")
        self.address.setPlaceholderText("https://connect.example.com")
        self.address.setEnabled(not again)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText("ck_live_…")
        self.name = QLineEdit(account.name if account else "")
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setPlaceholderText(self.tr("optional; else as its address"))
        self.open_words = _words("warning")
        self.open_words.setText(
            self.tr("What is sent there is not encrypted: on a network you do not trust, others can read it.")
        )
        self.said = _words("muted")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.test = QPushButton(self.tr("&Test"))
        self.test.setAutoDefault(False)
        self.buttons.addButton(self.test, QDialogButtonBox.ButtonRole.ActionRole)
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(self.tr("Sign in") if again else self.tr("Connect"))
        self.cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.nearby = None if again or exchanges.browse is None else ServersNearby(exchanges.browse, self)
        self._fields = QWidget()
        self._lay_out(again=again)
        self.test.clicked.connect(self._test)
        self.ok.clicked.connect(self._sign_in)
        self.buttons.rejected.connect(self.reject)
        exchanges.signed_in.connect(self._done)
        exchanges.not_signed_in.connect(self._regret)
        for field in (self.address, self.key):
            field.textChanged.connect(self._typed)
        self._busy = False
        self._typed()
        (self.key if again else self.address).setFocus()

    def _lay_out(self, *, again: bool) -> None:
        title = QLabel(self.windowTitle())
        set_type(title, 1.25, bold=True)
        hint = _words("muted")
        hint.setText(
            self.tr("Everything you learned is kept on this device. A new key is all the server needs.")
            if again
            else self.tr(
                "What is learned here is brought to the server whenever there is a network, and what is learned "
                "elsewhere comes here. Whoever runs the server gives you its address and a key."
            )
        )
        form = QFormLayout(self._fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, field in (
            (self.tr("&Address"), self.address),
            (self.tr("&Key"), self.key),
            (self.tr("&Name"), self.name),
        ):
            label = QLabel(text)
            label.setBuddy(field)
            label.setMinimumHeight(field.sizeHint().height())
            field.setAccessibleName(text.replace("&", ""))
            form.addRow(label, field)
        if self.nearby is not None:
            self._offer(self.nearby, form)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(14)
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(self._fields)
        column.addWidget(self.open_words)
        column.addWidget(self.said)
        column.addStretch(1)
        column.addWidget(self.buttons)

    def _offer(self, nearby: ServersNearby, form: QFormLayout) -> None:
        """Servers to be picked, where there are any."""
        label = QLabel(self.tr("&On this network"))
        label.setBuddy(nearby)
        form.insertRow(0, label, nearby)
        form.setRowVisible(nearby, False)
        nearby.found.connect(lambda some: form.setRowVisible(nearby, some))
        nearby.found.connect(self._fit)
        nearby.picked.connect(self._picked)

    def _picked(self, address: str, name: str) -> None:
        self.address.setText(address)
        self.name.setText(name[:_LONGEST_NAME])
        self.key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        self._say("", "muted")
        self._let()
        try:
            address = server_address(self.address.text())
        except ConnectError:
            address = ""
        self.open_words.setVisible(bool(address) and not is_encrypted(address))
        self._fit()

    def _let(self) -> None:
        ready = bool(self.address.text().strip() and self.key.text().strip()) and not self._busy
        self.ok.setEnabled(ready)
        self.test.setEnabled(ready)

    def _test(self) -> None:
        self._begin()
        checking = self._exchanges.check(self.address.text(), self.key.text(), self)
        checking.success(lambda _address: self._end(self.tr("The server takes this key."), "success"))
        checking.failure(self._regret).start()

    def _sign_in(self) -> None:
        self._begin()
        self._exchanges.sign_in(self.address.text(), self.key.text(), self.name.text(), self).start()

    def _done(self, signed_in: SignedIn) -> None:
        if signed_in.kept is Kept.SYSTEM:
            self.accept()
            return
        self.key.clear()
        self._end(
            self.tr(
                "Connected. This computer has no keyring that takes the key, and keys are never written to a file: you "
                "will be asked for it again after the next start."
            ),
            "warning",
        )
        for widget in (self._fields, self.open_words):
            widget.hide()
        self.ok.hide()
        self.test.hide()
        self.cancel.setText(self.tr("Close"))
        self.cancel.setFocus()

    def _begin(self) -> None:
        self._busy = True
        self._let()
        self._say(self.tr("Asking the server…"), "muted")

    def _end(self, words: str, tone: str) -> None:
        self._busy = False
        self._let()
        self._say(words, tone)

    def _regret(self, failure: Failure) -> None:
        self._end(failure.sentence, "danger")
        self.key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str, tone: str) -> None:
        set_look(self.said, "tone", tone)
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self._fit()

    def _fit(self) -> None:
        """Words that come must not take the fields' room."""
        needed = self._column.totalHeightForWidth(max(self.width(), _WIDTH))
        self.resize(max(self.width(), _WIDTH), max(self.height(), needed))


def _words(tone: str) -> QLabel:
    label = QLabel()
    label.setProperty("tone", tone)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
