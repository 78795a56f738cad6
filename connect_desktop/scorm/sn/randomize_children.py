"""Randomize Children Process [SN 4th Ed. SR.2]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.session import SequencingSession


def randomize_children_process(session: SequencingSession, activity: Activity) -> None:
    """Shuffle the available children where the manifest asks for it, unless an attempt is under way [SR.2]."""
    controls, state = activity.sequencing.randomization, session.state(activity)
    if activity.is_leaf or state.active or state.suspended or controls.randomization_timing == "never":
        return
    if not controls.reorder_children or (controls.randomization_timing == "once" and state.prepared):
        return
    available = list(range(len(activity.children)) if state.available is None else state.available)
    session.random.shuffle(available)
    session.change(activity, available=tuple(available))
