"""Sequencing Exit Action Rules Subprocess [SN 4th Ed. TB.2.1]."""

from __future__ import annotations

from connect_desktop.scorm.sn.end_attempt import end_attempt_process
from connect_desktop.scorm.sn.sequencing_rules_check import sequencing_rules_check_process
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.terminate_descendent_attempts import terminate_descendent_attempts_process


def sequencing_exit_action_rules_subprocess(session: SequencingSession) -> None:
    """End the attempt on the highest ancestor whose exit rule holds, and make it the Current Activity [TB.2.1]."""
    if session.current is None:
        return
    for ancestor in session.current.path_from_root()[:-1]:
        rules = ancestor.sequencing.exit_rules
        if rules and sequencing_rules_check_process(session, ancestor, rules) is not None:
            terminate_descendent_attempts_process(session, ancestor)
            end_attempt_process(session, ancestor)
            session.current = ancestor
            session.note("TB.2.1", "An exit rule of “{title}” ended it.", title=ancestor.title)
            return
