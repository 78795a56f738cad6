"""“Share on this network”, with the real server in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import segno
from PySide6.QtCore import QProcess
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connect_desktop.errors import ConnectError
from connect_desktop.look.theme import Scheme, apply_theme
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.sharing_key import SharingKey
from connect_desktop.server.listening.serving import listen
from connect_desktop.store.access.api_keys import ApiKeys
from connect_desktop.store.database import Database, utc_now
from connect_desktop.ui.qr_code import QrCode
from connect_desktop.ui.sharing import PORT, Sharing, SharingState, Standing
from connect_desktop.ui.sharing_dialog import SharingDialog
from tests.gui.ui.conftest import OpenWindow, nothing_shared
from tests.gui.ui.fake_library import FakeLibrary, some_courses

_LONG = 30_000


@pytest.fixture
def sharing(tmp_path: Path, qtbot: QtBot) -> Iterator[Sharing]:
    """Sharing on loopback, over data of the test's own."""
    database = Database(DataPaths(tmp_path).database)
    key = SharingKey(ApiKeys(database.connections, utc_now), database.tenant_id)

    def command(port: int) -> list[str]:
        # Tests run beside each other: the usual port is any that is free.
        usual = str(0 if port == PORT else port)
        serve = [sys.executable, "-m", "connect_desktop", "serve", "--supervised", "--json", "--port", usual]
        return [*serve, "--data-dir", str(tmp_path)]

    made = Sharing(command, key.first, key.renew)
    yield made
    made.dispose()
    database.close()


def _until(qtbot: QtBot, sharing: Sharing, wanted: Callable[[SharingState], bool], act: Callable[[], object]) -> None:
    with qtbot.waitSignal(sharing.changed, timeout=_LONG, check_params_cb=wanted):
        act()


def _is(standing: Standing) -> Callable[[SharingState], bool]:
    return lambda state: state.standing is standing


@pytest.fixture
def dialog(sharing: Sharing, qtbot: QtBot) -> SharingDialog:
    dialog = SharingDialog(sharing)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_address_can_be_scanned(dialog: SharingDialog, sharing: Sharing, qtbot: QtBot) -> None:
    _until(qtbot, sharing, _is(Standing.ON), dialog.switch.click)
    # And nothing of the key, which whoever passes by the screen could then take along.
    assert dialog.code.text == sharing.state.addresses[0]
    assert dialog.code.text in dialog.code.accessibleName()
    assert dialog.code.isVisible()
    _until(qtbot, sharing, _is(Standing.OFF), dialog.switch.click)
    assert not dialog.code.isVisible()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_a_code_is_what_the_standard_makes_of_the_text(qtbot: QtBot, qapp: QApplication, scheme: Scheme) -> None:
    apply_theme(qapp, scheme)
    address = "http://192.168.178.23:8425"
    code = QrCode()
    qtbot.addWidget(code)
    code.resize(code.sizeHint())
    code.show_text(address)
    image = code.grab().toImage()
    wanted = [[bool(module) for module in row] for row in segno.make_qr(address, error="m").matrix]
    # Around the round corners there is the window.
    inside = range(8, image.width() - 8)
    dark = {(x, y) for x in inside for y in inside if image.pixelColor(x, y).value() < 100}
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    module = (max(x for x, _ in dark) + 1 - left) // len(wanted)
    assert module >= 3
    seen = [
        [(left + module * across + 1, top + module * down + 1) in dark for across in range(len(wanted))]
        for down in range(len(wanted))
    ]
    assert seen == wanted
    # The quiet zone is there, and is light.
    assert left >= 4 * module
    assert image.pixelColor(left - module, top - module).value() > 240


def test_the_library_is_there_while_the_switch_is_on(
    dialog: SharingDialog, sharing: Sharing, qtbot: QtBot, tmp_path: Path
) -> None:
    assert not dialog.card.isVisible()
    _until(qtbot, sharing, _is(Standing.ON), dialog.switch.click)
    dialog.copy_address.click()
    address = QGuiApplication.clipboard().text()
    dialog.copy_key.click()
    key = QGuiApplication.clipboard().text()
    assert key.startswith("ck_live_")
    asked: list[int] = []

    def ask() -> None:
        asked.append(httpx.get(f"{address}/api/v1/sessions", headers={"X-API-Key": key}).status_code)

    _until(qtbot, sharing, lambda state: state.devices == 1, ask)
    assert asked == [200]
    assert "1" in dialog.devices.text()
    _until(qtbot, sharing, _is(Standing.OFF), dialog.switch.click)
    assert not sharing.state.problem
    assert not dialog.card.isVisible()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/api/health")
    log = (tmp_path / "connect-desktop.log").read_text(encoding="utf-8")
    assert "listens on" in log
    assert "does not listen" in log
    assert key not in log


