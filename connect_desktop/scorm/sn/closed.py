"""Why an activity cannot be opened, in words that say what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from connect_desktop.scorm.cam.sequencing import RuleCondition
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.conditions import attempt_limit_exceeded, time_limit_exceeded
from connect_desktop.scorm.sn.objective_progress import completed, objective_number, satisfied
from connect_desktop.scorm.sn.sequencing_rules_check import (
    DISABLED,
    precondition_holds,
    sequencing_rule_check_subprocess,
)
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.verdict import Verdict

# What another activity can bring about, and the part of a global objective it writes for it.
_BROUGHT_ABOUT = {
    "satisfied": "satisfied",
    "objectiveStatusKnown": "satisfied",
    "objectiveMeasureKnown": "measure",
    "objectiveMeasureGreaterThan": "measure",
    "completed": "completed",
    "activityProgressKnown": "completed",
}


def why_closed(session: SequencingSession, activity: Activity, step: str) -> Verdict:
    """The verdict of `step` on an activity for which the Check Activity Process [UP.5] said True."""
    if precondition_holds(session, activity, DISABLED):
        needed = next(_needed(session, activity), None)
        if needed is not None:
            return Verdict(step, "Finish “{title}” first.", {"title": needed.title})
    elif attempt_limit_exceeded(session, activity):
        return Verdict(step, "“{title}” cannot be opened again: its attempts are used up.", {"title": activity.title})
    elif time_limit_exceeded(session, activity):
        return Verdict(step, "“{title}” cannot be opened again: its time is used up.", {"title": activity.title})
    return Verdict(step, "“{title}” is not open now.", {"title": activity.title})


def _needed(session: SequencingSession, activity: Activity) -> Iterator[Activity]:
    """What others have not done yet that the rule waits for."""
    for rule in activity.preconditions[DISABLED]:
        if sequencing_rule_check_subprocess(session, activity, rule):
            for condition in rule.conditions:
                if condition.negated:
                    yield from _writers(session, activity, condition)


def _writers(session: SequencingSession, activity: Activity, condition: RuleCondition) -> Iterator[Activity]:
    number = objective_number(activity, condition.referenced_objective)
    part = _BROUGHT_ABOUT.get(condition.condition)
    target = None if number is None or part is None else activity.objectives[number].reads.get(part)
    for writer in session.tree.writers.get((target, part), ()):
        done = completed(session, writer) if part == "completed" else satisfied(session, writer)
        if writer is not activity and not done:
            yield writer
