"""API instances for tests: real ones, over a recorder that remembers and can be told to refuse."""

from __future__ import annotations

from typing import Any

from connect_desktop.scorm.rte.launch import RecordRefused, ScoLaunch
from connect_desktop.scorm.rte.scorm12_api import Scorm12Api
from connect_desktop.scorm.rte.scorm2004_api import Scorm2004Api


class MemoryRecorder:
    """What was recorded, in order; `refuses` makes every further record and commit fail, as a full disk does."""

    def __init__(self) -> None:
        self.records: list[tuple[str, str]] = []
        self.commits = 0
        self.refuses = False

    def record(self, element: str, value: str) -> None:
        if self.refuses:
            raise RecordRefused
        self.records.append((element, value))

    def initialized(self) -> None:
        if self.refuses:
            raise RecordRefused

    def terminated(self, exit_value: str) -> None:
        if self.refuses:
            raise RecordRefused

    def commit(self) -> None:
        if self.refuses:
            raise RecordRefused
        self.commits += 1


class AskedNavigation:
    """A sequencer that says yes to what is in `valid` and remembers what it was asked."""

    def __init__(self, *valid: str) -> None:
        self.valid = frozenset(valid)
        self.asked: list[str] = []

    def request_valid(self, request: str) -> str:
        self.asked.append(request)
        return "true" if request in self.valid else "false"


class Sco12:
    """A SCO of SCORM 1.2 at its API, by the functions' names without `LMS`."""

    def __init__(self, recorder: MemoryRecorder | None = None, *, initialize: bool = True, **launch: Any) -> None:
        self.recorder = recorder or MemoryRecorder()
        self.api = Scorm12Api(
            ScoLaunch(**({"learner_id": "ada", "learner_name": "Lovelace, Ada"} | launch)), self.recorder
        )
        if initialize:
            assert self.api.call("LMSInitialize", ("",)) == "true"

    def set(self, element: str, value: str) -> tuple[str, int]:
        return self.api.call("LMSSetValue", (element, value)), self.api.last_error

    def get(self, element: str) -> tuple[str, int]:
        return self.api.call("LMSGetValue", (element,)), self.api.last_error

    def finish(self) -> tuple[str, int]:
        return self.api.call("LMSFinish", ("",)), self.api.last_error


class Sco2004:
    """A SCO of SCORM 2004 at its API."""

    def __init__(
        self,
        recorder: MemoryRecorder | None = None,
        navigation: AskedNavigation | None = None,
        *,
        initialize: bool = True,
        **launch: Any,
    ) -> None:
        self.recorder = recorder or MemoryRecorder()
        self.navigation = navigation or AskedNavigation()
        start = ScoLaunch(**({"learner_id": "ada", "learner_name": "Lovelace, Ada"} | launch))
        self.api = Scorm2004Api(start, self.recorder, self.navigation)
        if initialize:
            assert self.api.call("Initialize", ("",)) == "true"

    def set(self, element: str, value: str) -> tuple[str, int]:
        return self.api.call("SetValue", (element, value)), self.api.last_error

    def get(self, element: str) -> tuple[str, int]:
        return self.api.call("GetValue", (element,)), self.api.last_error

    def terminate(self) -> tuple[str, int]:
        return self.api.call("Terminate", ("",)), self.api.last_error


DONE = ("true", 0)
