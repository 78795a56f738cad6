"""Servers on the network in “Connect to a server”."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Event

from connect_desktop.discovery.service import Service
from connect_desktop.sync.signing_in import SigningIn
from connect_desktop.ui.sync.account_dialog import AccountDialog
from connect_desktop.ui.sync.exchanges import Exchanges
from connect_desktop.ui.sync.parts import SyncParts
from tests.gui.sync.conftest import LONG, Desk

HUB = Service(name="Camp 3", addresses=("10.0.0.7",), port=8425, version="1.0", path="/api/v1")


def test_a_server_that_is_found_is_picked_instead_of_typed(desk: Desk) -> None:
    listening: Queue[Callable[[tuple[Service, ...]], None]] = Queue()
    left = Event()

    @contextmanager
    def browse(heard: Callable[[tuple[Service, ...]], None]) -> Iterator[None]:
        listening.put(heard)
        yield
        left.set()

    exchanges = Exchanges(
        SyncParts(
            accounts=desk.accounts,
            keys=desk.keys,
            signing_in=SigningIn(desk.accounts, desk.keys),
            service=desk.device.service,
            browse=browse,
        )
    )
    dialog = AccountDialog(exchanges)
    dialog.show()
    nearby = dialog.nearby
    assert nearby is not None
    assert not nearby.isVisible()
    tell = listening.get(timeout=LONG / 1000)
    with desk.qtbot.waitSignal(nearby.found, timeout=LONG):
        tell((HUB,))
    assert nearby.isVisible()
    assert nearby.itemText(1) == "Camp 3 (http://10.0.0.7:8425)"
    nearby.setCurrentIndex(1)
    nearby.activated.emit(1)
    assert (dialog.address.text(), dialog.name.text()) == ("http://10.0.0.7:8425", "Camp 3")
    with desk.qtbot.waitSignal(nearby.found, timeout=LONG):
        tell(())
    assert not nearby.isVisible()
    with desk.qtbot.waitSignal(dialog.destroyed, timeout=LONG):
        dialog.deleteLater()
    assert left.wait(LONG / 1000)
    exchanges.dispose()


def test_who_signs_in_again_is_not_asked_where(desk: Desk) -> None:
    account = desk.add_account("https://school.example", None)
    dialog = AccountDialog(desk.exchanges, account)
    desk.qtbot.addWidget(dialog)
    assert dialog.nearby is None
