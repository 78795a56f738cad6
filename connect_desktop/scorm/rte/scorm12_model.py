"""The SCORM 1.2 data model of one launch: what the LMS supplies, and the lesson_status it decides."""

from __future__ import annotations

from collections.abc import Mapping

from connect_desktop.scorm.rte.datatypes import number
from connect_desktop.scorm.rte.durations import format_timespan_12
from connect_desktop.scorm.rte.launch import Credit, Mode, ScoLaunch
from connect_desktop.scorm.rte.model import DataModel
from connect_desktop.scorm.rte.scorm12_elements import description

_STATUS = "cmi.core.lesson_status"


class Scorm12Model(DataModel):
    """The elements of a launch. No objectives are given: SCORM 1.2 manifests have none."""

    def __init__(self, launch: ScoLaunch) -> None:
        super().__init__(description(lenient=launch.lenient), _given(launch))
        self._launch = launch
        self.restore(launch.stored.items())
        self.restore(launch.preferences.items())

    def derived(self) -> Mapping[str, str]:
        status = self._decided_status()
        return {} if status in (None, self.values.get(_STATUS)) else {_STATUS: str(status)}

    def _decided_status(self) -> str | None:
        """[RTE 1.2 3.4.4, `cmi.core.lesson_status`]: a first look in browse mode is browsed; for credit a score is
        held against the mastery score, else a SCO that says nothing is taken to be completed. A review decides
        nothing; nor is a SCO judged that suspends in the middle, since it is not over."""
        launch = self._launch
        if launch.mode is Mode.BROWSE:
            return None if _STATUS in launch.stored else "browsed"
        if launch.mode is Mode.REVIEW:
            return None
        if self.values.get("cmi.core.exit") == "suspend" and self.values.get(_STATUS, "incomplete") == "incomplete":
            return "incomplete"
        raw = number(self.values.get("cmi.core.score.raw", ""))
        mastery = number(launch.mastery_score.strip())
        if launch.credit is Credit.CREDIT and raw is not None and mastery is not None:
            return "passed" if raw >= mastery else "failed"
        return self.values.get(_STATUS, "completed")


def _given(launch: ScoLaunch) -> dict[str, str]:
    return {
        "cmi.core.student_id": launch.learner_id,
        "cmi.core.student_name": launch.learner_name,
        "cmi.core.credit": launch.credit.value,
        "cmi.core.entry": launch.entry,
        "cmi.core.total_time": format_timespan_12(launch.total_time),
        "cmi.core.lesson_mode": launch.mode.value,
        "cmi.launch_data": launch.launch_data,
        "cmi.comments_from_lms": "\n".join(comment.comment for comment in launch.comments_from_lms),
        "cmi.student_data.mastery_score": launch.mastery_score,
        "cmi.student_data.max_time_allowed": launch.max_time_allowed,
        "cmi.student_data.time_limit_action": launch.time_limit_action,
    }
