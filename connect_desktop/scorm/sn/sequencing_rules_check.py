"""Sequencing Rules Check Process [SN 4th Ed. UP.2]."""

from __future__ import annotations

from connect_desktop.scorm.cam.sequencing import SequencingRule
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.conditions import combined, evaluate
from connect_desktop.scorm.sn.session import SequencingSession

SKIP = "skip"
DISABLED = "disabled"
HIDDEN_FROM_CHOICE = "hiddenFromChoice"
STOP_FORWARD_TRAVERSAL = "stopForwardTraversal"


def deciding_rule(
    session: SequencingSession, activity: Activity, rules: tuple[SequencingRule, ...]
) -> SequencingRule | None:
    """The first rule that holds, whose action is to be taken; None if none does [UP.2]."""
    return next((rule for rule in rules if sequencing_rule_check_subprocess(session, activity, rule)), None)


def sequencing_rule_check_subprocess(session: SequencingSession, activity: Activity, rule: SequencingRule) -> bool:
    """Whether the rule holds; unknown is not enough [UP.2.1]."""
    results = (evaluate(session, activity, condition) for condition in rule.conditions)
    return combined(results, rule.combination) is True


def precondition_holds(session: SequencingSession, activity: Activity, action: str) -> bool:
    """Whether a pre-condition rule with this action holds now."""
    return precondition(session, activity, action) is not None


def precondition(session: SequencingSession, activity: Activity, action: str) -> SequencingRule | None:
    """The pre-condition rule with this action that holds now."""
    rules = activity.preconditions.get(action)
    if not rules:
        return None
    return session.cached(("precondition", action, activity.index), lambda: deciding_rule(session, activity, rules))
