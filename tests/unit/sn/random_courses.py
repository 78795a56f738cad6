"""Courses no author would write: any tree to depth 5 and width 8, any rules, any maps.

A course follows from one number. Hypothesis draws only that: drawing every rule by itself takes a hundred times as long
and finds no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from connect_desktop.scorm.cam.course import CompletionThreshold, Item, Organization
from connect_desktop.scorm.cam.sequencing import (
    ControlMode,
    DeliveryControls,
    LimitConditions,
    ObjectiveDefinition,
    ObjectiveMap,
    RandomizationControls,
    RollupCondition,
    RollupControls,
    RollupRule,
    RuleCondition,
    SequencingDefinition,
    SequencingRule,
)
from connect_desktop.scorm.sn.requests import NavigationKind

DEEPEST, WIDEST, MOST = 5, 8, 60

_CONDITIONS = (
    "satisfied",
    "objectiveStatusKnown",
    "objectiveMeasureKnown",
    "completed",
    "activityProgressKnown",
    "attempted",
    "attemptLimitExceeded",
)
_RULE_CONDITIONS = (*_CONDITIONS, "objectiveMeasureGreaterThan", "objectiveMeasureLessThan", "always")
_PRECONDITIONS = ("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal")
_POSTCONDITIONS = ("exitParent", "exitAll", "retry", "retryAll", "continue", "previous")
_REQUIRED = ("always", "ifNotSuspended", "ifAttempted", "ifNotSkipped")
_TIMINGS = ("never", "never", "once", "onEachNewAttempt")
_VALUES = {
    "cmi.success_status": ("passed", "failed", "unknown"),
    "cmi.completion_status": ("completed", "incomplete", "not attempted", "unknown"),
    "cmi.score.scaled": ("-1", "0.3", "1"),
    "cmi.progress_measure": ("0", "0.5", "1"),
    "cmi.exit": ("", "normal", "suspend"),
}
_OFTEN = (NavigationKind.CONTINUE, NavigationKind.CONTINUE, NavigationKind.PREVIOUS, NavigationKind.CHOICE)

T = TypeVar("T")


class Author:
    """Makes up a course. `clusters_write` lets clusters write global objectives too, and so tell each other things."""

    def __init__(self, seed: int, *, clusters_write: bool = True) -> None:
        self._random = Random(seed)
        self._clusters_write = clusters_write
        self._room = MOST

    def course(self) -> Organization:
        return Organization(root=self._item("a", 0), objectives_global_to_system=self._chance(0.5))

    def _item(self, identifier: str, depth: int) -> Item:
        self._room -= 1
        width = self._random.randint(0 if depth else 1, WIDEST) if depth < DEEPEST else 0
        children = tuple(self._item(f"{identifier}.{n}", depth + 1) for n in range(width) if self._room > 0)
        return Item(
            identifier=identifier,
            title=identifier,
            children=children,
            launch=None if children or self._chance(0.1) else f"{identifier}.html",
            visible=self._chance(0.8),
            completion_threshold=self._threshold(),
            sequencing=self._sequencing(writes=not children or self._clusters_write),
        )

    def _sequencing(self, *, writes: bool) -> SequencingDefinition:
        return SequencingDefinition(
            control_mode=ControlMode(
                choice=self._chance(0.7),
                choice_exit=self._chance(0.7),
                flow=self._chance(0.7),
                forward_only=self._chance(0.2),
                use_current_attempt_objective_info=self._chance(0.5),
                use_current_attempt_progress_info=self._chance(0.5),
                constrain_choice=self._chance(0.2),
                prevent_activation=self._chance(0.2),
            ),
            precondition_rules=self._rules(_PRECONDITIONS),
            postcondition_rules=self._rules(_POSTCONDITIONS),
            exit_rules=self._rules(("exit",)),
            limits=LimitConditions(attempt_limit=self._one_of((None, None, 1, 2))),
            rollup_rules=tuple(self._rollup_rule() for _ in range(self._one_of((0, 0, 1, 2)))),
            rollup=RollupControls(
                rollup_objective_satisfied=self._chance(0.7),
                rollup_progress_completion=self._chance(0.7),
                objective_measure_weight=self._one_of((0.0, 0.5, 1.0)),
                required_for_satisfied=self._one_of(_REQUIRED),
                required_for_completed=self._one_of(_REQUIRED),
                measure_satisfaction_if_active=self._chance(0.5),
            ),
            objectives=self._objectives(writes=writes) if self._chance(0.6) else (),
            randomization=RandomizationControls(
                randomization_timing=self._one_of(_TIMINGS),
                reorder_children=self._chance(0.5),
                selection_timing=self._one_of(_TIMINGS),
                select_count=self._one_of((None, 1, 2)),
            ),
            delivery=DeliveryControls(
                tracked=self._chance(0.8),
                completion_set_by_content=self._chance(0.3),
                objective_set_by_content=self._chance(0.3),
            ),
        )

    def _rules(self, actions: tuple[str, ...]) -> tuple[SequencingRule, ...]:
        return tuple(
            SequencingRule(
                action=self._one_of(actions),
                conditions=tuple(self._condition() for _ in range(self._one_of((1, 1, 2)))),
                combination=self._one_of(("all", "any")),
            )
            for _ in range(self._one_of((0, 0, 0, 1, 2)))
        )

    def _condition(self) -> RuleCondition:
        return RuleCondition(
            condition=self._one_of(_RULE_CONDITIONS),
            negated=self._chance(0.4),
            referenced_objective=self._one_of((None, "far", "nowhere")),
            measure_threshold=self._measure(),
        )

    def _rollup_rule(self) -> RollupRule:
        return RollupRule(
            action=self._one_of(("satisfied", "notSatisfied", "completed", "incomplete")),
            conditions=tuple(
                RollupCondition(condition=self._one_of(_CONDITIONS), negated=self._chance(0.4))
                for _ in range(self._one_of((1, 2)))
            ),
            combination=self._one_of(("all", "any")),
            child_activity_set=self._one_of(("all", "any", "none", "atLeastCount", "atLeastPercent")),
            minimum_count=self._random.randint(0, 3),
            minimum_percent=self._one_of((0.0, 0.5, 1.0)),
        )

    def _objectives(self, *, writes: bool) -> tuple[ObjectiveDefinition, ...]:
        own = ObjectiveDefinition(
            identifier="own",
            primary=True,
            satisfied_by_measure=self._chance(0.3),
            minimum_normalized_measure=self._measure(),
            maps=self._maps(writes=writes),
        )
        return own, ObjectiveDefinition(identifier="far", maps=self._maps(writes=writes))

    def _maps(self, *, writes: bool) -> tuple[ObjectiveMap, ...]:
        return tuple(
            ObjectiveMap(
                target=self._one_of(("g1", "g2", "g3")),
                read_satisfied_status=self._chance(0.5),
                read_normalized_measure=self._chance(0.5),
                read_completion_status=self._chance(0.5),
                read_progress_measure=self._chance(0.5),
                write_satisfied_status=writes and self._chance(0.5),
                write_normalized_measure=writes and self._chance(0.5),
                write_completion_status=writes and self._chance(0.5),
                write_progress_measure=writes and self._chance(0.5),
            )
            for _ in range(self._one_of((0, 1, 2)))
        )

    def _threshold(self) -> CompletionThreshold | None:
        if self._chance(0.7):
            return None
        return CompletionThreshold(completed_by_measure=self._chance(0.5), minimum_progress_measure=0.5)

    def _measure(self) -> float:
        return self._one_of((-1.0, -0.5, 0.0, 0.4, 0.8, 1.0))

    def _chance(self, of: float) -> bool:
        return self._random.random() < of

    def _one_of(self, choices: tuple[T, ...]) -> T:
        return self._random.choice(choices)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a SCO reports and what is asked next. `target` counts activities in document order."""

    values: dict[str, str]
    kind: NavigationKind
    target: int


def turns(seed: int) -> list[Turn]:
    """A dozen turns of learners and content."""
    random = Random(seed)
    return [Turn(_report(random), random.choice((*_OFTEN, *NavigationKind)), random.randrange(MOST)) for _ in range(12)]


def _report(random: Random) -> dict[str, str]:
    values = {element: random.choice(choices) for element, choices in _VALUES.items() if random.random() < 0.5}
    if random.random() < 0.5:
        far = random.choice(("passed", "failed", "unknown"))
        values |= {"cmi.objectives.0.id": "far", "cmi.objectives.0.success_status": far}
    return values


seeds = st.integers(0, 2**32)
