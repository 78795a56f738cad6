"""Check Activity Process [SN 4th Ed. UP.5]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.limit_conditions_check import limit_conditions_check_process
from connect_desktop.scorm.sn.rule_words import rule_words
from connect_desktop.scorm.sn.sequencing_rules_check import DISABLED, precondition
from connect_desktop.scorm.sn.session import SequencingSession


def check_activity_process(session: SequencingSession, activity: Activity) -> bool:
    """Whether the activity is disabled or has no attempt left: True means that it cannot be delivered [UP.5]."""
    rule = precondition(session, activity, DISABLED)
    if rule is not None:
        session.note(
            "UP.5", "“{title}” is disabled: its rule says “{rule}”.", title=activity.title, rule=rule_words(rule)
        )
        return True
    if limit_conditions_check_process(session, activity):
        session.note(
            "UP.1", "“{title}” is closed: the limit of its attempts or of their time is reached.", title=activity.title
        )
        return True
    return False
