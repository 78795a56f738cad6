"""Navigation Request Process [SN 4th Ed. NB.2.1]."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.requests import NavigationKind, Sequencing, Termination
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.verdict import SequencingException


class NavigationOutcome(Struct, frozen=True):
    """The requests a valid navigation request stands for; `termination` None where nothing has to be ended first."""

    sequencing: Sequencing
    termination: Termination | None = None
    target: Activity | None = None


def navigation_request_process(
    session: SequencingSession, kind: NavigationKind, target: Activity | None = None
) -> NavigationOutcome:
    """Whether the request is valid here, and what it stands for. Raises `SequencingException` [NB.2.1]."""
    match kind:
        case NavigationKind.START | NavigationKind.RESUME_ALL:
            return _begin(session, kind)
        case NavigationKind.CONTINUE | NavigationKind.PREVIOUS:
            return _flow(session, kind)
        case NavigationKind.CHOICE:
            return _choice(session, target)
        case NavigationKind.JUMP:
            return _jump(session, target)
    return _leave(session, kind)


def _begin(session: SequencingSession, kind: NavigationKind) -> NavigationOutcome:
    """[NB.2.1 1, 2]"""
    if session.current is not None:
        raise SequencingException("NB.2.1-1", "The course has begun already.")
    if kind is NavigationKind.START:
        return NavigationOutcome(Sequencing.START)
    if session.suspended_activity is None:
        raise SequencingException("NB.2.1-3", "There is nothing to go on with; start the course.")
    return NavigationOutcome(Sequencing.RESUME_ALL)


def _flow(session: SequencingSession, kind: NavigationKind) -> NavigationOutcome:
    """[NB.2.1 3, 4]"""
    current = _current(session)
    forward = kind is NavigationKind.CONTINUE
    if current.parent is None:
        if forward:
            raise SequencingException("NB.2.1-4", "“{title}” has no next part.", title=current.title)
        raise SequencingException("NB.2.1-6", "“{title}” has no previous part.", title=current.title)
    control = current.parent.sequencing.control_mode
    if not control.flow:
        step = "NB.2.1-4" if forward else "NB.2.1-5"
        raise SequencingException(
            step, "“{title}” has no fixed order; choose a part yourself.", title=current.parent.title
        )
    if not forward and control.forward_only:
        raise SequencingException("NB.2.1-5", "In “{title}” you can only go forward.", title=current.parent.title)
    return NavigationOutcome(Sequencing.CONTINUE if forward else Sequencing.PREVIOUS, _exit_of(session, current))


def _choice(session: SequencingSession, target: Activity | None) -> NavigationOutcome:
    """[NB.2.1 7]"""
    if target is None:
        raise SequencingException("NB.2.1-11", "That part is not in this course.")
    if target.parent is not None and not target.parent.sequencing.control_mode.choice:
        raise SequencingException(
            "NB.2.1-10", "The parts of “{title}” come in a fixed order.", title=target.parent.title
        )
    current = session.current
    if current is None:
        return NavigationOutcome(Sequencing.CHOICE, None, target)
    if current is not target:
        for ancestor in _left_by_choice(session, current, target):
            if session.state(ancestor).active and not ancestor.sequencing.control_mode.choice_exit:
                raise SequencingException("NB.2.1-8", "Finish “{title}” first.", title=ancestor.title)
    return NavigationOutcome(Sequencing.CHOICE, _exit_of(session, current), target)


def _left_by_choice(session: SequencingSession, current: Activity, target: Activity) -> Iterator[Activity]:
    """The current activity, which may forbid even the choice of a sibling (ADL's case CM-07a), and its ancestors below
    the one it shares with the target."""
    common = session.tree.common_ancestor(current, target)
    for ancestor in current.path_to_root():
        if ancestor is common:
            return
        yield ancestor


def _jump(session: SequencingSession, target: Activity | None) -> NavigationOutcome:
    """[NB.2.1 12] Only what is available can be jumped to."""
    current = _current(session)
    if target is None:
        raise SequencingException("NB.2.1-11", "That part is not in this course.")
    if any(ancestor.parent is not None and session.place(ancestor) is None for ancestor in target.path_to_root()):
        raise SequencingException("NB.2.1-11", "“{title}” is not part of this attempt.", title=target.title)
    return NavigationOutcome(Sequencing.JUMP, _exit_of(session, current), target)


def _leave(session: SequencingSession, kind: NavigationKind) -> NavigationOutcome:
    """[NB.2.1 8-11]"""
    current = _current(session)
    if kind in (NavigationKind.EXIT, NavigationKind.ABANDON) and not session.state(current).active:
        raise SequencingException("NB.2.1-12", "“{title}” has been left already.", title=current.title)
    return NavigationOutcome(Sequencing.EXIT, Termination(kind.value))


def _current(session: SequencingSession) -> Activity:
    if session.current is None:
        raise SequencingException("NB.2.1-2", "The course has not begun yet; start it first.")
    return session.current


def _exit_of(session: SequencingSession, current: Activity) -> Termination | None:
    return Termination.EXIT if session.state(current).active else None
