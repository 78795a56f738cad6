"""Select Children Process [SN 4th Ed. SR.1]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.session import SequencingSession


def select_children_process(session: SequencingSession, activity: Activity) -> None:
    """Choose which children are available, in the order of the manifest. Nothing happens while an attempt is under way
    or suspended, nor where the manifest asks for no selection [SR.1]."""
    controls, state = activity.sequencing.randomization, session.state(activity)
    count = controls.select_count
    if activity.is_leaf or state.active or state.suspended or controls.selection_timing == "never" or count is None:
        return
    if controls.selection_timing == "once" and state.prepared:
        return
    chosen = session.random.sample(range(len(activity.children)), min(count, len(activity.children)))
    session.change(activity, available=tuple(sorted(chosen)))
