"""What the command line prints where the terminal does not know every letter, or nobody reads on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from connect_desktop.app import open_library
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.sco_launch import LaunchOptions
from tests.command_line_for_tests import ROOT, CommandLine
from tests.packages_for_tests import build_zip, manifest_12

# Half a surrogate pair: what compressed suspend data consists of.
DATA = "ä \ud83d \x00 €"


@pytest.fixture
def connect(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def session(connect: CommandLine) -> str:
    """A session of “Ädä” in “Kürs” that holds `DATA`."""
    package = build_zip(
        connect.folder / "kürs.zip", {"imsmanifest.xml": manifest_12(title="Kürs"), "sco1.html": "<p>Hello"}
    )
    with open_library(DataPaths(connect.data)) as library:
        taken = library.take_in(package, lambda _done, _total: None, lambda: False)
        opened = library.open(taken.package.id, library.learner("Ädä"), LaunchOptions())
        running = opened.running
        running.begin()
        number = running.deliver("ITEM1").number
        running.call(number, "LMSInitialize", ("",))
        assert running.call(number, "LMSSetValue", ("cmi.suspend_data", DATA)) == "true"
        running.taken_away(number)
        running.close()
        return opened.session.id


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_json_keeps_every_letter_whatever_the_terminal_knows(connect: CommandLine, session: str, encoding: str) -> None:
    shown = connect.run("show", session, "--json", PYTHONIOENCODING=encoding)
    assert shown.code == 0, shown.err
    assert DATA in shown.document["cmi_data"].values()


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_text_is_printed_with_escapes_for_the_rest(connect: CommandLine, session: str, encoding: str) -> None:
    shown = connect.run("show", session, PYTHONIOENCODING=encoding)
    assert shown.code == 0, shown.err
    assert "\\ud83d" in shown.out
    listed = connect.run("list", PYTHONIOENCODING=encoding)
    assert ("Kürs" if encoding == "utf-8" else "K\\xfcrs") in listed.out


def test_nobody_who_stops_reading_sees_a_traceback(connect: CommandLine, session: str) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    command: list[str | Path] = [sys.executable, "-m", "connect_desktop", "--data-dir", connect.data, "show", session]
    ended = subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, text=True, cwd=ROOT, timeout=60)
    os.close(writes)
    assert (ended.returncode, ended.stderr) == (1, "")
