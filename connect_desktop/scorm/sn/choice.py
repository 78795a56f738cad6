"""Choice Sequencing Request Process [SN 4th Ed. SB.2.9]."""

from __future__ import annotations

from collections.abc import Iterator

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.choice_traversal import choice_activity_traversal_subprocess, choice_flow_subprocess
from connect_desktop.scorm.sn.flow import flow_subprocess
from connect_desktop.scorm.sn.requests import Direction
from connect_desktop.scorm.sn.rule_words import rule_words
from connect_desktop.scorm.sn.sequencing_rules_check import (
    HIDDEN_FROM_CHOICE,
    STOP_FORWARD_TRAVERSAL,
    precondition,
    precondition_holds,
)
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.verdict import SequencingException


def choice_sequencing_request_process(session: SequencingSession, target: Activity) -> Activity:
    """The activity to deliver when `target` is chosen; raises `SequencingException` [SB.2.9]."""
    for ancestor in target.path_from_root():
        if ancestor.parent is not None and session.place(ancestor) is None:
            raise SequencingException("SB.2.9-2", "“{title}” is not part of this attempt.", title=target.title)
        rule = precondition(session, ancestor, HIDDEN_FROM_CHOICE)
        if rule is not None:
            session.note(
                "UP.2", "“{title}” is hidden: its rule says “{rule}”.", title=ancestor.title, rule=rule_words(rule)
            )
            raise SequencingException("SB.2.9-3", "“{title}” cannot be chosen now.", title=target.title)
    if target.parent is not None and not target.parent.sequencing.control_mode.choice:
        raise SequencingException(
            "SB.2.9-4", "The parts of “{title}” come in a fixed order.", title=target.parent.title
        )
    current = session.current
    common = session.tree.root if current is None else session.tree.common_ancestor(current, target)
    if current is None or current is common:
        if target is not current:
            _down(session, common, target)
    elif current.parent is target.parent:
        _among_siblings(session, current, target)
    elif target is common:
        _up(current, common)
    else:
        _up(current, common)
        _constrained(session, current, common, target)
        _down(session, common, target, forward=current.index < target.index)
    if target.is_leaf:
        return target
    flow = flow_subprocess(session, target, Direction.FORWARD, consider_children=True)
    if flow.activity is None:
        raise SequencingException("SB.2.9-9", "Choose a part of “{title}”.", title=target.title)
    return flow.activity


def _among_siblings(session: SequencingSession, current: Activity, target: Activity) -> None:
    """[SB.2.9 8] Every sibling on the way must let pass, the current one included."""
    here, there = session.place(current), session.place(target)
    if here is None or there is None or current.parent is None:
        raise SequencingException("SB.2.9-5", "“{title}” cannot be reached from here.", title=target.title)
    siblings = session.available_children(current.parent)
    if there < here:
        choice_activity_traversal_subprocess(session, current, Direction.BACKWARD)
        return
    stop = session.cached(("stop", current.index), lambda: _first_stop(session, siblings, here))
    if stop < there:
        choice_activity_traversal_subprocess(session, siblings[stop], Direction.FORWARD)


def _first_stop(session: SequencingSession, siblings: tuple[Activity, ...], start: int) -> int:
    places = range(start, len(siblings))
    stops = (place for place in places if precondition_holds(session, siblings[place], STOP_FORWARD_TRAVERSAL))
    return next(stops, len(siblings))


def _up(current: Activity, common: Activity) -> None:
    """[SB.2.9 10, 11] Every cluster that is left must allow it."""
    for ancestor in _below(current, common):
        if not ancestor.sequencing.control_mode.choice_exit:
            raise SequencingException("SB.2.9-7", "Finish “{title}” first.", title=ancestor.title)


def _constrained(session: SequencingSession, current: Activity, common: Activity, target: Activity) -> None:
    """[SB.2.9 11.5] The first constrained cluster that is left allows only what comes right before or after it."""
    clusters = (ancestor for ancestor in _below(current, common) if not ancestor.is_leaf)
    constrained = next((cluster for cluster in clusters if cluster.sequencing.control_mode.constrain_choice), None)
    if constrained is None:
        return
    direction = Direction.FORWARD if target.index > constrained.index else Direction.BACKWARD
    furthest = choice_flow_subprocess(session, constrained, direction)
    if not target.is_within(furthest) and target is not constrained:
        raise SequencingException(
            "SB.2.9-8", "From “{title}” only its neighbours can be chosen.", title=constrained.title
        )


def _down(session: SequencingSession, common: Activity, target: Activity, *, forward: bool = True) -> None:
    """[SB.2.9 9, 11.8, 11.9] Every cluster on the way down must let in."""
    for ancestor in target.path_from_root()[common.depth : target.depth]:
        if forward:
            choice_activity_traversal_subprocess(session, ancestor, Direction.FORWARD)
        control = ancestor.sequencing.control_mode
        if control.prevent_activation and ancestor is not common and not session.state(ancestor).active:
            raise SequencingException("SB.2.9-6", "“{title}” cannot be chosen directly.", title=target.title)


def _below(activity: Activity, common: Activity) -> Iterator[Activity]:
    """The activity and its ancestors, up to and without the common one."""
    for ancestor in activity.path_to_root():
        if ancestor is common:
            return
        yield ancestor
