"""`API_1484_11`, the API instance of SCORM 2004 [RTE 3]."""

from __future__ import annotations

from connect_desktop.scorm.rte.errors import ERRORS_2004
from connect_desktop.scorm.rte.launch import Navigation, Recorder, ScoLaunch
from connect_desktop.scorm.rte.scorm2004_model import Scorm2004Model
from connect_desktop.scorm.rte.state_machine import FUNCTIONS, ApiStateMachine


class Scorm2004Api(ApiStateMachine):
    """One launch of one SCO; satisfies `ApiInstance`."""

    def __init__(self, launch: ScoLaunch, recorder: Recorder, navigation: Navigation) -> None:
        model = Scorm2004Model(launch, navigation)
        super().__init__(model, recorder, ERRORS_2004, {function: function for function in FUNCTIONS})
        self._request = model.request

    def session_time(self) -> int:
        return self._value_in_centiseconds("cmi.session_time")

    def exit_value(self) -> str:
        return self._model.values.get("cmi.exit", "")

    def navigation_request(self) -> str:
        return self._request.value
