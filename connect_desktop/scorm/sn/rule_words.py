"""Rules and limits in the manifest's own words, for the instructor who wrote them or has to understand them.

`skip if satisfied and not attempted` is the same in every language, as the manifest is.
"""

from __future__ import annotations

from collections.abc import Iterator

from connect_desktop.scorm.cam.sequencing import (
    ControlMode,
    RollupCondition,
    RollupRule,
    RuleCondition,
    SequencingDefinition,
    SequencingRule,
)

_COMBINED = {"all": " and ", "any": " or "}
_MODES = {
    "choice": "choice",
    "choice_exit": "choiceExit",
    "flow": "flow",
    "forward_only": "forwardOnly",
    "use_current_attempt_objective_info": "useCurrentAttemptObjectiveInfo",
    "use_current_attempt_progress_info": "useCurrentAttemptProgressInfo",
    "constrain_choice": "constrainChoice",
    "prevent_activation": "preventActivation",
}
_DEFAULTS = ControlMode()


def rule_words(rule: SequencingRule) -> str:
    """A pre-condition, post-condition or exit rule: `skip if satisfied`, `retry if not completed or attempted`."""
    return f"{rule.action} if {_conditions(rule.conditions, rule.combination)}"


def rollup_rule_words(rule: RollupRule) -> str:
    """A rollup rule: `satisfied if all: completed`, `completed if at least 50 %: attempted`."""
    children = {
        "atLeastCount": f"at least {rule.minimum_count}",
        "atLeastPercent": f"at least {rule.minimum_percent:.0%}".replace("%", " %"),
    }.get(rule.child_activity_set, rule.child_activity_set)
    return f"{rule.action} if {children}: {_conditions(rule.conditions, rule.combination)}"


def control_words(sequencing: SequencingDefinition) -> Iterator[str]:
    """The control modes that differ from the standard's default: `flow`, `not choice`."""
    for field, word in _MODES.items():
        value = getattr(sequencing.control_mode, field)
        if value != getattr(_DEFAULTS, field):
            yield word if value else f"not {word}"


def _conditions(conditions: tuple[RuleCondition, ...] | tuple[RollupCondition, ...], combination: str) -> str:
    return _COMBINED.get(combination, " and ").join(map(_condition, conditions)) or "never"


def _condition(condition: RuleCondition | RollupCondition) -> str:
    words = f"not {condition.condition}" if condition.negated else condition.condition
    if isinstance(condition, RuleCondition):
        if condition.measure_threshold is not None:
            words = f"{words} {condition.measure_threshold:g}"
        if condition.referenced_objective:
            words = f"{words} ({condition.referenced_objective})"
    return words
