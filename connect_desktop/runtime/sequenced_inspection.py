"""A sequencing session as an instructor looks into it. Pure; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connect_desktop.runtime.inspection import (
    InspectedActivity,
    InspectedGlobal,
    InspectedObjective,
    InspectedRule,
    RuleKind,
)
from connect_desktop.scorm.cam.sequencing import SequencingRule
from connect_desktop.scorm.sn.activity_tree import Activity, Objective
from connect_desktop.scorm.sn.look_ahead import LookAhead
from connect_desktop.scorm.sn.objective_progress import completed, mapped, measure, progress, satisfied
from connect_desktop.scorm.sn.requests import NavigationKind
from connect_desktop.scorm.sn.rule_words import control_words, rollup_rule_words, rule_words
from connect_desktop.scorm.sn.sequencing_rules_check import sequencing_rule_check_subprocess
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.tracking import ObjectiveProgress


def inspect_activities(session: SequencingSession, ahead: LookAhead) -> tuple[InspectedActivity, ...]:
    """The whole activity tree, with what the engine knows now and `ahead` says of choosing each part."""
    return tuple(_activity(session, ahead, activity) for activity in session.tree.activities)


def inspect_global_objectives(session: SequencingSession) -> tuple[InspectedGlobal, ...]:
    """All global objectives that were ever written or that a map names, in the order of the tree."""
    writers: dict[str, list[str]] = {}
    readers: dict[str, list[str]] = {}
    for activity in session.tree.activities:
        for objective in activity.objectives:
            for target in _written(objective):
                writers.setdefault(target, []).append(activity.title)
            for target in _read(objective):
                readers.setdefault(target, []).append(activity.title)
    known = dict.fromkeys((*writers, *readers, *session.global_objectives()))
    return tuple(
        InspectedGlobal(
            identifier=target,
            progress=session.global_objective(target),
            written_by=_once(writers.get(target, ())),
            read_by=_once(readers.get(target, ())),
        )
        for target in known
    )


def _activity(session: SequencingSession, ahead: LookAhead, activity: Activity) -> InspectedActivity:
    state, limits = session.state(activity), activity.sequencing.limits
    return InspectedActivity(
        identifier=activity.identifier,
        title=activity.title,
        depth=activity.depth,
        is_leaf=activity.is_leaf,
        current=activity is session.current,
        active=state.active,
        suspended=state.suspended,
        available=activity.parent is None or session.place(activity) is not None,
        tracked=activity.tracked,
        attempts=state.attempts,
        attempt_limit=limits.attempt_limit,
        duration=state.duration if state.began is None else max(0.0, session.clock() - state.began),
        duration_limit=limits.attempt_absolute_duration,
        objectives=tuple(_objective(session, activity, number) for number in range(len(activity.objectives))),
        control=tuple(control_words(activity.sequencing)),
        rules=tuple(_rules(session, activity)),
        refusal=ahead.refusal(NavigationKind.CHOICE, activity),
    )


def _objective(session: SequencingSession, activity: Activity, number: int) -> InspectedObjective:
    objective = activity.objectives[number]
    return InspectedObjective(
        identifier=objective.identifier or "",
        primary=number == 0,
        progress=ObjectiveProgress(
            satisfied=satisfied(session, activity, number),
            measure=measure(session, activity, number),
            raw=mapped(session, activity, number, "raw"),
            min=mapped(session, activity, number, "min"),
            max=mapped(session, activity, number, "max"),
            completed=completed(session, activity, number),
            progress=progress(session, activity, number),
        ),
        passing_measure=objective.definition.minimum_normalized_measure if objective.satisfied_by_measure else None,
        reads=_read(objective),
        writes=_written(objective),
    )


def _rules(session: SequencingSession, activity: Activity) -> Iterator[InspectedRule]:
    sequencing = activity.sequencing
    kinds: tuple[tuple[RuleKind, tuple[SequencingRule, ...]], ...] = (
        (RuleKind.PRE_CONDITION, sequencing.precondition_rules),
        (RuleKind.POST_CONDITION, sequencing.postcondition_rules),
        (RuleKind.EXIT, sequencing.exit_rules),
    )
    for kind, rules in kinds:
        for rule in rules:
            yield InspectedRule(kind, rule_words(rule), sequencing_rule_check_subprocess(session, activity, rule))
    for rollup_rule in sequencing.rollup_rules:
        yield InspectedRule(RuleKind.ROLLUP, rollup_rule_words(rollup_rule))


def _read(objective: Objective) -> tuple[str, ...]:
    return _once(objective.reads.values())


def _written(objective: Objective) -> tuple[str, ...]:
    return _once(target for targets in objective.writes.values() for target in targets)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
