"""The record of an activity as a data model: element to value, as a server's `cmi_data` holds it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from connect_desktop.scorm.rte.durations import format_timeinterval, format_timespan_12
from connect_desktop.store.launch_trace import Item
from connect_desktop.store.record_view import ActivityRecord, ObjectiveRecord
from connect_desktop.store.standing import COMPLETION, PROGRESS, STATUS, Standing


def as_cmi(record: ActivityRecord, preferences: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every element that has a value, under the names of the edition the SCO wrote in.

    Arrays are numbered anew from 0, in causal order; `preferences` are the session's.
    """
    document = dict(record.resume)
    if record.is_12:
        document.update(_standing_12(record.standing))
        document["cmi.core.total_time"] = format_timespan_12(record.total_time)
        if comment := "\n".join(item.values["comment"] for item in record.comments if item.values.get("comment")):
            document["cmi.comments"] = comment
    else:
        document.update(("cmi." + name, value) for name, value in _standing_2004(record.standing))
        document["cmi.total_time"] = format_timeinterval(record.total_time)
        document.update(_items("cmi.comments_from_learner", record.comments))
    document.update(_items("cmi.interactions", record.interactions))
    for index, objective in enumerate(record.objectives):
        document.update(
            (f"cmi.objectives.{index}.{name}", value) for name, value in _objective(objective, record.is_12)
        )
    document.update(preferences or {})
    return document


def _standing_12(standing: Standing) -> Iterator[tuple[str, str]]:
    for name, value in standing.verdict.values.items() if standing.verdict else ():
        yield "cmi.core.lesson_status" if name == STATUS else f"cmi.core.{name}", value


def _standing_2004(standing: Standing) -> Iterator[tuple[str, str]]:
    yield from standing.verdict.values.items() if standing.verdict else ()
    yield COMPLETION, standing.completion
    if standing.progress:
        yield PROGRESS, standing.progress


def _objective(objective: ObjectiveRecord, is_12: bool) -> Iterator[tuple[str, str]]:
    if objective.id:
        yield "id", objective.id
    if objective.description:
        yield "description", objective.description
    if not is_12:
        yield from _standing_2004(objective.standing)
    elif objective.standing.verdict:
        yield from objective.standing.verdict.values.items()


def _items(array: str, items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    for index, item in enumerate(items):
        for name, value in item.values.items():
            yield f"{array}.{index}.{name}", value
