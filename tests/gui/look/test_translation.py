"""German is whole; a language we do not have is English throughout."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connect_desktop.look.icons import IconButton
from connect_desktop.look.messages import message_of
from connect_desktop.look.translation import install_translation
from connect_desktop.packages.errors import LibraryFull
from connect_desktop.resources import resources_dir

pytestmark = pytest.mark.usefixtures("own_language_afterwards")

GERMAN = resources_dir() / "translations" / "connect_de.ts"
FIELD = re.compile(r"\{\w*\}|%n")


def test_messages_of_other_rooms_speak_german(qapp: QApplication) -> None:
    install_translation(qapp, QLocale("de_DE"))
    assert message_of(LibraryFull()) == (
        "Der Datenträger ist voll: Schaffen Sie Platz und versuchen Sie es noch einmal."
    )


def test_qt_speaks_german_with_us(qapp: QApplication) -> None:
    install_translation(qapp, QLocale("de_DE"))
    assert qapp.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_a_language_we_do_not_have_is_english_throughout(qapp: QApplication) -> None:
    assert install_translation(qapp, QLocale("fr_FR")) == QLocale("en_FR")
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert QLocale().standaloneDayName(5) == "Friday"


def test_every_translation_has_the_fields_of_its_source() -> None:
    for message in ET.parse(GERMAN).iter("message"):
        source, translation = message.findtext("source") or "", message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        for form in filter(None, forms):
            assert sorted(set(FIELD.findall(form))) == sorted(set(FIELD.findall(source))), source


def test_every_text_is_translated() -> None:
    missing = [
        message.findtext("source")
        for message in ET.parse(GERMAN).iter("message")
        if (translation := message.find("translation")) is None or translation.get("type") == "unfinished"
    ]
    assert not missing


def test_keys_are_named_as_they_are_printed_on_a_german_keyboard(qapp: QApplication, qtbot: QtBot) -> None:
    install_translation(qapp, QLocale("de_DE"))
    button = IconButton("reload", "Neu laden", "Ctrl+L")
    qtbot.addWidget(button)
    assert button.toolTip() == "Neu laden (Strg+L)"
