"""`API`, the API instance of SCORM 1.2 [RTE 1.2 3.3]."""

from __future__ import annotations

from connect_desktop.scorm.rte.errors import ERRORS_12
from connect_desktop.scorm.rte.launch import Navigation, Recorder, ScoLaunch
from connect_desktop.scorm.rte.scorm12_model import Scorm12Model
from connect_desktop.scorm.rte.state_machine import FUNCTIONS, ApiStateMachine

_NAMES = {function: f"LMS{function}" for function in FUNCTIONS} | {"Terminate": "LMSFinish"}


class Scorm12Api(ApiStateMachine):
    """One launch of one SCO; satisfies `ApiInstance`. SCORM 1.2 asks nothing of `navigation`."""

    def __init__(
        self,
        launch: ScoLaunch,
        recorder: Recorder,
        navigation: Navigation | None = None,  # noqa: ARG002 - both editions are made alike
    ) -> None:
        super().__init__(Scorm12Model(launch), recorder, ERRORS_12, _NAMES)

    def session_time(self) -> int:
        return self._value_in_centiseconds("cmi.core.session_time")

    def exit_value(self) -> str:
        return self._model.values.get("cmi.core.exit", "")

    def navigation_request(self) -> str:
        return "_none_"
