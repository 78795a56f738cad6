"""What a learner goes through with a course: leaving, the power going, the page dying; each in the real program."""

from __future__ import annotations

import json
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.command_line_for_tests import CommandLine, Step

LESSON_12: list[Step] = [
    {"do": "choose", "title": "Know your ship"},
    {"do": "wait-delivered", "title": "Know your ship"},
    {"do": "wait", "selector": "#muster.current"},
    {"do": "click", "selector": "#next"},
    {"do": "wait", "selector": "#signal.current"},
]
QUIZ: list[Step] = [
    {"do": "choose", "title": "Check yourself"},
    {"do": "wait-delivered", "title": "Check yourself"},
    {"do": "wait", "selector": "#intro.current"},
    {"do": "click", "selector": "#next"},
    {"do": "click", "selector": "#ask-first_act.current [value=b]"},
    {"do": "click", "selector": "#next"},
    {"do": "type", "selector": "#ask-short_blasts.current input", "text": "7"},
    {"do": "click", "selector": "#next"},
    {"do": "wait", "selector": "#ask-take_along.current"},
]
THERE_AGAIN: list[Step] = [
    {"do": "wait-delivered", "title": "Check yourself"},
    {"do": "wait", "selector": "#ask-take_along.current"},
    {"do": "screenshot", "file": "again.png"},
]
ANSWERS = {"first_act": ["b"], "short_blasts": "7"}


@pytest.fixture
def connect(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


class Landmark:
    """A screenshot that goes into a pipe: taking it ends when we have read it, so the script stands still till then."""

    def __init__(self, connect: CommandLine, name: str) -> None:
        self.step: Step = {"do": "screenshot", "file": name}
        self._pipe = connect.folder / name
        os.mkfifo(self._pipe)

    def reached(self) -> None:
        """Wait until the script has come here, and let it go on."""
        assert self._pipe.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("sample", ["sample", "sample-1.2"])
def test_who_leaves_in_the_middle_goes_on_at_the_same_page(connect: CommandLine, sample: str) -> None:
    first = connect.play(sample, [*LESSON_12, {"do": "press", "control": "suspend"}])
    assert first["session"]["completion_status"] != "completed"
    again = connect.play(
        sample,
        [{"do": "wait-delivered", "title": "Know your ship"}, {"do": "wait", "selector": "#signal.current"}],
    )
    assert again["session"]["id"] == first["session"]["id"]
    assert again["session"]["version"] > first["session"]["version"]


def test_a_killed_process_loses_no_answer(connect: CommandLine) -> None:
    here = Landmark(connect, "here.png")
    with connect.playing("sample", [*QUIZ, here.step, {"do": "wait", "text": "what never comes"}]) as process:
        here.reached()
        process.kill()
    assert process.returncode == -signal.SIGKILL

    again = connect.play("sample", THERE_AGAIN)
    assert answers_in(again["session"]) == ANSWERS
    shown = connect.run("show", again["session"]["id"], "--json").document
    assert shown == again["session"]


def test_a_page_that_dies_is_brought_back_with_every_answer(connect: CommandLine) -> None:
    here, dead = Landmark(connect, "here.png"), Landmark(connect, "dead.png")
    reload: Step = {"do": "press", "control": "first"}
    with connect.playing("sample", [*QUIZ, here.step, dead.step, reload, *THERE_AGAIN]) as process:
        here.reached()
        for renderer in renderers_of(process.pid):
            os.kill(renderer, signal.SIGKILL)
        dead.reached()
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    session = connect.run("list", "--json").document[0]["sessions"][0]["id"]
    assert answers_in(connect.run("show", session, "--json").document) == ANSWERS


def answers_in(session: dict[str, Any]) -> object:
    """What the quiz remembers of an attempt that is not handed in."""
    return json.loads(session["cmi_data"]["activities.quiz.cmi.suspend_data"])["answers"]


def renderers_of(ancestor: int) -> set[int]:
    """The processes below `ancestor` that hold web pages: what Chromium's zygotes have forked."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        # A process that ends meanwhile is none of ours.
        with suppress(FileNotFoundError, ProcessLookupError):
            # pid (name) state ppid …; the name may hold blanks and brackets.
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    ours = {pid for pid, parent in parents.items() if parent == ancestor}
    renderers = {pid for pid, parent in parents.items() if parent in ours}
    assert renderers
    return renderers
