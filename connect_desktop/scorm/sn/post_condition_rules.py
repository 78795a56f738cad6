"""Sequencing Post Condition Rules Subprocess [SN 4th Ed. TB.2.2]."""

from __future__ import annotations

from dataclasses import dataclass

from connect_desktop.scorm.sn.requests import Sequencing, Termination
from connect_desktop.scorm.sn.sequencing_rules_check import sequencing_rules_check_process
from connect_desktop.scorm.sn.session import SequencingSession


@dataclass(frozen=True, slots=True)
class PostCondition:
    """The requests a post-condition rule makes of its own."""

    termination: Termination | None = None
    sequencing: Sequencing | None = None


_ACTIONS = {
    "exitParent": PostCondition(termination=Termination.EXIT_PARENT),
    "exitAll": PostCondition(termination=Termination.EXIT_ALL),
    "retry": PostCondition(sequencing=Sequencing.RETRY),
    "retryAll": PostCondition(termination=Termination.EXIT_ALL, sequencing=Sequencing.RETRY),
    "continue": PostCondition(sequencing=Sequencing.CONTINUE),
    "previous": PostCondition(sequencing=Sequencing.PREVIOUS),
}


def sequencing_post_condition_rules_subprocess(session: SequencingSession) -> PostCondition:
    """What the Current Activity's post-condition rules ask for; nothing while its attempt is suspended [TB.2.2]."""
    current = session.current
    if current is None or session.state(current).suspended:
        return PostCondition()
    action = sequencing_rules_check_process(session, current, current.sequencing.postcondition_rules)
    if action is None or action not in _ACTIONS:
        return PostCondition()
    session.note("TB.2.2", "A rule of “{title}” asks for {action}.", title=current.title, action=action)
    return _ACTIONS[action]
