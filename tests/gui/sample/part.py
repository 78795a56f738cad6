"""One part of the sample, launched and left as often as a test likes; what was asked and answered is on record."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.packages.sample import build_sample
from connect_desktop.player.course_view import CourseView, page_folder
from connect_desktop.player.printing.frame_document import FrameDocument
from connect_desktop.player.printing.paper import Paper
from connect_desktop.player.profile import LearnerProfile
from connect_desktop.resources import resources_dir
from connect_desktop.scorm.cam.course import Edition
from connect_desktop.scorm.rte.api import ApiInstance
from connect_desktop.scorm.rte.launch import InitialObjective, RecordRefused, ScoLaunch, SharedDatum
from connect_desktop.scorm.rte.scorm12_api import Scorm12Api
from connect_desktop.scorm.rte.scorm2004_api import Scorm2004Api

_PAGE = "document.querySelector('iframe[name=content]').contentWindow"


@dataclass(frozen=True)
class Call:
    """One call of the page; `error` is the code after it."""

    method: str
    args: tuple[str, ...]
    answer: str
    error: int


@dataclass(frozen=True)
class _Delivery:
    number: int
    activity: str
    url: str
    is_2004: bool
    title: str


class _Recorder:
    """Keeps nothing; `refuses` is asked before every record and commit."""

    def __init__(self, refuses: Callable[[], bool]) -> None:
        self._refuses = refuses

    def record(self, element: str, value: str) -> None:
        self.commit()

    def initialized(self) -> None:
        self.commit()

    def terminated(self, exit_value: str) -> None:
        self.commit()

    def commit(self) -> None:
        if self._refuses():
            raise RecordRefused


class _Navigation:
    def request_valid(self, request: str) -> str:
        return "true" if request == "continue" else "false"


class SamplePart:
    """`name` is the item's identifier. Objectives and shared data are what the course would hand to it."""

    def __init__(self, qtbot: QtBot, folder: Path, edition: Edition, name: str) -> None:
        self._qtbot = qtbot
        self._edition = edition
        library = PackageLibrary(folder / "library")
        package = library.take_in(build_sample(edition, folder / "sample.zip"))
        item = package.course.organization.item(name)
        assert item is not None
        self._item = item
        self._profile = LearnerProfile("ada", folder / "ada", page_folder(resources_dir()))
        self._view = CourseView(self._profile, package.id, library.reader(package.id))
        self._view.answer_calls(self._answer)
        self._view.resize(900, 700)
        self._view.show()
        self._api: ApiInstance | None = None
        self._launches = 0
        self.disk_is_full = False
        self.calls: list[Call] = []
        self.objectives: tuple[InitialObjective, ...] = ()
        self.shared_data: tuple[SharedDatum, ...] = ()

    def launch(self) -> None:
        """Open the part; it goes on from what it left."""
        stored = self.values
        self._launches += 1
        self._api = self._new_api(stored)
        delivery = _Delivery(
            self._launches, self._item.identifier, self._item.launch or "", self._edition.is_2004, self._item.title
        )
        with self._qtbot.waitSignal(self._view.loaded):
            self._view.play(delivery)
        self.until("document.documentElement.dataset.ready !== undefined")

    def leave(self) -> None:
        """Take the content away, as the player does; it has said all it had to say when this returns."""
        with self._qtbot.waitSignal(self._view.unloaded):
            self._view.unload()

    def printed(self, paper: Paper) -> bytes:
        """The PDF of what it shows."""
        page = self._view.player_page
        document = FrameDocument(page, page.content_frame(), self._view.read)
        with self._qtbot.waitSignal(document.made) as made:
            document.make(paper)
        assert made.args is not None
        content: bytes = made.args[0]
        return content

    def show_alone(self) -> None:
        """Open the part in a frame of the player page while that has no API to offer."""
        self._view.page().runJavaScript(
            "const frame = document.createElement('iframe'); frame.name = 'content';"
            f"frame.src = {json.dumps('/' + (self._item.launch or ''))}; document.body.append(frame)"
        )

    @property
    def values(self) -> Mapping[str, str]:
        """What the part has stored."""
        return dict(self._api.values()) if self._api else {}

    @property
    def session_time(self) -> int:
        assert self._api is not None
        return self._api.session_time()

    @property
    def navigation_request(self) -> str:
        assert self._api is not None
        return self._api.navigation_request()

    @property
    def refused(self) -> list[Call]:
        """Calls that did not go through. In SCORM 2004, 403 says no more than that there is no value yet."""
        return [
            call
            for call in self.calls
            if call.answer == "false" or (call.error not in (0, 403) and "GetLastError" not in call.method)
        ]

    def called(self, method: str) -> int:
        """How often, whatever the edition's name for it."""
        return sum(call.method.removeprefix("LMS") == method for call in self.calls)

    def evaluate(self, javascript: str) -> Any:
        """The value of an expression in the part's page."""
        answers: list[Any] = []
        source = f"JSON.stringify({_PAGE}.eval({json.dumps(javascript)}) ?? null)"
        self._view.page().runJavaScript(source, 0, answers.append)
        self._qtbot.waitUntil(lambda: bool(answers))
        return json.loads(answers[0] or "null")

    def until(self, javascript: str) -> None:
        """Wait until an expression holds in the part's page."""
        self._qtbot.waitUntil(lambda: self.evaluate(javascript) is True, timeout=10_000)

    def click(self, *selectors: str) -> None:
        for selector in selectors:
            self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def write(self, selector: str, text: str) -> None:
        """Fill a field as typing into it and leaving it would."""
        self.evaluate(
            f"const field = document.querySelector({json.dumps(selector)}); field.value = {json.dumps(text)};"
            "for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))"
        )

    def dispose(self) -> None:
        self._view.dispose()
        self._view.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._profile.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _new_api(self, stored: Mapping[str, str]) -> ApiInstance:
        launch = ScoLaunch(
            learner_id="ada",
            learner_name="Lovelace, Ada",
            entry="resume" if stored else "ab-initio",
            stored=stored,
            launch_data=self._item.data_from_lms,
            mastery_score=self._item.mastery_score,
            scaled_passing_score=0.8 if self._item.identifier == "quiz" and self._edition.is_2004 else None,
            objectives=self.objectives,
            shared_data=self.shared_data,
        )
        recorder = _Recorder(lambda: self.disk_is_full)
        if self._edition.is_2004:
            return Scorm2004Api(launch, recorder, _Navigation())
        return Scorm12Api(launch, recorder)

    def _answer(self, _delivery: int, method: str, args: Sequence[str]) -> str:
        assert self._api is not None
        answer = self._api.call(method, args)
        self.calls.append(Call(method, tuple(args), answer, self._api.last_error))
        return answer
