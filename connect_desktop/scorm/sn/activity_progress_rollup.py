"""Activity Progress Rollup Process [SN 4th Ed. RB.1.3]."""

from __future__ import annotations

from connect_desktop.scorm.cam.sequencing import RollupCondition, RollupRule
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.objective_progress import completed, record
from connect_desktop.scorm.sn.rollup_rule_check import COMPLETED, INCOMPLETE, rollup_rule_check_subprocess
from connect_desktop.scorm.sn.session import SequencingSession

# What the book assumes where the manifest has no rule about completion [RB.1.3b].
_DEFAULT_RULES = (
    RollupRule(action=INCOMPLETE, conditions=(RollupCondition(condition="activityProgressKnown"),)),
    RollupRule(action=COMPLETED, conditions=(RollupCondition(condition="completed"),)),
)


def activity_progress_rollup_process(session: SequencingSession, activity: Activity) -> None:
    """Completion of the cluster: by its progress measure where it says so, else by rules [RB.1.3]."""
    if activity.completed_by_measure:
        activity_progress_rollup_using_measure_process(session, activity)
    else:
        activity_progress_rollup_using_rules_process(session, activity)


def activity_progress_rollup_using_measure_process(session: SequencingSession, activity: Activity) -> None:
    """What the progress measure says of completion is recorded, and so written to global objectives [RB.1.3a]."""
    record(session, activity, completed=completed(session, activity))


def activity_progress_rollup_using_rules_process(session: SequencingSession, activity: Activity) -> None:
    """Incomplete is asked first, so that completed prevails [RB.1.3b]."""
    rules = [rule for rule in activity.sequencing.rollup_rules if rule.action in (COMPLETED, INCOMPLETE)]
    for action, verdict in ((INCOMPLETE, False), (COMPLETED, True)):
        chosen = [rule for rule in rules or _DEFAULT_RULES if rule.action == action]
        if rollup_rule_check_subprocess(session, activity, chosen):
            record(session, activity, completed=verdict)
