"""What a SCO reported, taken into the tracking model, and what that tells a SCO [RTE 4.2, SN 4th Ed. 4.2]. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connect_desktop.scorm.rte.launch import InitialObjective
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.objective_progress import PRIMARY, forget, mapped, record
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.store.standing import number as number_in

_OBJECTIVE_ID = ("cmi.objectives.", ".id")
_SUCCESS = {"passed": True, "failed": False}
# "not attempted" said by content that is being experienced can only mean that it is not complete.
_COMPLETION = {"completed": True, "incomplete": False, "not attempted": False}
_NUMBERS = {
    "measure": "score.scaled",
    "raw": "score.raw",
    "min": "score.min",
    "max": "score.max",
    "progress": "progress_measure",
}


def take_report(session: SequencingSession, activity: Activity, values: Mapping[str, str]) -> None:
    """Record what the activity's SCO has stored now, element to value. Nothing is recorded of an untracked activity."""
    if not activity.tracked:
        return
    reported = {PRIMARY: _elements(values, "cmi.")}
    for identifier, prefix in _objectives(values):
        number = activity.objective_index.get(identifier)
        if number is not None:
            # Of the primary objective, what the SCO says of itself goes before what it says of the objective.
            reported[number] = {**_elements(values, prefix), **reported.get(number, {})}
    for number, elements in reported.items():
        record(session, activity, number, **_parts(elements))
        for part, element in (("satisfied", "success_status"), ("completed", "completion_status")):
            if elements.get(element) == "unknown":
                forget(session, activity, number, part)
    session.change(
        activity,
        success_said="success_status" in reported[PRIMARY],
        completion_said="completion_status" in reported[PRIMARY],
        suspended=values.get("cmi.exit") == "suspend",
    )


def initial_objectives(session: SequencingSession, activity: Activity) -> tuple[InitialObjective, ...]:
    """The objectives a SCO finds at Initialize, with the values their read maps bring [RTE 4.2.17.1]."""
    return tuple(
        _initial(session, activity, number)
        for number, objective in enumerate(activity.objectives)
        if objective.identifier
    )


def _initial(session: SequencingSession, activity: Activity, number: int) -> InitialObjective:
    objective, local = activity.objectives[number], session.objective(activity, number)
    values = {part: mapped(session, activity, number, part) for part in ("satisfied", "completed", *_NUMBERS)}
    if objective.satisfied_by_measure:
        known = values["measure"]
        values["satisfied"] = None if known is None else known >= objective.definition.minimum_normalized_measure
    return InitialObjective(
        identifier=objective.identifier or "",
        success_status=_word(values["satisfied"], "passed", "failed", local.satisfied),
        completion_status=_word(values["completed"], "completed", "incomplete", local.completed),
        scaled=_text(values["measure"]),
        raw=_text(values["raw"]),
        min=_text(values["min"]),
        max=_text(values["max"]),
        progress_measure=_text(values["progress"]),
    )


def _objectives(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each objective's identifier with the prefix of its elements."""
    begin, end = _OBJECTIVE_ID
    for element, value in values.items():
        if element.startswith(begin) and element.endswith(end):
            yield value, element.removesuffix("id")


def _elements(values: Mapping[str, str], prefix: str) -> dict[str, str]:
    names = ("success_status", "completion_status", *_NUMBERS.values())
    return {name: values[prefix + name] for name in names if prefix + name in values}


def _parts(elements: Mapping[str, str]) -> dict[str, bool | float | None]:
    parts: dict[str, bool | float | None] = {part: number_in(elements.get(name)) for part, name in _NUMBERS.items()}
    parts["satisfied"] = _SUCCESS.get(elements.get("success_status", ""))
    parts["completed"] = _COMPLETION.get(elements.get("completion_status", ""))
    return parts


def _word(value: bool | None, yes: str, no: str, local: bool | None) -> str:
    """A read map that finds nothing takes away what was stored here before."""
    if value is None:
        return "" if local is None else "unknown"
    return yes if value else no


def _text(value: Any) -> str:
    return "" if value is None else str(value)
