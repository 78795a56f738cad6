"""Reading and writing what is known of an activity's objectives, through their maps [SN 4th Ed. 3.10.2, 4.2.1.1].

A read map stands in for the local value, be the global one unknown (ADL's cases CM-13, OB-03b); only completion and
progress fall back to the local value then (CO-09). A write map passes on whatever is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.session import SequencingSession

PRIMARY = 0
_LOCAL_UNLESS_KNOWN = frozenset(("completed", "progress"))


def objective_number(activity: Activity, identifier: str | None) -> int | None:
    """Which objective a rule refers to: the primary one where it names none; None if the activity has no such."""
    return PRIMARY if not identifier else activity.objective_index.get(identifier)


def satisfied(session: SequencingSession, activity: Activity, number: int = PRIMARY) -> bool | None:
    """Objective Satisfied Status."""
    objective = activity.objectives[number]
    if not objective.satisfied_by_measure:
        value: bool | None = mapped(session, activity, number, "satisfied")
        return value
    return _satisfied_by(session, activity, number, measure(session, activity, number))


def measure(session: SequencingSession, activity: Activity, number: int = PRIMARY) -> float | None:
    """Objective Normalized Measure, -1..1."""
    value: float | None = mapped(session, activity, number, "measure")
    return value


def completed(session: SequencingSession, activity: Activity, number: int = PRIMARY) -> bool | None:
    """Attempt Completion Status; of another than the primary objective its own completion status."""
    if number == PRIMARY and activity.completed_by_measure:
        return _completed_by(activity, progress(session, activity, number))
    value: bool | None = mapped(session, activity, number, "completed")
    return value


def progress(session: SequencingSession, activity: Activity, number: int = PRIMARY) -> float | None:
    """Attempt Completion Amount, 0..1."""
    value: float | None = mapped(session, activity, number, "progress")
    return value


def mapped(session: SequencingSession, activity: Activity, number: int, part: str) -> Any:
    """A part of the objective's progress: the global value where a read map asks for it, else the local one."""
    target = activity.objectives[number].reads.get(part)
    if target is not None:
        value = getattr(session.global_objective(target), part)
        if value is not None or part not in _LOCAL_UNLESS_KNOWN:
            return value
    return getattr(session.objective(activity, number), part)


def counts_for_parent(session: SequencingSession, child: Activity, part: str) -> bool:
    """Whether rollup may use this part of the child's progress. Where the parent asks for information of its current
    attempt only, what was recorded in an earlier one does not count; what a map reads always does [SN 4th Ed. 3.2.5].
    """
    parent, objective = child.parent, child.objectives[PRIMARY]
    if (
        parent is None
        or ("measure" if part == "satisfied" and objective.satisfied_by_measure else part) in objective.reads
    ):
        return True
    control = parent.sequencing.control_mode
    objective_info = part in ("satisfied", "measure")
    asked = control.use_current_attempt_objective_info if objective_info else control.use_current_attempt_progress_info
    return not asked or session.state(child).parent_attempt == session.state(parent).attempts


def record(session: SequencingSession, activity: Activity, number: int = PRIMARY, **parts: bool | float | None) -> None:
    """Record parts of an objective's progress and write them where its maps say. What follows from a measure goes
    along: satisfaction by measure, completion by progress."""
    objective = activity.objectives[number]
    _record(session, activity, number, parts)
    if "measure" in parts and objective.satisfied_by_measure:
        _record(session, activity, number, {"satisfied": _satisfied_by(session, activity, number, parts["measure"])})
    if "progress" in parts and number == PRIMARY and activity.completed_by_measure:
        _record(session, activity, number, {"completed": _completed_by(activity, parts["progress"])})


def forget(session: SequencingSession, activity: Activity, number: int, part: str) -> None:
    """Record that a part is unknown because the content said so: global objectives are told even if nothing was
    recorded here before."""
    record(session, activity, number, **{part: None})
    for target in activity.objectives[number].writes.get(part, ()):
        session.set_global(target, part, None)


def settle_satisfaction(session: SequencingSession, activity: Activity) -> None:
    """Record satisfaction by measure anew: whether it counts changes when the activity is no longer active
    [SN 4th Ed. 3.8, RB.1.2a]."""
    for number, objective in enumerate(activity.objectives):
        if objective.satisfied_by_measure:
            record(session, activity, number, satisfied=satisfied(session, activity, number))


def _satisfied_by(session: SequencingSession, activity: Activity, number: int, known: float | None) -> bool | None:
    """[SN 4th Ed. RB.1.2a]"""
    if known is None or (session.state(activity).active and not _counts_while_active(activity)):
        return None
    return known >= activity.objectives[number].definition.minimum_normalized_measure


def _completed_by(activity: Activity, amount: float | None) -> bool | None:
    """[SN 4th Ed. RB.1.3a]"""
    return None if amount is None else amount >= activity.minimum_progress


def _counts_while_active(activity: Activity) -> bool:
    return activity.sequencing.rollup.measure_satisfaction_if_active


def _record(
    session: SequencingSession, activity: Activity, number: int, parts: Mapping[str, bool | float | None]
) -> None:
    known = session.objective(activity, number)
    session.set_objective(activity, number, replace(known, **parts))
    for part, targets in activity.objectives[number].writes.items():
        if part in parts and (parts[part] is not None or getattr(known, part) is not None):
            for target in targets:
                session.set_global(target, part, parts[part])
