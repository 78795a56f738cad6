"""An ordinary browser in front of a real server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot

from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.scheme_registration import register_scheme
from tests.gui.server.browser import Browser
from tests.gui.server.content import course_of_two
from tests.packages_for_tests import build_zip
from tests.server_for_tests import RunningServer, add_package, running_server

# Both must happen before the first QApplication, whichever test makes it.
set_chromium_flags()
register_scheme()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("server")
    add_package(folder / "data", build_zip(folder / "course.zip", course_of_two()))
    with running_server(folder / "data") as running:
        yield running


@pytest.fixture
def browser(qtbot: QtBot, tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(qtbot)
    yield browser
    browser.close()
