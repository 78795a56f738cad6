"""A learner made of JSON: steps run against a player window, for `play --headless-script` and end-to-end tests.

A script is a list of objects; `do` names the step:

| step | fields |
|---|---|
| `click` | `selector`: waits until it is visible in the content, then presses it with the mouse |
| `type` | `selector`, `text`: types into it |
| `wait` | `selector` or `text`: until it is there |
| `answer` | `button`: `ok` or `cancel` of the content's dialog, once it is there; `text`: typed first if it asks |
| `press` | `control`: `continue`, `previous`, `exit` (the course) or `suspend`, as soon as it can be pressed |
| `press` | `control` `first`: the first button of what stands in the course's place: start, open again, reload |
| `choose` | `title`: a part of the contents, as soon as it can be opened |
| `wait-delivered` | `title`: until that part is loaded |
| `wait-ended` | until the course ended its session |
| `screenshot` | `file`: the window as PNG, when what moves into place in the content has arrived |
| `eval` | `js`: an expression in the content's frame, once that is loaded; its value is reported |
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QInputDialog, QPushButton

from connect_desktop.player.flow import Phase
from connect_desktop.player.window import PlayerWindow
from connect_desktop.resources import resources_dir

Step = Mapping[str, str]

_FIELDS: Mapping[str, Sequence[str]] = {
    "click": ("selector",),
    "type": ("selector", "text"),
    "answer": ("button",),
    "press": ("control",),
    "choose": ("title",),
    "wait-delivered": ("title",),
    "screenshot": ("file",),
    "eval": ("js",),
}
_BUTTONS = {"ok": QDialogButtonBox.StandardButton.Ok, "cancel": QDialogButtonBox.StandardButton.Cancel}
# How long a step waits for what it needs, and how often it looks, in milliseconds.
PATIENCE = 20_000
_INTERVAL = 25
# How long a page may take to answer before it is asked again, in milliseconds.
_ASK_AGAIN = 4000
# How long a screenshot waits for content to come to rest and be painted, in milliseconds.
_COMING_TO_REST = 1500
# How long a page may take to notice the mouse; one that swallows the event is not waited for longer, in milliseconds.
_REACTION = 1000

# Whether two frames were drawn since it was asked first; the second begins when the first is on its way to the screen.
_PAINTED = """(() => {
  const seen = document.documentElement.dataset;
  if (seen.asked !== "STEP") {
    seen.asked = "STEP";
    requestAnimationFrame(() => requestAnimationFrame(() => (seen.painted = "STEP")));
  }
  return seen.painted === "STEP";
})()"""

_EVALUATE = """(() => {
  try {
    return JSON.stringify({ value: document.querySelector("iframe[name=content]").contentWindow.eval(SOURCE) ?? null });
  } catch (error) {
    return JSON.stringify({ error: String(error) });
  }
})()"""


class PlayScript(QObject):
    """Runs steps one after another. `finished` carries `{"steps", "screenshots", "values"}`; `failed` a sentence that
    names the step that failed or waited in vain.
    """

    finished = Signal(dict)
    failed = Signal(str)

    def __init__(
        self,
        window: PlayerWindow,
        steps: Sequence[Step],
        *,
        folder: Path = Path(),
        patience: int = PATIENCE,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._steps = list(steps)
        self._folder = folder
        self._at = 0
        self._question = 0
        self._pressed: int | None = None
        self._ended = False
        self._over = False
        self._screenshots: list[str] = []
        self._values: list[Any] = []
        self._waited = QElapsedTimer()
        # A timer of its own: a page that is busy or asks something answers nothing we could look at the clock for.
        self._patience = QTimer(self, singleShot=True, interval=patience)
        self._patience.timeout.connect(self._give_up)
        self._next_look = QTimer(self, singleShot=True)
        self._next_look.timeout.connect(self._look)
        self._probe = (resources_dir() / "player" / "probe.js").read_text(encoding="utf-8")
        self._actions: Mapping[str, Callable[[Step], None]] = {
            "click": self._click,
            "type": self._type,
            "wait": self._wait,
            "answer": self._answer,
            "press": self._press,
            "choose": self._choose,
            "wait-delivered": self._wait_delivered,
            "wait-ended": self._wait_ended,
            "screenshot": self._screenshot,
            "eval": self._eval,
        }
        window.finished.connect(self._remember_ended)
        window.closed.connect(self._window_closed)

    def start(self) -> None:
        """Begin with the first step."""
        for number, step in enumerate(self._steps, 1):
            if step.get("do") not in self._actions:
                self._fail(self.tr("The script has an unknown step: {step}"), step=step.get("do"))
                return
            for field in _FIELDS.get(step["do"], ()):
                if not isinstance(step.get(field), str):
                    self._fail(self.tr("Step {number} of the script lacks its “{field}”."), number=number, field=field)
                    return
        self._begin_step()

    def _look(self) -> None:
        """Try the current step once."""
        if self._over:
            return
        if self._at == len(self._steps):
            self._finish()
            return
        step = self._steps[self._at]
        self._actions[step["do"]](step)

    def _give_up(self) -> None:
        said = json.dumps(dict(self._steps[self._at]), ensure_ascii=False)
        self._fail(self.tr("Step {number} of the script waited in vain: {step}"), step=said)

    def _done(self) -> None:
        if self._over:
            return
        self._at += 1
        self._begin_step()

    def _begin_step(self) -> None:
        self._waited.start()
        self._patience.start()
        self._next_look.start(0)

    def _end(self) -> None:
        self._over = True
        self._patience.stop()
        self._next_look.stop()

    def _finish(self) -> None:
        self._end()
        self.finished.emit({"steps": self._at, "screenshots": self._screenshots, "values": self._values})

    def _fail(self, sentence: str, **words: object) -> None:
        self._end()
        self.failed.emit(sentence.format(**{"number": self._at + 1, **words}))

    def _done_if(self, holds: bool) -> None:
        if holds:
            self._done()
        else:
            self._next_look.start(_INTERVAL)

    def _find(self, query: Mapping[str, str | bool], found: Callable[[dict[str, Any]], None]) -> None:
        """Ask the page; look again later if what is asked for is not there."""

        def answered(answer: object) -> None:
            if isinstance(answer, str) and answer != "null":
                found(json.loads(answer))
            else:
                self._next_look.start(_INTERVAL)

        source = f"JSON.stringify({self._probe.strip()}({json.dumps(dict(query))}))"
        self._ask(source, answered, again=query.get("act") not in ("click", "fill"))

    def _ask(self, source: str, answered: Callable[[object], None], *, again: bool = True) -> None:
        """Run `source` in the player page. A page that dies meanwhile never answers: ask the next one, unless `source`
        changes something.
        """
        self._question += 1
        question = self._question

        def hear(answer: object) -> None:
            if question == self._question and not self._over:
                self._next_look.stop()
                answered(answer)

        self._window.course_view.page().runJavaScript(source, 0, hear)
        if again:
            self._next_look.start(_ASK_AGAIN)

    def _click(self, step: Step) -> None:
        if self._pressed == self._at:
            # Input takes another way into the page than our questions do: what comes next must not overtake it.
            self._ask("document.documentElement.dataset.clicked", self._clicked)
        else:
            query = {"selector": step["selector"], "act": "listen", "step": str(self._at)}
            self._find(query, lambda place: self._click_at(place, step))

    def _clicked(self, heard: object) -> None:
        self._done_if(heard == str(self._at) or self._waited.elapsed() > _REACTION)

    def _click_at(self, place: dict[str, Any], step: Step) -> None:
        if place["reachable"]:
            self._pressed = self._at
            self._waited.restart()
            self._mouse(place)
            self._next_look.start(0)
        else:
            self._find({"selector": step["selector"], "act": "click"}, lambda _: self._done())

    def _mouse(self, place: dict[str, Any]) -> None:
        view = self._window.course_view
        zoom = view.zoomFactor()
        point = QPoint(round(place["x"] * zoom), round(place["y"] * zoom))
        QTest.mouseClick(view.focusProxy() or view, Qt.MouseButton.LeftButton, pos=point)

    def _type(self, step: Step) -> None:
        self._find({"selector": step["selector"]}, lambda place: self._type_at(place, step))

    def _type_at(self, place: dict[str, Any], step: Step) -> None:
        # Key events of QTest are ASCII only.
        if place["reachable"] and step["text"].isascii():
            self._mouse(place)
            view = self._window.course_view
            QTest.keyClicks(view.focusProxy() or view, step["text"])
            self._done()
        else:
            query = {"selector": step["selector"], "act": "fill", "value": step["text"]}
            self._find(query, lambda _: self._done())

    def _wait(self, step: Step) -> None:
        query = {key: step[key] for key in ("selector", "text") if key in step}
        self._find(query, lambda _: self._done())

    def _answer(self, step: Step) -> None:
        dialog = QApplication.activeModalWidget()
        buttons = dialog.findChild(QDialogButtonBox) if dialog is not None else None
        button = buttons.button(_BUTTONS[step["button"]]) if buttons is not None else None
        if button is None:
            self._next_look.start(_INTERVAL)
            return
        if isinstance(dialog, QInputDialog):
            dialog.setTextValue(step.get("text", dialog.textValue()))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self._done()

    def _press(self, step: Step) -> None:
        button = self._control(step["control"])
        if button is not None and button.isVisible() and button.isEnabled():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            self._done()
        else:
            self._next_look.start(_INTERVAL)

    def _control(self, name: str) -> QPushButton | None:
        if name == "first":
            screen = self._window.shown_screen
            return screen.first if screen is not None else None
        return self._window.findChild(QPushButton, f"playerControl-{name}")

    def _choose(self, step: Step) -> None:
        wanted = (entry for entry in self._window.contents if entry.title == step["title"] and entry.selectable)
        entry = next(wanted, None)
        if entry is None or self._window.flow.phase is Phase.LEAVING:
            self._next_look.start(_INTERVAL)
        else:
            self._window.choose(entry.identifier)
            self._done()

    def _wait_delivered(self, step: Step) -> None:
        delivery, view = self._window.flow.delivery, self._window.course_view
        self._done_if(delivery is not None and delivery.title == step["title"] and view.is_loaded)

    def _wait_ended(self, step: Step) -> None:
        self._done_if(self._ended)

    def _screenshot(self, step: Step) -> None:
        """Take it when the content stands still and was painted so; a course that is not on screen paints nothing."""
        if not self._window.course_view.isVisible() or self._waited.elapsed() > _COMING_TO_REST:
            self._save(step)
        else:
            self._find({"still": True}, lambda _: self._save_if_painted(step))

    def _save_if_painted(self, step: Step) -> None:
        source = _PAINTED.replace("STEP", str(self._at))
        self._ask(source, lambda painted: self._save(step) if painted else self._next_look.start(_INTERVAL))

    def _save(self, step: Step) -> None:
        file = self._folder / step["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        self._window.grab().save(str(file))
        self._screenshots.append(str(file))
        self._done()

    def _eval(self, step: Step) -> None:
        if self._window.course_view.is_loaded:
            source = _EVALUATE.replace("SOURCE", json.dumps(step["js"]))
            self._ask(source, self._evaluated, again=False)
        else:
            self._next_look.start(_INTERVAL)

    def _evaluated(self, answer: object) -> None:
        outcome = json.loads(answer) if isinstance(answer, str) and answer else None
        if outcome is None:  # the page is gone
            self._next_look.start(_INTERVAL)
        elif "error" in outcome:
            self._fail(self.tr("Step {number} of the script failed: {error}"), error=outcome["error"])
        else:
            self._values.append(outcome["value"])
            self._done()

    def _remember_ended(self) -> None:
        self._ended = True

    def _window_closed(self) -> None:
        """Nothing can be done any more; that the course ended has been waited for."""
        if self._over:
            return
        while self._at < len(self._steps) and self._steps[self._at]["do"] == "wait-ended":
            self._at += 1
        if self._at == len(self._steps):
            self._finish()
        else:
            self._fail(self.tr("The window was closed before step {number} of the script."))
