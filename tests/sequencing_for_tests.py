"""Activity trees made without a manifest, and learners who wander through them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from connect_desktop.runtime.sequenced import SnSequencer
from connect_desktop.scorm.cam.course import Item, Organization
from connect_desktop.scorm.cam.sequencing import (
    ControlMode,
    ObjectiveDefinition,
    ObjectiveMap,
    RollupCondition,
    RollupRule,
    RuleCondition,
    SequencingDefinition,
    SequencingRule,
)
from connect_desktop.scorm.sn.activity_tree import ActivityTree
from connect_desktop.scorm.sn.session import SequencingSession

FLOW = ControlMode(flow=True)


def activity(identifier: str, *children: Item, **sequencing: object) -> Item:
    """An item; a leaf has a page. `sequencing` are fields of `SequencingDefinition`."""
    return Item(
        identifier=identifier,
        title=identifier.title(),
        children=children,
        launch=None if children else f"{identifier}.html",
        sequencing=SequencingDefinition(**sequencing),  # type: ignore[arg-type]
    )


def organization(*children: Item, global_to_system: bool = True, **sequencing: object) -> Organization:
    """A course with these parts; it flows unless `control_mode` says otherwise."""
    root = activity("root", *children, **{"control_mode": FLOW, **sequencing})
    return Organization(root=root, objectives_global_to_system=global_to_system)


def rule(action: str, *conditions: str, combination: str = "all") -> SequencingRule:
    """A sequencing rule; a condition that begins with `not ` is negated, one with `@id` refers to an objective."""
    return SequencingRule(action=action, conditions=tuple(map(_condition, conditions)), combination=combination)


def rollup(action: str, *conditions: str, of: str = "all", count: int = 0, percent: float = 0.0) -> RollupRule:
    """A rollup rule."""
    parsed = tuple(
        RollupCondition(condition=text.removeprefix("not "), negated=text.startswith("not ")) for text in conditions
    )
    return RollupRule(
        action=action, conditions=parsed, child_activity_set=of, minimum_count=count, minimum_percent=percent
    )


def sequencer(
    course: Organization, state: object = None, *, seed: int = 0, clock: Callable[[], float] = lambda: 0.0
) -> SnSequencer:
    """A sequencer of the course; `state` is what another one gave."""
    known = state if isinstance(state, dict) else None
    return SnSequencer(course, {}, known, random=Random(seed), clock=clock)


def session(course: Organization, *, seed: int = 0, clock: Callable[[], float] = lambda: 0.0) -> SequencingSession:
    """A session in which nothing has happened yet."""
    return SequencingSession(ActivityTree(course), Random(seed), clock)


def large_course(activities: int, global_objectives: int) -> Organization:
    """A course of modules of ten lessons with rules on every level, that tell each other by global objectives."""
    modules = activities // 11
    return organization(*(_module(number, global_objectives) for number in range(modules)))


def _module(number: int, global_objectives: int) -> Item:
    lessons = (_lesson(number, place, global_objectives) for place in range(10))
    return activity(
        f"module-{number}",
        *lessons,
        control_mode=FLOW,
        rollup_rules=(
            rollup("satisfied", "satisfied", of="atLeastPercent", percent=0.5),
            rollup("completed", "attempted"),
        ),
        exit_rules=(rule("exit", "attemptLimitExceeded"),),
    )


def _lesson(module: int, place: int, global_objectives: int) -> Item:
    number = module * 10 + place
    own, other = f"global-{number % global_objectives}", f"global-{(number + 1) % global_objectives}"
    maps = (ObjectiveMap(target=own, write_satisfied_status=True, write_normalized_measure=True),)
    reading = (ObjectiveMap(target=other),)
    return activity(
        f"lesson-{module}-{place}",
        precondition_rules=(rule("disabled", "not attempted", "satisfied@far"), rule("skip", "never")),
        postcondition_rules=(rule("retry", "attemptLimitExceeded"),),
        objectives=(
            ObjectiveDefinition(identifier="own", primary=True, maps=maps),
            ObjectiveDefinition(identifier="far", maps=reading),
        ),
    )


def _condition(text: str) -> RuleCondition:
    name, _, objective = text.removeprefix("not ").partition("@")
    return RuleCondition(condition=name, negated=text.startswith("not "), referenced_objective=objective or None)
