"""The record of a session as data model elements: the REST API's `cmi_data`. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from msgspec.structs import replace

from connect_desktop.runtime.navigation import Outcome, Success
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.cmi_document import as_cmi
from connect_desktop.store.record_view import ActivityRecord, RecordView

_ACTIVITIES = "activities."


def cmi_data(record: RecordView, outcome: Outcome, course: Course | None = None) -> dict[str, str]:
    """One activity's elements bare; of several, each under `activities.<identifier>.`, the rolled-up record bare.

    What an API user said stands as they said it, and nothing else does before a SCO was there.
    """
    sole = sole_activity(course) if course else next(iter(record.activities), None)
    if course is None and len(record.activities) != 1:
        sole = None
    if course is not None:
        # A SCO that has written nothing yet does not tell which edition it speaks.
        is_12 = not course.edition.is_2004
        activities = {name: replace(activity, is_12=is_12) for name, activity in record.activities.items()}
        record = replace(record, activities=activities)
    document = _played(record, outcome, sole)
    for (activity, element), value in record.said.elements.items():
        key = element if activity in ("", sole) else f"{_ACTIVITIES}{activity}.{element}"
        if value is None:
            document.pop(key, None)
        else:
            document[key] = value
    return document


def sole_activity(course: Course) -> str | None:
    """The identifier of the one part of a course that has one part only."""
    leaves = course.organization.leaves()
    return leaves[0].identifier if len(leaves) == 1 else None


def place_of(key: str, sole: str | None) -> tuple[str, str]:
    """The activity and the element that a key of `cmi_data` means; "" is the course as a whole."""
    if key.startswith(_ACTIVITIES):
        activity, separator, element = key.removeprefix(_ACTIVITIES).partition(".cmi.")
        if separator and activity:
            return activity, "cmi." + element
    return (sole, key) if sole and key.startswith("cmi.") else ("", key)


def parts_on_record(elements: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """The elements of each part of which `cmi_data` tells by its identifier, those of the course as a whole by ""."""
    parts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, value in elements.items():
        activity, element = place_of(key, None)
        parts[activity][element] = value
    return parts


def _played(record: RecordView, outcome: Outcome, sole: str | None) -> dict[str, str]:
    activities = {name: activity for name, activity in record.activities.items() if not _only_said(record, name)}
    if not activities:
        return dict(record.preferences)
    if sole is not None and set(activities) == {sole}:
        return as_cmi(activities[sole], record.preferences)
    document = _rolled_up(outcome, is_12=any(activity.is_12 for activity in activities.values()))
    document.update(record.preferences)
    for identifier, activity in activities.items():
        document.update((f"{_ACTIVITIES}{identifier}.{name}", value) for name, value in as_cmi(activity).items())
    return document


def _only_said(record: RecordView, identifier: str) -> bool:
    """Whether nothing is known of the activity but what API users said of it."""
    activity, elements = record.activities[identifier], record.said.elements
    nothing_else = ActivityRecord(is_12=activity.is_12, resume=activity.resume)
    return (
        activity == nothing_else
        and any(name == identifier for name, _ in elements)
        and all((identifier, element) in elements for element in activity.resume)
    )


def _rolled_up(outcome: Outcome, *, is_12: bool) -> dict[str, str]:
    scores = {"scaled": outcome.scaled, "raw": outcome.raw, "min": outcome.min, "max": outcome.max}
    if is_12:
        status = outcome.completion.value if outcome.success is Success.UNKNOWN else outcome.success.value
        known = {f"cmi.core.score.{part}": value for part, value in scores.items() if part != "scaled"}
        return {"cmi.core.lesson_status": status, **_written(known)}
    known = {f"cmi.score.{part}": value for part, value in scores.items()}
    known["cmi.progress_measure"] = outcome.progress
    return {
        "cmi.completion_status": outcome.completion.value,
        "cmi.success_status": outcome.success.value,
        **_written(known),
    }


def _written(numbers: dict[str, float | None]) -> dict[str, str]:
    return {element: f"{value:g}" for element, value in numbers.items() if value is not None}
