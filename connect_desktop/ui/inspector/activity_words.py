"""All there is to say of one activity, as pairs of what and how much."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from connect_desktop.runtime.inspection import InspectedActivity, InspectedObjective, InspectedRule
from connect_desktop.scorm.sn.tracking import UNKNOWN, ObjectiveProgress
from connect_desktop.ui.inspector.value_words import (
    NOT_KNOWN,
    attempt_words,
    number_words,
    seconds_words,
    share_words,
    state_words,
    truth_words,
    verdict_words,
)

Pair = tuple[str, str]


def activity_words(activity: InspectedActivity) -> tuple[Pair, ...]:
    """The rows of the panel beside the tree; what says nothing is left out."""
    rows = (*_standing(activity), *_objectives(activity), *_definition(activity))
    return tuple((name, value) for name, value in rows if value)


def _standing(activity: InspectedActivity) -> Iterator[Pair]:
    yield QCoreApplication.translate("Inspector", "Identifier"), activity.identifier
    yield QCoreApplication.translate("Inspector", "State"), state_words(activity)
    if activity.refusal is not None:
        yield QCoreApplication.translate("Inspector", "Cannot be chosen"), verdict_words(activity.refusal)
    if activity.attempts or activity.attempt_limit is not None:
        yield QCoreApplication.translate("Inspector", "Attempts"), attempt_words(activity)
    if activity.duration or activity.duration_limit is not None:
        yield QCoreApplication.translate("Inspector", "Time in the attempt"), _time(activity)


def _time(activity: InspectedActivity) -> str:
    taken = seconds_words(activity.duration)
    if activity.duration_limit is None:
        return taken
    words = QCoreApplication.translate("Inspector", "{time} of {limit}")
    return words.format(time=taken, limit=seconds_words(activity.duration_limit))


def _objectives(activity: InspectedActivity) -> Iterator[Pair]:
    for objective in activity.objectives:
        name = (
            QCoreApplication.translate("Inspector", "Primary objective {id}")
            if objective.primary
            else QCoreApplication.translate("Inspector", "Objective {id}")
        ).format(id=objective.identifier)
        yield name.strip(), _progress(objective.progress)
        yield from _mapping(objective)


def _progress(progress: ObjectiveProgress) -> str:
    if progress == UNKNOWN:
        return QCoreApplication.translate("Inspector", "nothing is known")
    parts = (
        (QCoreApplication.translate("Inspector", "satisfied: {value}"), truth_words(progress.satisfied)),
        (QCoreApplication.translate("Inspector", "measure: {value}"), number_words(progress.measure)),
        (QCoreApplication.translate("Inspector", "completed: {value}"), truth_words(progress.completed)),
        (QCoreApplication.translate("Inspector", "progress: {value}"), share_words(progress.progress)),
        (QCoreApplication.translate("Inspector", "raw: {value}"), number_words(progress.raw)),
        (QCoreApplication.translate("Inspector", "min: {value}"), number_words(progress.min)),
        (QCoreApplication.translate("Inspector", "max: {value}"), number_words(progress.max)),
    )
    return ", ".join(words.format(value=value) for words, value in parts if value != NOT_KNOWN)


def _mapping(objective: InspectedObjective) -> Iterator[Pair]:
    if objective.passing_measure is not None:
        words = QCoreApplication.translate("Inspector", "a measure of {measure} or more")
        passing = words.format(measure=number_words(objective.passing_measure))
        yield QCoreApplication.translate("Inspector", "   satisfied by"), passing
    yield QCoreApplication.translate("Inspector", "   reads"), ", ".join(objective.reads)
    yield QCoreApplication.translate("Inspector", "   writes"), ", ".join(objective.writes)


def _definition(activity: InspectedActivity) -> Iterator[Pair]:
    yield QCoreApplication.translate("Inspector", "Prerequisites"), activity.prerequisites
    yield QCoreApplication.translate("Inspector", "Control modes"), ", ".join(activity.control)
    for rule in activity.rules:
        yield rule.kind.value, _rule(rule)


def _rule(rule: InspectedRule) -> str:
    if rule.holds:
        return QCoreApplication.translate("Inspector", "{rule} – holds now").format(rule=rule.words)
    return rule.words
