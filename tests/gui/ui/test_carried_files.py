"""Files for where there is no network, from the menu of the library window, with real files between real devices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from connect_desktop.outbox import open_outbox
from connect_desktop.paths import DataPaths
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.notice import Notice
from connect_desktop.ui.sync.carried_files import CarriedFiles
from tests.gui.ui.conftest import OpenWindow
from tests.gui.ui.fake_library import FakeLibrary
from tests.outbox_for_tests import CarryingDevice, carrying_device
from tests.packages_for_tests import build_zip

LONG = 20_000


def carrying(window: LibraryWindow, device: CarryingDevice) -> CarriedFiles:
    return CarriedFiles(window, lambda: open_outbox(DataPaths(device.data)))


def said(qtbot: QtBot, window: LibraryWindow, act: Callable[[], None]) -> str:
    """What the next notice says."""
    before = len(window.board.rows())
    act()
    qtbot.waitUntil(lambda: len(window.board.rows()) > before, timeout=LONG)
    notice = window.board.rows()[-1]
    assert isinstance(notice, Notice)
    return notice.sentence


def test_what_was_learned_goes_out_comes_in_and_is_receipted(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    course = build_zip(tmp_path / "course.zip")
    file, receipt = tmp_path / "out.zip", tmp_path / "out.receipt.zip"
    with (
        carrying_device(tmp_path, "tablet", course) as tablet,
        carrying_device(tmp_path, "office", course) as office,
    ):
        tablet.play("s-1", "ada", ("cmi.core.lesson_status", "passed"))
        window = open_window(FakeLibrary())
        here, there = carrying(window, tablet), carrying(window, office)
        assert {here.export, here.take_in} <= set(window.header.more.menu().actions())
        assert said(qtbot, window, lambda: here.write(file)).startswith("Launches in the file: 1.")
        there.read(file)
        qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=LONG)
        question = window.findChildren(QMessageBox)[0]
        assert not office.journals()
        trust = next(it for it in question.buttons() if it.text() == "Trust it")
        assert "out.receipt.zip" in said(qtbot, window, trust.click)
        assert office.journals() == tablet.journals()
        tablet.take_in(receipt)
        assert said(qtbot, window, lambda: here.read(receipt)).endswith("launches of this device: 1.")


def test_a_file_that_is_none_is_said_to_be_none(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = build_zip(tmp_path / "course.zip")
    with carrying_device(tmp_path, "office", None) as office:
        window = open_window(FakeLibrary())
        assert "course.zip" in said(qtbot, window, lambda: carrying(window, office).read(other))


def test_a_name_and_a_place_are_proposed_for_the_file(open_window: OpenWindow, tmp_path: Path) -> None:
    with carrying_device(tmp_path, "office", None) as office:
        dialog = carrying(open_window(FakeLibrary()), office).ask_where_to()
        (proposed,) = map(Path, dialog.selectedFiles())
        assert proposed.name.startswith("Learned until ")
        assert proposed.suffix == ".zip"
