"""The conditions of rules, in the book's three values: True, False, and None for unknown [SN 4th Ed. 3.4.2, 3.7.3]."""

from __future__ import annotations

from collections.abc import Iterable

from connect_desktop.scorm.cam.sequencing import RollupCondition, RuleCondition
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.objective_progress import (
    PRIMARY,
    completed,
    counts_for_parent,
    measure,
    objective_number,
    satisfied,
)
from connect_desktop.scorm.sn.session import SequencingSession

_Truth = bool | None
# Which part of the tracking model a rollup condition asks about.
_PARTS = {
    "satisfied": "satisfied",
    "objectiveStatusKnown": "satisfied",
    "objectiveMeasureKnown": "measure",
    "completed": "completed",
    "activityProgressKnown": "completed",
}


def evaluate(session: SequencingSession, activity: Activity, condition: RuleCondition) -> _Truth:
    """One condition of a sequencing rule."""
    number = objective_number(activity, condition.referenced_objective)
    threshold = condition.measure_threshold or 0.0
    return _evaluate(session, activity, condition.condition, condition.negated, number, threshold)


def evaluate_rollup(session: SequencingSession, activity: Activity, condition: RollupCondition) -> _Truth:
    """One condition of a rollup rule, of a child."""
    part = _PARTS.get(condition.condition)
    if part is not None and activity.tracked and not counts_for_parent(session, activity, part):
        known = False if condition.condition.endswith("Known") else None
        return not known if condition.negated and known is not None else known
    return _evaluate(session, activity, condition.condition, condition.negated, PRIMARY, 0.0)


def combined(results: Iterable[_Truth], combination: str) -> _Truth:
    """[SN 4th Ed. UP.2.1, RB.1.4.1] `all` or `any` of the results; unknown where there are none."""
    found = list(results)
    if not found:
        return None
    decisive = combination == "any"
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def attempt_limit_exceeded(session: SequencingSession, activity: Activity) -> bool:
    limit = activity.sequencing.limits.attempt_limit
    return limit is not None and session.state(activity).attempts >= limit


def time_limit_exceeded(session: SequencingSession, activity: Activity) -> bool:
    """Whether the attempt took, or takes, longer than Limit Condition Attempt Absolute Duration Limit."""
    limit = activity.sequencing.limits.attempt_absolute_duration
    state = session.state(activity)
    taken = state.duration if state.began is None else session.clock() - state.began
    return limit is not None and state.attempts > 0 and taken >= limit


def _evaluate(
    session: SequencingSession, activity: Activity, name: str, negated: bool, number: int | None, threshold: float
) -> _Truth:
    if number is None or not (activity.tracked or name == "always"):
        return None
    result = _value(session, activity, name, number, threshold)
    return not result if negated and result is not None else result


def _value(session: SequencingSession, activity: Activity, name: str, number: int, threshold: float) -> _Truth:
    match name:
        case "satisfied":
            return satisfied(session, activity, number)
        case "objectiveStatusKnown":
            return satisfied(session, activity, number) is not None
        case "objectiveMeasureKnown":
            return measure(session, activity, number) is not None
        case "objectiveMeasureGreaterThan":
            known = measure(session, activity, number)
            return None if known is None else known > threshold
        case "objectiveMeasureLessThan":
            known = measure(session, activity, number)
            return None if known is None else known < threshold
        case "completed":
            return completed(session, activity, number)
        case "activityProgressKnown":
            return completed(session, activity, number) is not None
        case "attempted":
            return session.state(activity).attempts > 0
        case "attemptLimitExceeded":
            return attempt_limit_exceeded(session, activity)
        case "timeLimitExceeded":
            return time_limit_exceeded(session, activity)
        case "always":
            return True
        case "never":
            return False
    # `outsideAvailableTimeRange`: the dates it asks about are no part of SCORM's manifests [CAM 5.1.1].
    return None
