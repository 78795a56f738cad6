"""What learners read: in their language, and in the colours of the windows."""

from __future__ import annotations

import re
import runpy

import pytest

from connect_desktop.look.tokens import DARK, LIGHT
from connect_desktop.resources import resources_dir
from connect_desktop.server.pages.words import words_for
from connect_desktop.server.player.player_words import WORDS
from tests.store_for_tests import ROOT


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("de", "de"),
        ("de-AT, en;q=0.5", "de"),
        ("en-GB, de;q=0.9", "en"),
        ("fr-FR, de;q=0.4, en;q=0.3", "de"),
        ("fr, it", "en"),
        ("de;q=0", "en"),
        ("*;q=0.1, de;q=x", "en"),
        ("../../etc/passwd", "en"),
    ],
)
def test_the_language_is_the_one_that_is_wanted_most_of_what_there_is(header: str | None, language: str) -> None:
    assert words_for(header).language == language


def test_every_word_of_the_player_is_translated() -> None:
    words = words_for("de")
    assert {name for name, text in WORDS.items() if text not in words.translations} == set()
    assert words(WORDS["suspendAll"]) == "Speichern und verlassen"


def test_fields_are_kept_by_every_translation() -> None:
    words = words_for("de")
    fields = re.compile(r"\{\w+\}")
    assert [text for text in WORDS.values() if set(fields.findall(text)) != set(fields.findall(words(text)))] == []


def test_the_page_names_no_word_there_is_not() -> None:
    folder = resources_dir() / "player"
    named = set(re.findall(r"\$(\w+)", (folder / "web.html").read_text())) - {"language", "words", "drawings"}
    for script in ("web_player.js", "web_view.js"):
        named |= set(re.findall(r'word\("(\w+)"', (folder / script).read_text()))
    assert named <= WORDS.keys()


def test_the_colours_are_those_of_the_windows() -> None:
    style = (resources_dir() / "player" / "tokens.css").read_text()
    shown = {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((\S+), (\S+)\);", style)}
    measures = {name: (size, size) for name, size in re.findall(r"--([\w-]+): (\w+);", style)}
    assert shown | measures == {name: (LIGHT[name], DARK[name]) for name in LIGHT}


@pytest.mark.parametrize(
    "page", ["player/web_player", "player/notice", "player/docs", "reports/reports", "dispatch/dispatch"]
)
def test_every_page_takes_its_colours_from_there(page: str) -> None:
    style = (resources_dir() / f"{page}.css").read_text()
    assert re.search(r'^@import url\("(/player/-/)?tokens\.css"\);$', style, re.MULTILINE)
    tokens = (resources_dir() / "player" / "tokens.css").read_text()
    named = set(re.findall(r"var\(--([\w-]+)\)", style))
    there = set(re.findall(r"--([\w-]+):", tokens + style))
    assert named <= there


def test_everything_pages_say_is_translated() -> None:
    words = words_for("de")
    said = _texts_of_pages()
    assert len(said) > 80
    assert said - words.translations.keys() == set()
    fields = re.compile(r"\{\w+\}")
    assert [text for text in said if set(fields.findall(text)) != set(fields.findall(words(text)))] == []


def _texts_of_pages() -> set[str]:
    """What is found by whoever collects the texts for translation."""
    translations = runpy.run_path(str(ROOT / "packaging" / "translations.py"), run_name="translations")
    return set(translations["all_said"]())
