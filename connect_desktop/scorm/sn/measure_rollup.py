"""Measure Rollup Process [SN 4th Ed. RB.1.1]."""

from __future__ import annotations

from collections.abc import Iterable

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.objective_progress import counts_for_parent, measure, progress, record
from connect_desktop.scorm.sn.session import SequencingSession


def objective_measure_rollup_process(session: SequencingSession, activity: Activity) -> None:
    """The weighted mean of the tracked children's measures; one that is unknown counts as 0 [RB.1.1a]."""
    children = _tracked(session, activity)
    weighted = (
        (
            child.sequencing.rollup.objective_measure_weight,
            measure(session, child) if counts_for_parent(session, child, "measure") else None,
        )
        for child in children
    )
    record(session, activity, measure=_weighted_mean(weighted))


def progress_measure_rollup_process(session: SequencingSession, activity: Activity) -> None:
    """The mean of the tracked children's progress, weighted by `progressWeight` [RB.1.1b]."""
    children = _tracked(session, activity)
    weighted = (
        (child.progress_weight, progress(session, child) if counts_for_parent(session, child, "progress") else None)
        for child in children
    )
    record(session, activity, progress=_weighted_mean(weighted))


def _tracked(session: SequencingSession, activity: Activity) -> Iterable[Activity]:
    return (child for child in session.available_children(activity) if child.tracked)


def _weighted_mean(measures: Iterable[tuple[float, float | None]]) -> float | None:
    """None where no measure is known, or none has a weight."""
    total = counted = 0.0
    known = False
    for weight, value in measures:
        counted += weight
        if value is not None:
            total += weight * value
            known = True
    return total / counted if known and counted > 0.0 else None
