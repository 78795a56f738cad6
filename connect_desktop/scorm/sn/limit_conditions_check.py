"""Limit Conditions Check Process [SN 4th Ed. UP.1]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.conditions import attempt_limit_exceeded, time_limit_exceeded
from connect_desktop.scorm.sn.session import SequencingSession


def limit_conditions_check_process(session: SequencingSession, activity: Activity) -> bool:
    """Whether a limit forbids one more attempt on the activity. An attempt under way or suspended may go on [UP.1]."""
    state = session.state(activity)
    if not activity.tracked or state.active or state.suspended:
        return False
    return attempt_limit_exceeded(session, activity) or time_limit_exceeded(session, activity)
