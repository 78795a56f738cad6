"""Termination Request Process [SN 4th Ed. TB.2.3]."""

from __future__ import annotations

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.end_attempt import end_attempt_process
from connect_desktop.scorm.sn.exit_action_rules import sequencing_exit_action_rules_subprocess
from connect_desktop.scorm.sn.objective_progress import record
from connect_desktop.scorm.sn.overall_rollup import overall_rollup_process
from connect_desktop.scorm.sn.post_condition_rules import sequencing_post_condition_rules_subprocess
from connect_desktop.scorm.sn.requests import Sequencing, Termination
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.terminate_descendent_attempts import terminate_descendent_attempts_process
from connect_desktop.scorm.sn.tracking import PARTS
from connect_desktop.scorm.sn.verdict import SequencingException


def termination_request_process(session: SequencingSession, request: Termination) -> Sequencing | None:
    """End what the request ends. The sequencing request it gives takes the place of the one that was pending; None
    leaves that alone. Raises `SequencingException` [TB.2.3]."""
    current = session.current
    if current is None:
        raise SequencingException("TB.2.3-1", "The course has not begun yet; start it first.")
    if request in (Termination.EXIT, Termination.ABANDON) and not session.state(current).active:
        raise SequencingException("TB.2.3-2", "“{title}” has been left already.", title=current.title)
    match request:
        case Termination.EXIT:
            return _exit(session, current)
        case Termination.EXIT_ALL:
            return _exit_all(session, None)
        case Termination.SUSPEND_ALL:
            return _suspend_all(session, current)
        case Termination.ABANDON:
            _forget_attempt(session, current)
            session.change(current, active=False)
            return None
        case Termination.ABANDON_ALL:
            _forget_attempt(session, current)
            for ancestor in current.path_to_root():
                session.change(ancestor, active=False)
            session.current = session.tree.root
            return Sequencing.EXIT
    raise SequencingException("TB.2.3-7", "That request is not known.")


def _exit(session: SequencingSession, current: Activity) -> Sequencing | None:
    """[TB.2.3 3] Post-condition rules are asked again of each parent that is exited."""
    end_attempt_process(session, current)
    sequencing_exit_action_rules_subprocess(session)
    while True:
        asked = sequencing_post_condition_rules_subprocess(session)
        at = session.current
        if asked.termination is Termination.EXIT_ALL:
            return _exit_all(session, asked.sequencing)
        if asked.termination is Termination.EXIT_PARENT:
            if at is None or at.parent is None:
                raise SequencingException("TB.2.3-4", "There is nothing above the course to exit to.")
            session.current = at.parent
            end_attempt_process(session, at.parent)
            continue
        if at is session.tree.root and asked.sequencing is not Sequencing.RETRY:
            return Sequencing.EXIT
        return asked.sequencing


def _exit_all(session: SequencingSession, pending: Sequencing | None) -> Sequencing:
    """[TB.2.3 4]"""
    root = session.tree.root
    if session.current is not None and session.state(session.current).active:
        end_attempt_process(session, session.current)
    terminate_descendent_attempts_process(session, root)
    end_attempt_process(session, root)
    session.current = root
    return pending or Sequencing.EXIT


def _forget_attempt(session: SequencingSession, current: Activity) -> None:
    """What the content reported in an attempt that is abandoned does not count [TB.2.3 6, 7]."""
    for number in range(len(current.objectives)):
        record(session, current, number, **dict.fromkeys(PARTS))


def _suspend_all(session: SequencingSession, current: Activity) -> Sequencing:
    """[TB.2.3 5] An activity that has ended is not gone on with: its parent is."""
    state = session.state(current)
    if state.active or state.suspended:
        overall_rollup_process(session, current)
        suspended = current
    elif current.parent is not None:
        suspended = current.parent
    else:
        raise SequencingException("TB.2.3-3", "There is nothing to go on with later.")
    session.suspended_activity = suspended
    for ancestor in suspended.path_to_root():
        session.change(ancestor, active=False, suspended=True)
    session.current = session.tree.root
    return Sequencing.EXIT
