"""Icons: drawn where and as they are painted, in the ink of the theme in force."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connect_desktop.look.icons import Drawing, IconButton, Tone, icon
from connect_desktop.look.theme import Scheme, apply_theme
from connect_desktop.look.tokens import DARK, LIGHT
from connect_desktop.resources import resources_dir

NAMES = sorted(path.stem for path in (resources_dir() / "icons").glob("*.svg"))


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, Scheme.LIGHT)
    yield
    apply_theme(qapp, Scheme.SYSTEM)


def inks(pixmap: QPixmap) -> set[str]:
    """The colours that cover a pixel whole."""
    image = pixmap.toImage()
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in colours if colour.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_drawing_draws(name: str) -> None:
    assert inks(icon(name).pixmap(QSize(64, 64)))


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_the_token_of_its_name(qapp: QApplication, tone: Tone) -> None:
    drawing = icon("previous", tone)
    assert inks(drawing.pixmap(QSize(64, 64))) == {QColor(LIGHT[tone]).name()}
    apply_theme(qapp, Scheme.DARK)
    assert inks(drawing.pixmap(QSize(64, 64))) == {QColor(DARK[tone]).name()}


def test_a_disabled_control_has_a_muted_icon() -> None:
    assert inks(icon("previous").pixmap(QSize(64, 64), QIcon.Mode.Disabled)) == {LIGHT["text-muted"]}


def test_a_screen_with_finer_pixels_gets_a_finer_drawing() -> None:
    pixmap = icon("reload").pixmap(QSize(20, 20), 2.0)
    assert pixmap.size() == QSize(40, 40)
    assert pixmap.devicePixelRatio() == 2.0


def test_a_button_follows_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    button = IconButton("previous", "Back", "Alt+Left")
    qtbot.addWidget(button)
    button.show()
    assert (button.accessibleName(), button.toolTip()) == ("Back", "Back (Alt+Left)")
    assert LIGHT["text"] in inks(button.grab())
    apply_theme(qapp, Scheme.DARK)
    assert DARK["text"] in inks(button.grab())


def test_a_drawing_stands_in_its_place_and_can_change(qtbot: QtBot) -> None:
    drawing = Drawing("previous", Tone.DANGER, 48)
    qtbot.addWidget(drawing)
    drawing.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    drawing.adjustSize()
    assert drawing.size() == QSize(48, 48)
    assert LIGHT["danger"] in inks(drawing.grab())
    drawing.show_drawing("previous", Tone.SUCCESS)
    assert LIGHT["success"] in inks(drawing.grab())
