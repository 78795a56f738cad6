"""Rollup Rule Check Subprocess [SN 4th Ed. RB.1.4]."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from connect_desktop.scorm.cam.sequencing import RollupRule
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.conditions import combined, evaluate_rollup
from connect_desktop.scorm.sn.sequencing_rules_check import SKIP, precondition_holds
from connect_desktop.scorm.sn.session import SequencingSession

SATISFIED = "satisfied"
NOT_SATISFIED = "notSatisfied"
COMPLETED = "completed"
INCOMPLETE = "incomplete"


def rollup_rule_check_subprocess(session: SequencingSession, activity: Activity, rules: Iterable[RollupRule]) -> bool:
    """Whether one of the rules, all of one action, holds for the available children [RB.1.4]."""
    return any(_holds(session, activity, rule) for rule in rules)


def evaluate_rollup_conditions_subprocess(session: SequencingSession, child: Activity, rule: RollupRule) -> bool | None:
    """The rule's conditions, of one child [RB.1.4.1]."""
    results = (evaluate_rollup(session, child, condition) for condition in rule.conditions)
    return combined(results, rule.combination)


def check_child_for_rollup_subprocess(session: SequencingSession, child: Activity, action: str) -> bool:
    """Whether the child counts for a rule with this action [RB.1.4.2]."""
    controls = child.sequencing.rollup
    if action in (SATISFIED, NOT_SATISFIED):
        included = controls.rollup_objective_satisfied
        required = controls.required_for_satisfied if action == SATISFIED else controls.required_for_not_satisfied
    else:
        included = controls.rollup_progress_completion
        required = controls.required_for_completed if action == COMPLETED else controls.required_for_incomplete
    return included and _meets(session, child, required)


def _meets(session: SequencingSession, child: Activity, required: str) -> bool:
    state = session.state(child)
    match required:
        case "ifNotSuspended":
            return not (state.attempts > 0 and state.suspended)
        case "ifAttempted":
            return state.attempts > 0
        case "ifNotSkipped":
            return not precondition_holds(session, child, SKIP)
    return True


def _holds(session: SequencingSession, activity: Activity, rule: RollupRule) -> bool:
    results = [
        evaluate_rollup_conditions_subprocess(session, child, rule)
        for child in session.available_children(activity)
        if child.tracked and check_child_for_rollup_subprocess(session, child, rule.action)
    ]
    if not results:
        # ADL's cases RU-11, RU-15b and RU-15c: what all of nobody say is true.
        return rule.child_activity_set == "all"
    return _SETS[rule.child_activity_set](results, rule)


def _at_least_percent(results: Sequence[bool | None], rule: RollupRule) -> bool:
    return results.count(True) / len(results) >= rule.minimum_percent


_SETS: Mapping[str, Callable[[Sequence[bool | None], RollupRule], bool]] = {
    "all": lambda results, _: all(result is True for result in results),
    "any": lambda results, _: True in results,
    "none": lambda results, _: all(result is False for result in results),
    "atLeastCount": lambda results, rule: results.count(True) >= rule.minimum_count,
    "atLeastPercent": _at_least_percent,
}
