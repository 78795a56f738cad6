"""End Attempt Process [SN 4th Ed. UP.4]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.objective_progress import PRIMARY, completed, record, satisfied, settle_satisfaction
from connect_desktop.scorm.sn.overall_rollup import overall_rollup_process
from connect_desktop.scorm.sn.prepare_clusters import prepare_cluster
from connect_desktop.scorm.sn.session import SequencingSession

_EACH_NEW_ATTEMPT = "onEachNewAttempt"


def end_attempt_process(session: SequencingSession, activity: Activity) -> None:
    """End the attempt on the activity and roll up what it came to [UP.4]."""
    state = session.state(activity)
    if activity.is_leaf:
        if activity.tracked and not state.suspended:
            _assume_what_content_left_open(session, activity)
    else:
        suspended = any(session.state(child).suspended for child in session.available_children(activity))
        session.change(activity, suspended=suspended)
    _close(session, activity)
    if not activity.is_leaf and not session.state(activity).suspended:
        _prepare_next_attempt(session, activity)
    if activity.tracked:
        settle_satisfaction(session, activity)
    overall_rollup_process(session, activity)


def _assume_what_content_left_open(session: SequencingSession, activity: Activity) -> None:
    """Content that says nothing has completed and satisfied its activity by having been left [UP.4 1.1.1].

    What it said, be it "unknown", stands; what a measure decides is not for us to assume.
    """
    state, delivery = session.state(activity), activity.sequencing.delivery
    primary = activity.objectives[PRIMARY]
    if not (delivery.completion_set_by_content or state.completion_said or activity.completed_by_measure) and (
        completed(session, activity) is None
    ):
        record(session, activity, completed=True)
        session.note("UP.4", "“{title}” said nothing of its completion and counts as completed.", title=activity.title)
    if not (delivery.objective_set_by_content or state.success_said or primary.satisfied_by_measure) and (
        satisfied(session, activity) is None
    ):
        record(session, activity, satisfied=True)
        session.note("UP.4", "“{title}” said nothing of its success and counts as passed.", title=activity.title)


def _close(session: SequencingSession, activity: Activity) -> None:
    state = session.state(activity)
    if state.began is not None and not state.suspended:
        session.change(activity, active=False, began=None, duration=max(0.0, session.clock() - state.began))
    else:
        session.change(activity, active=False)


def _prepare_next_attempt(session: SequencingSession, activity: Activity) -> None:
    controls = activity.sequencing.randomization
    if _EACH_NEW_ATTEMPT in (controls.selection_timing, controls.randomization_timing):
        prepare_cluster(session, activity)
