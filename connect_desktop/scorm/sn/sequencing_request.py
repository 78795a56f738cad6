"""Sequencing Request Process and the requests that need few words [SN 4th Ed. SB.2.5-SB.2.8, SB.2.10-SB.2.13]."""

from __future__ import annotations

from msgspec import Struct

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.choice import choice_sequencing_request_process
from connect_desktop.scorm.sn.flow import Flow, flow_subprocess
from connect_desktop.scorm.sn.requests import Direction, Sequencing
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.verdict import SequencingException


class SequencingOutcome(Struct, frozen=True):
    """What a sequencing request came to: an activity to deliver, the end of the session, or neither: then the session
    waits for the learner's choice."""

    delivery: Activity | None = None
    session_ends: bool = False


def sequencing_request_process(
    session: SequencingSession, request: Sequencing, target: Activity | None = None
) -> SequencingOutcome:
    """Do one sequencing request; changes nothing but what is remembered. Raises `SequencingException` [SB.2.12]."""
    match request:
        case Sequencing.START:
            return start_sequencing_request_process(session)
        case Sequencing.RESUME_ALL:
            return resume_all_sequencing_request_process(session)
        case Sequencing.EXIT:
            return exit_sequencing_request_process(session)
        case Sequencing.RETRY:
            return retry_sequencing_request_process(session)
        case Sequencing.CONTINUE:
            return continue_sequencing_request_process(session)
        case Sequencing.PREVIOUS:
            return previous_sequencing_request_process(session)
        case Sequencing.CHOICE:
            return SequencingOutcome(choice_sequencing_request_process(session, _known(target)))
        case Sequencing.JUMP:
            return jump_sequencing_request_process(session, target)


def start_sequencing_request_process(session: SequencingSession) -> SequencingOutcome:
    """[SB.2.5]"""
    if session.current is not None:
        raise SequencingException("SB.2.5-1", "The course has begun already.")
    root = session.tree.root
    if root.is_leaf:
        return SequencingOutcome(root)
    return _from_flow(flow_subprocess(session, root, Direction.FORWARD, consider_children=True))


def resume_all_sequencing_request_process(session: SequencingSession) -> SequencingOutcome:
    """[SB.2.6]"""
    if session.current is not None:
        raise SequencingException("SB.2.6-1", "The course has begun already.")
    if session.suspended_activity is None:
        raise SequencingException("SB.2.6-2", "There is nothing to go on with; start the course.")
    return SequencingOutcome(session.suspended_activity)


def continue_sequencing_request_process(session: SequencingSession) -> SequencingOutcome:
    """[SB.2.7]"""
    current = _current(session, "SB.2.7-1")
    _require_flow(current, "SB.2.7-2")
    return _from_flow(flow_subprocess(session, current, Direction.FORWARD, consider_children=False))


def previous_sequencing_request_process(session: SequencingSession) -> SequencingOutcome:
    """[SB.2.8]"""
    current = _current(session, "SB.2.8-1")
    _require_flow(current, "SB.2.8-2")
    flow = flow_subprocess(session, current, Direction.BACKWARD, consider_children=False)
    return SequencingOutcome(flow.deliverable())


def retry_sequencing_request_process(session: SequencingSession) -> SequencingOutcome:
    """[SB.2.10]"""
    current = _current(session, "SB.2.10-1")
    state = session.state(current)
    if state.active or state.suspended:
        raise SequencingException("SB.2.10-2", "“{title}” is not finished yet.", title=current.title)
    if current.is_leaf:
        return SequencingOutcome(current)
    return _from_flow(flow_subprocess(session, current, Direction.FORWARD, consider_children=True))


def exit_sequencing_request_process(session: SequencingSession) -> SequencingOutcome:
    """[SB.2.11]"""
    current = _current(session, "SB.2.11-1")
    if session.state(current).active:
        raise SequencingException("SB.2.11-2", "“{title}” is still running.", title=current.title)
    return SequencingOutcome(session_ends=current.parent is None)


def jump_sequencing_request_process(session: SequencingSession, target: Activity | None) -> SequencingOutcome:
    """[SB.2.13]"""
    _current(session, "SB.2.13-1")
    return SequencingOutcome(_known(target))


def _current(session: SequencingSession, step: str) -> Activity:
    if session.current is None:
        raise SequencingException(step, "The course has not begun yet; start it first.")
    return session.current


def _known(target: Activity | None) -> Activity:
    if target is None:
        raise SequencingException("SB.2.9-1", "That part is not in this course.")
    return target


def _require_flow(current: Activity, step: str) -> None:
    if current.parent is not None and not current.parent.sequencing.control_mode.flow:
        raise SequencingException(
            step, "“{title}” has no fixed order; choose a part yourself.", title=current.parent.title
        )


def _from_flow(flow: Flow) -> SequencingOutcome:
    """Where going forward comes to a cluster without flow, the learner goes on by choice. ADL's cases have it that
    Continue is on offer then (CM-07d), and Previous is not (CM-07b)."""
    if flow.off_the_tree:
        return SequencingOutcome(session_ends=True)
    return SequencingOutcome() if flow.choose else SequencingOutcome(flow.deliverable())