def test_the_key_is_shown_once_and_replaced_on_demand(sharing: Sharing, qtbot: QtBot) -> None:
    first = SharingDialog(sharing)
    qtbot.addWidget(first)
    _until(qtbot, sharing, _is(Standing.ON), sharing.start)
    before = sharing.state.key
    assert before
    assert first.key.text() == before
    first.close()
    again = SharingDialog(sharing)
    qtbot.addWidget(again)
    again.show()
    assert not again.key.isVisible()
    assert before not in again.key.text()
    assert not again.copy_key.isVisible()
    _until(qtbot, sharing, lambda state: state.key is not None, again.new_key.click)
    after = sharing.state.key
    address = f"{sharing.state.addresses[0]}/api/v1/sessions"
    assert [httpx.get(address, headers={"X-API-Key": key or ""}).status_code for key in (before, after)] == [401, 200]
    # The application quits.
    sharing.dispose()
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)


def test_a_port_that_is_taken_is_said_and_another_one_offered(
    dialog: SharingDialog, sharing: Sharing, qtbot: QtBot
) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        _until(qtbot, sharing, lambda state: bool(state.problem), lambda: sharing.start(port))
        assert (sharing.state.standing, sharing.state.problem) == (Standing.OFF, "address-unusable")
        assert "port" in dialog.problem.text()
        _until(qtbot, sharing, _is(Standing.ON), dialog.other_port.click)
    assert not dialog.problem.isVisible()
    assert sharing.state.addresses


@pytest.mark.parametrize("program", ["/nowhere/at/all", sys.executable])
def test_a_server_that_does_not_start_is_said(qtbot: QtBot, program: str) -> None:
    sharing = Sharing(lambda _port: (program, "-c", "raise SystemExit(3)"), lambda: None, lambda: "")
    _until(qtbot, sharing, lambda state: state.problem == "ended", sharing.start)
    dialog = SharingDialog(sharing)
    qtbot.addWidget(dialog)
    assert "ended unexpectedly" in dialog.problem.text()
    assert not dialog.switch.isChecked()


def test_a_key_that_cannot_be_made_is_said(qtbot: QtBot) -> None:
    def no_key() -> str:
        raise ConnectError("The disk is full.")

    sharing = Sharing(lambda _port: ("false",), no_key, no_key)
    _until(qtbot, sharing, lambda state: state.problem == "key", sharing.start)
    assert sharing.state == SharingState(problem="key", sentence="The disk is full.")


def test_it_ends_though_the_application_is_killed(tmp_path: Path, qtbot: QtBot) -> None:
    serve = QProcess()
    arguments = ["-m", "connect_desktop", "serve", "--supervised", "--port", "0", "--data-dir", str(tmp_path)]
    with qtbot.waitSignal(serve.readyReadStandardOutput, timeout=_LONG):
        serve.start(sys.executable, arguments)
    with qtbot.waitSignal(serve.finished, timeout=_LONG) as ended:
        # What the system does to the pipes of a process that is gone.
        serve.closeWriteChannel()
    assert ended.args is not None
    assert ended.args[0] == 0
    assert b'"stopped"' in serve.readAllStandardOutput().data()


def test_the_window_shows_that_it_is_shared(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(some_courses()))
    assert not window.header.shared.isVisible()
    window.header.share.trigger()
    (dialog,) = window.findChildren(SharingDialog)
    assert dialog.isVisible()
    window._sharing.changed.emit(SharingState(Standing.ON, ("http://192.0.2.7:8425",)))
    assert window.header.shared.isVisible()
    window._sharing.changed.emit(SharingState())
    assert not window.header.shared.isVisible()


def test_one_key_at_a_time(tmp_path: Path) -> None:
    with closing(Database(DataPaths(tmp_path).database)) as database:
        keys = ApiKeys(database.connections, utc_now)
        key = SharingKey(keys, database.tenant_id)
        first = key.first()
        assert first is not None
        assert keys.find(first)
        assert key.first() is None
        second = key.renew()
        assert (keys.find(first), keys.find(second) is not None) == (None, True)


def test_many_words_do_not_crush_the_fields(qtbot: QtBot) -> None:
    addresses = tuple(f"http://192.0.2.{number}:8425" for number in range(100))
    sharing = nothing_shared()
    dialog = SharingDialog(sharing)
    qtbot.addWidget(dialog)
    dialog.show()
    sharing.changed.emit(SharingState(standing=Standing.ON, addresses=addresses, key="ck_live_x"))
    fields = (dialog.address, dialog.key)
    qtbot.waitUntil(lambda: all(field.height() >= field.sizeHint().height() for field in fields))
