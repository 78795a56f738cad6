"""Sequencing Post Condition Rules Subprocess [SN 4th Ed. TB.2.2]."""

from __future__ import annotations

from msgspec import Struct

from connect_desktop.scorm.sn.requests import Sequencing, Termination
from connect_desktop.scorm.sn.rule_words import rule_words
from connect_desktop.scorm.sn.sequencing_rules_check import deciding_rule
from connect_desktop.scorm.sn.session import SequencingSession


class PostCondition(Struct, frozen=True):
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
    rule = deciding_rule(session, current, current.sequencing.postcondition_rules)
    if rule is None or rule.action not in _ACTIONS:
        return PostCondition()
    session.note(
        "TB.2.2", "“{title}” leads elsewhere: its rule says “{rule}”.", title=current.title, rule=rule_words(rule)
    )
    return _ACTIONS[rule.action]
