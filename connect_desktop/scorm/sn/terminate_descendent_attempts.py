"""Terminate Descendent Attempts Process [SN 4th Ed. UP.3]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.end_attempt import end_attempt_process
from connect_desktop.scorm.sn.session import SequencingSession


def terminate_descendent_attempts_process(session: SequencingSession, activity: Activity) -> None:
    """End the attempts between the Current Activity and the ancestor it shares with `activity`, without both [UP.3]."""
    current = session.current
    if current is None:
        return
    common = session.tree.common_ancestor(current, activity)
    for ancestor in current.path_to_root():
        if ancestor is common:
            return
        if ancestor is not current:
            end_attempt_process(session, ancestor)
