"""What rooms below say, in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from connect_desktop.errors import ConnectError
from connect_desktop.look.messages import CONTEXT, message_of
from connect_desktop.runtime.navigation import Refused
from connect_desktop.scorm.cam.finding import Finding, Severity


class Parrot(QTranslator):
    """Translates messages by a table."""

    def __init__(self, table: dict[str, str]) -> None:
        super().__init__()
        self._table = table

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        context: str,
        source: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        return self._table.get(source, "") if context == CONTEXT else ""


@pytest.fixture
def parrot() -> Iterator[Parrot]:
    translator = Parrot({"There is no “{name}”.": "Es gibt kein „{name}“.", "Gone {away}.": "Weg {weg}."})
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)


@pytest.mark.usefixtures("parrot")
def test_errors_findings_and_refusals_are_translated_by_their_template() -> None:
    assert message_of(ConnectError("There is no “{name}”.", name="x")) == "Es gibt kein „x“."
    assert message_of(Refused("There is no “{name}”.", {"name": "y"})) == "Es gibt kein „y“."
    finding = Finding(severity=Severity.HINT, code="c", template="There is no “{name}”.", values={"name": "z"})
    assert message_of(finding) == "Es gibt kein „z“."


@pytest.mark.usefixtures("parrot")
def test_a_translation_with_wrong_fields_falls_back_to_the_source(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert message_of(ConnectError("Gone {away}.", away="far")) == "Gone far."
    assert "other fields" in caplog.text


def test_braces_without_values_are_just_braces() -> None:
    assert message_of(ConnectError("Odd {braces}")) == "Odd {braces}"
