"""What a choice may pass on its way [SN 4th Ed. SB.2.4, SB.2.9.1, SB.2.9.2]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.requests import Direction
from connect_desktop.scorm.sn.rule_words import rule_words
from connect_desktop.scorm.sn.sequencing_rules_check import STOP_FORWARD_TRAVERSAL, precondition
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.verdict import SequencingException


def choice_activity_traversal_subprocess(session: SequencingSession, activity: Activity, direction: Direction) -> None:
    """Raise `SequencingException` if the activity cannot be passed in this direction [SB.2.4]."""
    if direction is Direction.FORWARD:
        rule = precondition(session, activity, STOP_FORWARD_TRAVERSAL)
        if rule is not None:
            session.note(
                "UP.2",
                "“{title}” lets nobody past: its rule says “{rule}”.",
                title=activity.title,
                rule=rule_words(rule),
            )
            raise SequencingException("SB.2.4-1", "Finish “{title}” first.", title=activity.title)
    elif activity.parent is None:
        raise SequencingException("SB.2.4-3", "There is nothing before the beginning of the course.")
    elif activity.parent.sequencing.control_mode.forward_only:
        raise SequencingException("SB.2.4-2", "In “{title}” you can only go forward.", title=activity.parent.title)


def choice_flow_subprocess(session: SequencingSession, constrained: Activity, direction: Direction) -> Activity:
    """The furthest activity that a choice may reach past a constrained one [SB.2.9.1]."""
    return choice_flow_tree_traversal_subprocess(session, constrained, direction) or constrained


def choice_flow_tree_traversal_subprocess(
    session: SequencingSession, activity: Activity, direction: Direction
) -> Activity | None:
    """The next activity on this level or above in this direction; None past the end of the tree [SB.2.9.2]."""
    step = 1 if direction is Direction.FORWARD else -1
    neighbours = (session.neighbour(ancestor, step) for ancestor in activity.path_to_root())
    return next((neighbour for neighbour in neighbours if neighbour is not None), None)
