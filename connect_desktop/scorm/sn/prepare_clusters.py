"""When children are selected and randomized: before the first attempt, and each new one [SN 4th Ed. 3.9, 3.11]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.randomize_children import randomize_children_process
from connect_desktop.scorm.sn.select_children import select_children_process
from connect_desktop.scorm.sn.session import SequencingSession


def prepare_clusters(session: SequencingSession) -> None:
    """Before anything is delivered in a sequencing session, every cluster knows its children and their order."""
    for activity in session.tree.activities:
        if not activity.is_leaf and not session.state(activity).prepared:
            prepare_cluster(session, activity)


def prepare_cluster(session: SequencingSession, activity: Activity) -> None:
    """Select, then randomize, for the attempt that will come next."""
    controls = activity.sequencing.randomization
    if controls.selection_timing == "never" and controls.randomization_timing == "never":
        return
    select_children_process(session, activity)
    randomize_children_process(session, activity)
    session.change(activity, prepared=True)
