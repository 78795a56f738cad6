"""The look: readable in both sets, complete, and awake to the system's wish."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connect_desktop.look.theme import Scheme, apply_theme, style_sheet
from connect_desktop.look.tokens import DARK, LIGHT
from connect_desktop.resources import resources_dir

SURFACES = ("surface", "surface-2", "surface-3")
AA_TEXT = 4.5
AA_CONTROL = 3.0

TEXT_PAIRS = [
    *((ink, ground) for ink in ("text", "text-muted") for ground in (*SURFACES, "accent-soft")),
    *((ink, ground) for ink in ("accent", "success", "warning", "danger") for ground in SURFACES),
    *((tone, f"{tone}-soft") for tone in ("accent", "success", "warning", "danger")),
    *(("text", f"{tone}-soft") for tone in ("success", "warning", "danger")),
    *(("accent-text", fill) for fill in ("accent", "accent-hover", "accent-pressed")),
    ("danger-text", "danger"),
    ("surface-2", "text"),
]
CONTROL_PAIRS = [(edge, ground) for edge in ("border-strong", "focus") for ground in ("surface", "surface-2")]


def luminance(colour: str) -> float:
    """Relative luminance of sRGB [WCAG 2.2]."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    ink = QColor(colour)
    return 0.2126 * linear(ink.redF()) + 0.7152 * linear(ink.greenF()) + 0.0722 * linear(ink.blueF())


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(autouse=True)
def _system_scheme_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    apply_theme(qapp, Scheme.SYSTEM)


def test_the_measure_of_contrast_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_readable(tokens: Mapping[str, str], ink: str, ground: str) -> None:
    assert contrast(tokens[ink], tokens[ground]) >= AA_TEXT


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), CONTROL_PAIRS)
def test_edges_of_controls_can_be_seen(tokens: Mapping[str, str], edge: str, ground: str) -> None:
    assert contrast(tokens[edge], tokens[ground]) >= AA_CONTROL


def test_both_sets_have_the_same_tokens() -> None:
    assert set(LIGHT) == set(DARK)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_token_of_every_style_sheet_is_filled(tokens: Mapping[str, str]) -> None:
    assert "@" not in style_sheet(tokens)


def test_style_sheets_name_no_colour_of_their_own() -> None:
    sheets = list((resources_dir() / "styles").glob("*.qss"))
    assert sheets
    for sheet in sheets:
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", sheet.read_text(encoding="utf-8")), sheet.name


@pytest.mark.parametrize(("scheme", "tokens"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_a_chosen_scheme_is_worn(qapp: QApplication, scheme: Scheme, tokens: Mapping[str, str]) -> None:
    apply_theme(qapp, scheme)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(tokens["surface"])
    assert tokens["accent"] in qapp.styleSheet()


def test_there_is_one_theme_for_an_application(qapp: QApplication) -> None:
    assert apply_theme(qapp, Scheme.DARK) is apply_theme(qapp, Scheme.LIGHT)


def test_the_system_is_followed_as_it_changes(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = apply_theme(qapp, Scheme.SYSTEM)
    with qtbot.waitSignal(theme.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK["surface"])


def test_a_chosen_scheme_does_not_follow_the_system(qapp: QApplication) -> None:
    apply_theme(qapp, Scheme.LIGHT)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT["surface"])
