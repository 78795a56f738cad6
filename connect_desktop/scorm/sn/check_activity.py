"""Check Activity Process [SN 4th Ed. UP.5]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.limit_conditions_check import limit_conditions_check_process
from connect_desktop.scorm.sn.sequencing_rules_check import DISABLED, precondition_holds
from connect_desktop.scorm.sn.session import SequencingSession


def check_activity_process(session: SequencingSession, activity: Activity) -> bool:
    """Whether the activity is disabled or has no attempt left: True means that it cannot be delivered [UP.5]."""
    return precondition_holds(session, activity, DISABLED) or limit_conditions_check_process(session, activity)
