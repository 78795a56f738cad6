"""Content Delivery Environment Process [SN 4th Ed. DB.2]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.clear_suspended_activity import clear_suspended_activity_subprocess
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.terminate_descendent_attempts import terminate_descendent_attempts_process
from connect_desktop.scorm.sn.verdict import SequencingException


def content_delivery_environment_process(session: SequencingSession, activity: Activity) -> bool:
    """Make the activity current: new attempts begin on its path wherever none goes on. Tells whether the activity's own
    suspended attempt is resumed. Raises `SequencingException` [DB.2]."""
    if session.current is not None and session.state(session.current).active:
        raise SequencingException("DB.2-1", "“{title}” is still running.", title=session.current.title)
    clear_suspended_activity_subprocess(session, activity)
    terminate_descendent_attempts_process(session, activity)
    resumed = session.state(activity).suspended
    for ancestor in activity.path_from_root():
        _activate(session, ancestor)
    session.current = activity
    return resumed


def _activate(session: SequencingSession, activity: Activity) -> None:
    state = session.state(activity)
    if state.active:
        return
    if activity.tracked and not state.suspended:
        session.begin_attempt(activity)
    session.change(activity, active=True, suspended=False)
