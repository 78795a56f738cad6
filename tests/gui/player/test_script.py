"""A script acts on what a learner would see, and shows it as it comes to rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage

from connect_desktop.player.script import PlayScript
from connect_desktop.player.window import PlayerWindow
from connect_desktop.resources import resources_dir
from tests.gui.player.small_course import SmallCourse, SmallPackage
from tests.gui.player.stage import Stage

ARRIVING = """<!doctype html>
  <style>
    @keyframes arrive { from { opacity: 0 } to { opacity: 1 } }
    @keyframes turn { to { rotate: 1turn } }
    body { background: white; margin: 0 }
    #turning { animation: turn 1s infinite }
    #arriving { animation: arrive 700ms both; background: #00f; position: fixed; inset: 0 }
  </style>
  <div id="turning">…</div>"""


def opened(stage: Stage, **pages: str) -> PlayerWindow:
    window = stage.window(
        SmallCourse(pages=("sco.html",)), SmallPackage({f"{name}.html": page for name, page in pages.items()})
    )
    with stage.qtbot.waitSignal(window.course_view.loaded, timeout=8000):
        window.start()
    return window


def failure(stage: Stage, window: PlayerWindow, *steps: dict[str, str]) -> str:
    script = PlayScript(window, steps, parent=window)
    with stage.qtbot.waitSignal(script.failed, timeout=8000) as failed:
        script.start()
    assert failed.args is not None
    return str(failed.args[0])


def values(stage: Stage, window: PlayerWindow, *steps: dict[str, str], folder: Path = Path()) -> list[Any]:
    script = PlayScript(window, steps, folder=folder, parent=window)
    with stage.qtbot.waitSignal(script.finished, timeout=20_000) as finished:
        script.start()
    assert finished.args is not None
    found: list[Any] = finished.args[0]["values"]
    return found


def test_a_screenshot_waits_for_what_is_still_arriving_in_any_frame(stage: Stage, tmp_path: Path) -> None:
    window = opened(
        stage, sco='<iframe src="inner.html" style="position: fixed; width: 100%; height: 100%">', inner=ARRIVING
    )
    arrive = """const arriving = frames[0].document.createElement("div");
      arriving.id = "arriving"; frames[0].document.body.append(arriving)"""
    values(stage, window, {"do": "eval", "js": arrive}, {"do": "screenshot", "file": "it.png"}, folder=tmp_path)
    image = QImage(str(tmp_path / "it.png"))
    middle = window.course_view.mapTo(window, window.course_view.rect().center()) * image.devicePixelRatio()
    assert image.pixelColor(middle) == QColor(0, 0, 255)


def test_what_turns_for_ever_is_not_waited_for(stage: Stage) -> None:
    window = opened(stage, sco=ARRIVING)
    probe = (resources_dir() / "player" / "probe.js").read_text(encoding="utf-8").strip()
    assert stage.evaluate(window.course_view, f"JSON.stringify({probe}({{still: true}}))") == "{}"


def test_the_one_that_can_be_seen_is_clicked(stage: Stage) -> None:
    button = """<button class="next" {} onclick="document.title = '{}'">Next</button>"""
    window = opened(stage, sco=button.format("hidden", "hidden one") + button.format("", "one in sight"))
    steps = [{"do": "click", "selector": ".next"}, {"do": "eval", "js": "document.title"}]
    assert values(stage, window, *steps) == ["one in sight"]


def test_an_expression_that_throws_is_told(stage: Stage) -> None:
    window = opened(stage, sco="<p>Nothing here</p>")
    steps = [{"do": "eval", "js": json.dumps("fine")}, {"do": "eval", "js": "nothing.at.all"}]
    assert failure(stage, window, *steps) == "Step 2 of the script failed: ReferenceError: nothing is not defined"


def test_a_step_without_what_it_needs_is_told_before_anything_is_done(stage: Stage) -> None:
    window = opened(stage, sco="<p>Nothing here</p>")
    steps = [{"do": "wait", "text": "never"}, {"do": "click"}]
    assert failure(stage, window, *steps) == "Step 2 of the script lacks its “selector”."


def test_leaving_the_course_ends_the_script(stage: Stage) -> None:
    window = opened(stage, sco="<p>Nothing here</p>")
    assert values(stage, window, {"do": "press", "control": "suspend"}, {"do": "wait-ended"}) == []


def test_a_step_after_the_window_was_closed_is_told(stage: Stage) -> None:
    window = opened(stage, sco="<p>Nothing here</p>")
    steps = [{"do": "press", "control": "suspend"}, {"do": "wait", "text": "never"}]
    assert failure(stage, window, *steps) == "The window was closed before step 2 of the script."
