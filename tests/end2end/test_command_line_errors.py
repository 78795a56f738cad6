"""What the command line says when something is not as it should be: one sentence, exit code 1, never a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from connect_desktop.store.schema import APPLICATION_ID
from tests.command_line_for_tests import CommandLine


def not_a_zip(connect: CommandLine) -> list[str | Path]:
    file = connect.folder / "course.zip"
    file.write_text("no course")
    return ["play", file, *_script(connect, "[]")]


def missing_file(connect: CommandLine) -> list[str | Path]:
    return ["play", connect.folder / "missing.zip", *_script(connect, "[]")]


def unknown_course(connect: CommandLine) -> list[str | Path]:
    return ["check", "pkg_unknown"]


def unknown_session(connect: CommandLine) -> list[str | Path]:
    return ["show", "unknown"]


def missing_script(connect: CommandLine) -> list[str | Path]:
    return ["play", "sample", "--headless-script", connect.folder / "missing.json"]


def broken_script(connect: CommandLine) -> list[str | Path]:
    return ["play", "sample", *_script(connect, '[{"do": "click"')]


def unknown_step(connect: CommandLine) -> list[str | Path]:
    return ["play", "sample", *_script(connect, '[{"do": "dance"}]')]


def data_below_a_file(connect: CommandLine) -> list[str | Path]:
    connect.data.write_text("in the way")
    return ["list"]


def data_that_cannot_be_written(connect: CommandLine) -> list[str | Path]:
    (connect.data / "connect-desktop.log").mkdir(parents=True)
    return ["list"]


def newer_database(connect: CommandLine) -> list[str | Path]:
    return _database(connect, f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 9999")


def foreign_database(connect: CommandLine) -> list[str | Path]:
    return _database(connect, "CREATE TABLE recipes (name TEXT)")


def no_screen(connect: CommandLine) -> list[str | Path]:
    return ["play", "sample"]


def unknown_command(connect: CommandLine) -> list[str | Path]:
    return ["dance"]


def unknown_mode(connect: CommandLine) -> list[str | Path]:
    return ["play", "sample", "--mode", "dance"]


def nothing_said_to_do(connect: CommandLine) -> list[str | Path]:
    return ["webhooks", "create"]


def _script(connect: CommandLine, text: str) -> list[str | Path]:
    script = connect.folder / "script.json"
    script.write_text(text)
    return ["--headless-script", script]


def _database(connect: CommandLine, made_by: str) -> list[str | Path]:
    connect.data.mkdir()
    with closing(sqlite3.connect(connect.data / "connect.db")) as connection:
        connection.executescript(made_by)
    return ["list"]


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (not_a_zip, "package-refused", "is no zip"),
        (missing_file, "unknown-package", "There is no course “{folder}/missing.zip” here"),
        (unknown_course, "unknown-package", "There is no course “pkg_unknown” here"),
        (unknown_session, "unknown-session", "There is no session “unknown” here"),
        (missing_script, "script-unreadable", "{folder}/missing.json is not a script"),
        (broken_script, "script-unreadable", "{folder}/script.json is not a script"),
        (unknown_step, "script-failed", "The script has an unknown step: dance"),
        (data_below_a_file, "data-directory-unusable", "The folder {folder}/data cannot be used"),
        (data_that_cannot_be_written, "data-directory-unusable", "The folder {folder}/data cannot be used"),
        (newer_database, "database-from-the-future", "was written by a newer version"),
        (foreign_database, "database-foreign", "belongs to another program"),
        (no_screen, "no-screen", "There is no screen here"),
        (unknown_command, "command-misused", "“connect-desktop --help” says what it takes"),
        (unknown_mode, "command-misused", "“connect-desktop play” cannot be understood (argument --mode: invalid"),
        (nothing_said_to_do, "command-misused", "“connect-desktop webhooks create --help” says what it takes"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_one_sentence_says_what_happened_and_what_to_do(
    tmp_path: Path, fault: Callable[[CommandLine], list[str | Path]], code: str, words: str
) -> None:
    connect = CommandLine(tmp_path)
    arguments = fault(connect)
    told = connect.run(*arguments, "--json")
    error = told.document["error"]
    assert (told.code, error["code"]) == (1, code)
    assert error.keys() == {"code", "message"}
    assert words.format(folder=tmp_path) in error["message"]
    assert "Traceback" not in told.err


def test_people_read_the_sentence_alone(tmp_path: Path) -> None:
    said = CommandLine(tmp_path).run("show", "unknown")
    assert (said.code, said.out) == (1, "")
    assert said.err == "There is no session “unknown” here; the list of courses shows the sessions there are.\n"
