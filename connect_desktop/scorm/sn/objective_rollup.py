"""Objective Rollup Process [SN 4th Ed. RB.1.2]."""

from __future__ import annotations

from connect_desktop.scorm.cam.sequencing import RollupCondition, RollupRule
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.objective_progress import PRIMARY, record, satisfied
from connect_desktop.scorm.sn.rollup_rule_check import NOT_SATISFIED, SATISFIED, rollup_rule_check_subprocess
from connect_desktop.scorm.sn.session import SequencingSession

# What the book assumes where the manifest has no rule about satisfaction [RB.1.2c].
_DEFAULT_RULES = (
    RollupRule(action=NOT_SATISFIED, conditions=(RollupCondition(condition="objectiveStatusKnown"),)),
    RollupRule(action=SATISFIED, conditions=(RollupCondition(condition="satisfied"),)),
)


def objective_rollup_process(session: SequencingSession, activity: Activity) -> None:
    """Satisfaction of the cluster's primary objective: by its measure where it says so, else by rules [RB.1.2]."""
    if activity.objectives[PRIMARY].satisfied_by_measure:
        objective_rollup_using_measure_process(session, activity)
    else:
        objective_rollup_using_rules_process(session, activity)


def objective_rollup_using_measure_process(session: SequencingSession, activity: Activity) -> None:
    """What the measure says of satisfaction is recorded, and so written to global objectives [RB.1.2a]."""
    record(session, activity, satisfied=satisfied(session, activity))


def objective_rollup_using_rules_process(session: SequencingSession, activity: Activity) -> None:
    """Not satisfied is asked first, so that satisfied prevails [RB.1.2b]."""
    rules = [rule for rule in activity.sequencing.rollup_rules if rule.action in (SATISFIED, NOT_SATISFIED)]
    for action, verdict in ((NOT_SATISFIED, False), (SATISFIED, True)):
        chosen = [rule for rule in rules or _DEFAULT_RULES if rule.action == action]
        if rollup_rule_check_subprocess(session, activity, chosen):
            record(session, activity, satisfied=verdict)
