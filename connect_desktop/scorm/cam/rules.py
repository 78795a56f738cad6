"""Sequencing and rollup rules [CAM 5.1]. A rule whose action or conditions make no sense is left out."""

from __future__ import annotations

from collections.abc import Iterable

from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.reading import FindingLog
from connect_desktop.scorm.cam.sequencing import RollupCondition, RollupRule, RuleCondition, SequencingRule
from connect_desktop.scorm.cam.tokens import (
    CHILD_ACTIVITY_SETS,
    COMBINATIONS,
    OPERATORS,
    ROLLUP_ACTIONS,
    ROLLUP_CONDITIONS,
    RULE_CONDITIONS,
)
from connect_desktop.scorm.cam.values import ValueReader


class RulesReader:
    """Reads `imsss:sequencingRules` and `imsss:rollupRules`."""

    def __init__(self, log: FindingLog) -> None:
        self._log = log
        self._rules = ValueReader(log, "CAM 5.1 sequencingRules")
        self._rollup = ValueReader(log, "CAM 5.1 rollupRules")

    def sequencing_rules(self, section: Element, name: str, actions: Iterable[str]) -> tuple[SequencingRule, ...]:
        """The rules called `name`, whose action is one of `actions`."""
        rules = (self._sequencing_rule(element, actions) for element in section.all(name))
        return tuple(rule for rule in rules if rule is not None)

    def rollup_rules(self, section: Element) -> tuple[RollupRule, ...]:
        rules = (self._rollup_rule(element) for element in section.all("rolluprule"))
        return tuple(rule for rule in rules if rule is not None)

    def _sequencing_rule(self, element: Element, actions: Iterable[str]) -> SequencingRule | None:
        action = self._action(element, "ruleaction", actions, self._rules)
        group = element.first("ruleconditions")
        conditions = [self._rule_condition(condition) for condition in group.all("rulecondition")] if group else []
        kept = tuple(condition for condition in conditions if condition is not None)
        if action is None or not self._has_conditions(kept, len(conditions), element, self._rules) or group is None:
            return None
        combination = self._rules.token(group, "conditionCombination", COMBINATIONS, "all")
        return SequencingRule(action=action, conditions=kept, combination=combination)

    def _rule_condition(self, element: Element) -> RuleCondition | None:
        condition = self._rules.token(element, "condition", RULE_CONDITIONS, "")
        if not condition:
            return None
        threshold = element.get("measurethreshold")
        return RuleCondition(
            condition=condition,
            negated=self._rules.token(element, "operator", OPERATORS, "noOp") == "not",
            referenced_objective=element.identifier("referencedobjective") or None,
            measure_threshold=self._rules.decimal(element, "measureThreshold", 0.0, -1.0, 1.0) if threshold else None,
        )

    def _rollup_rule(self, element: Element) -> RollupRule | None:
        action = self._action(element, "rollupaction", ROLLUP_ACTIONS, self._rollup)
        group = element.first("rollupconditions")
        conditions = [self._rollup_condition(condition) for condition in group.all("rollupcondition")] if group else []
        kept = tuple(condition for condition in conditions if condition is not None)
        if action is None or not self._has_conditions(kept, len(conditions), element, self._rollup) or group is None:
            return None
        return RollupRule(
            action=action,
            conditions=kept,
            combination=self._rollup.token(group, "conditionCombination", COMBINATIONS, "any"),
            child_activity_set=self._rollup.token(element, "childActivitySet", CHILD_ACTIVITY_SETS, "all"),
            minimum_count=self._rollup.count(element, "minimumCount") or 0,
            minimum_percent=self._rollup.decimal(element, "minimumPercent", 0.0, 0.0, 1.0),
        )

    def _rollup_condition(self, element: Element) -> RollupCondition | None:
        condition = self._rollup.token(element, "condition", ROLLUP_CONDITIONS, "")
        if not condition:
            return None
        negated = self._rollup.token(element, "operator", OPERATORS, "noOp") == "not"
        return RollupCondition(condition=condition, negated=negated)

    def _action(self, rule: Element, name: str, actions: Iterable[str], values: ValueReader) -> str | None:
        element = rule.first(name)
        return values.token(element, "action", actions, "") or None if element is not None else None

    def _has_conditions(self, kept: tuple[object, ...], written: int, rule: Element, values: ValueReader) -> bool:
        """Dropping one condition of several would change what the rule means, so then the whole rule is dropped."""
        if kept and len(kept) == written:
            return True
        self._log.warning(
            "rule-left-out",
            "A sequencing rule has no condition that can be understood; the rule was left out.",
            line=rule.line,
            clause=values.clause,
        )
        return False
