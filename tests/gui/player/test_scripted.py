"""A script file is played to its end, whatever the content does meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from connect_desktop.desktop.scripted import Performance, ScriptFailed, ScriptUnreadable, play_steps, read_steps
from connect_desktop.player.dialogs import QtContentDialogs
from connect_desktop.player.window import PlayerWindow
from tests.gui.player.small_course import SmallCourse, SmallPackage
from tests.gui.player.stage import Stage


def opened(stage: Stage, page: str) -> tuple[PlayerWindow, SmallCourse]:
    course = SmallCourse()
    window = stage.window(course, SmallPackage({"sco.html": page}), dialogs=QtContentDialogs())
    window.start()
    return window, course


ASKING = """<!doctype html><body><script>
  const said = [confirm("Go on where you were?"), prompt("Your name?", "nobody")];
  document.body.append(said.join(" "));
</script>"""


def test_content_that_asks_is_answered(stage: Stage, tmp_path: Path) -> None:
    window, course = opened(stage, ASKING)
    steps = [
        {"do": "answer", "button": "ok"},
        {"do": "answer", "button": "ok", "text": "Zoë"},
        {"do": "wait", "text": "true Zoë"},
        {"do": "screenshot", "file": "end.png"},
        {"do": "eval", "js": "said.length"},
    ]
    assert play_steps(window, steps, tmp_path) == Performance(screenshots=(tmp_path / "end.png",), values=(2,))
    assert course.closed


def test_content_that_is_not_answered_keeps_no_script_from_ending(stage: Stage, tmp_path: Path) -> None:
    window, course = opened(stage, ASKING)
    with pytest.raises(ScriptFailed, match="Step 1 of the script waited in vain"):
        play_steps(window, [{"do": "wait", "text": "never"}], tmp_path, patience=1500)
    assert course.closed


def test_a_script_that_fails_at_once_closes_the_window(stage: Stage, tmp_path: Path) -> None:
    window, course = opened(stage, "<p>Nothing here</p>")
    with pytest.raises(ScriptFailed, match="unknown step: dance"):
        play_steps(window, [{"do": "dance"}], tmp_path)
    assert course.closed


@pytest.mark.parametrize("text", [None, "{", '{"do": "click"}', '["click"]', b"\xff\xfe"])
def test_a_file_that_is_no_script_is_refused(tmp_path: Path, text: str | bytes | None) -> None:
    script = tmp_path / "script.json"
    if text is not None:
        script.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ScriptUnreadable, match="it must be a JSON list of steps"):
        read_steps(script)
