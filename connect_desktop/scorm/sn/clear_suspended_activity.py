"""Clear Suspended Activity Subprocess [SN 4th Ed. DB.2.1]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.session import SequencingSession


def clear_suspended_activity_subprocess(session: SequencingSession, activity: Activity) -> None:
    """Another activity than the suspended one is delivered: what was suspended with it no longer is [DB.2.1].

    The ancestor both share stays suspended until it is resumed with the delivery: its attempt goes on. A new one would
    lose what was rolled up, and could be one more than its limit allows.
    """
    suspended = session.suspended_activity
    session.suspended_activity = None
    if suspended is None or suspended is activity:
        return
    common = session.tree.common_ancestor(suspended, activity)
    for ancestor in suspended.path_to_root():
        if ancestor is common:
            return
        if ancestor.is_leaf or not any(
            session.state(child).suspended for child in session.available_children(ancestor)
        ):
            session.change(ancestor, suspended=False)
