"""Sequencing Exit Action Rules Subprocess [SN 4th Ed. TB.2.1]."""

from __future__ import annotations

from connect_desktop.scorm.sn.end_attempt import end_attempt_process
from connect_desktop.scorm.sn.rule_words import rule_words
from connect_desktop.scorm.sn.sequencing_rules_check import deciding_rule
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.terminate_descendent_attempts import terminate_descendent_attempts_process


def sequencing_exit_action_rules_subprocess(session: SequencingSession) -> None:
    """End the attempt on the highest ancestor whose exit rule holds, and make it the Current Activity [TB.2.1]."""
    if session.current is None:
        return
    for ancestor in session.current.path_from_root()[:-1]:
        rule = deciding_rule(session, ancestor, ancestor.sequencing.exit_rules)
        if rule is not None:
            terminate_descendent_attempts_process(session, ancestor)
            end_attempt_process(session, ancestor)
            session.current = ancestor
            session.note(
                "TB.2.1", "“{title}” was ended: its rule says “{rule}”.", title=ancestor.title, rule=rule_words(rule)
            )
            return
