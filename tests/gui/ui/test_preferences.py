"""What the windows remember, and what they make of a file somebody else has been at."""

from __future__ import annotations

from pathlib import Path

import pytest

from connect_desktop.look.theme import Scheme
from connect_desktop.ui.preferences import Preferences


@pytest.mark.parametrize(
    "text",
    [
        "[appearance]\nscheme=light, dark\n[library]\nlearner=a, b\ngeometry=1, 2\n",
        "[appearance]\nscheme=@Variant(junk)\n[library]\nlearner=@Invalid()\n",
        "\0\xff not settings at all",
    ],
)
def test_what_cannot_be_understood_was_never_chosen(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.ini"
    file.write_text(text, encoding="latin-1")
    preferences = Preferences(file)
    assert preferences.scheme is Scheme.SYSTEM
    assert preferences.learner_id is None
    assert preferences.geometry("library").isEmpty()


def test_preferences_nobody_can_read_count_as_never_chosen(tmp_path: Path) -> None:
    (tmp_path / "ui.ini").write_text("[appearance]\nscheme=plaid\n[library]\ngeometry=7\n", encoding="utf-8")
    preferences = Preferences(tmp_path / "ui.ini")
    assert preferences.scheme is Scheme.SYSTEM
    assert preferences.geometry("library").isEmpty()
    assert preferences.learner_id is None


def test_a_choice_is_remembered(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "settings.ini")
    preferences.scheme = Scheme.DARK
    preferences.keep_now()
    assert Preferences(tmp_path / "settings.ini").scheme is Scheme.DARK
