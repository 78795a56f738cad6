"""Delivery Request Process [SN 4th Ed. DB.1.1]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.check_activity import check_activity_process
from connect_desktop.scorm.sn.closed import why_closed
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.verdict import SequencingException


def delivery_request_process(session: SequencingSession, activity: Activity) -> None:
    """Raise `SequencingException` unless the activity is a leaf that nothing on its path forbids [DB.1.1]."""
    if not activity.is_leaf:
        raise SequencingException("DB.1.1-1", "Choose a part of “{title}”.", title=activity.title)
    if activity.has_nothing_to_show:
        raise SequencingException("DB.1.1", "“{title}” has no page that can be opened.", title=activity.title)
    for ancestor in activity.path_from_root():
        if check_activity_process(session, ancestor):
            raise SequencingException.saying(why_closed(session, ancestor, "DB.1.1-3"))
