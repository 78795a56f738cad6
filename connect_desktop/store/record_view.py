"""The record view: what is reported of a session, folded from all its launches by the rules of `sync.md`. Pure.

It is a function of the set of launches: their order, and how often one is given, make no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from connect_desktop.scorm.cam.course import VerdictRule
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.elements import is_for_resuming, is_only_12
from connect_desktop.store.launch_trace import COMMENTS, INTERACTIONS, ActivityTrace, AttemptTrace, Item, LaunchTrace
from connect_desktop.store.said import Said
from connect_desktop.store.standing import (
    Standing,
    StandingTrack,
    highest_completion,
    highest_progress,
    highest_verdict,
)


class ObjectiveRecord(Struct, frozen=True, kw_only=True):
    """An objective, all launches' words on it under one `id`; those that never got one stay apart by their index."""

    id: str
    standing: Standing
    description: str = ""


class ActivityRecord(Struct, frozen=True, kw_only=True):
    """What is reported of an activity.

    `total_time` is in centiseconds. `resume` holds the elements that tell where to go on, all of the causally latest
    launch. Interactions and comments stand in causal order.
    """

    is_12: bool = False
    standing: Standing = field(default_factory=Standing)
    total_time: int = 0
    resume: Mapping[str, str] = field(default_factory=dict)
    interactions: tuple[Item, ...] = ()
    comments: tuple[Item, ...] = ()
    objectives: tuple[ObjectiveRecord, ...] = ()


class RecordView(Struct, frozen=True, kw_only=True):
    """What is reported of a session. `launches` are the ids of those that count, in causal order.

    `shared` (`adl.data`, by target) and `sequencing` are part of the resume bundle: the last of `launches` wrote them.
    `times` is the time of each launch in centiseconds, `total_time` their sum; launches that others tell of have one
    too, so that a launch that comes later by itself is not counted again. `said` is what API users said and no SCO has
    written since; `reported_in` is the last launch in which they said what the course came to.
    """

    launches: tuple[str, ...] = ()
    activities: Mapping[str, ActivityRecord] = field(default_factory=dict)
    preferences: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)
    sequencing: Mapping[str, Any] | None = None
    times: Mapping[str, int] = field(default_factory=dict)
    said: Said = field(default_factory=Said)
    reported_in: str | None = None

    @property
    def total_time(self) -> int:
        return sum(self.times.values())


def record_view(launches: Iterable[LaunchTrace], rule: VerdictRule = VerdictRule.BEST) -> RecordView:
    """Fold launches into the record. Of one launch given twice, the higher revision or else the longer trace counts."""
    counted = _in_causal_order(launches)
    latest = counted[-1].state if counted else CourseState()
    names = dict.fromkeys([*(name for launch in counted for name in launch.activities), *latest.activities])
    said = Said()
    for launch in counted:
        for activity, element in launch.written:
            said.overwrite(activity, element)
        said.add(launch.said)
    return RecordView(
        launches=tuple(launch.launch.id for launch in counted),
        times=_times(counted),
        said=said,
        reported_in=next((launch.launch.id for launch in reversed(counted) if launch.said.reports), None),
        activities={
            name: _activity_record(
                [launch.activities[name] for launch in counted if name in launch.activities],
                latest.activity(name).values,
                rule,
            )
            for name in names
        },
        preferences={element: value for launch in counted for element, value in launch.preferences.items()},
        shared=dict(latest.shared),
        sequencing=latest.sequencing,
    )


def _times(counted: Iterable[LaunchTrace]) -> dict[str, int]:
    """Each launch's last time, whichever launch it was said in, and as much as others heard of it at least."""
    times: dict[str, int] = {}
    heard: dict[str, int] = {}
    for launch in counted:
        if launch.speaks_for == launch.launch.id or launch.said.time is not None:
            times[launch.speaks_for] = launch.total_time
        for other, time in launch.said.heard.items():
            heard[other] = max(time, heard.get(other, 0))
    return {it: max(times.get(it, 0), heard.get(it, 0)) for it in {**times, **heard}}


def _in_causal_order(launches: Iterable[LaunchTrace]) -> list[LaunchTrace]:
    furthest: dict[str, LaunchTrace] = {}
    for trace in launches:
        known = furthest.get(trace.launch.id)
        if known is None or (trace.launch.rev, trace.length) > (known.launch.rev, known.length):
            furthest[trace.launch.id] = trace
    counted = [trace for trace in furthest.values() if trace.counts]
    return sorted(counted, key=lambda trace: (trace.launch.lamport, trace.launch.id))


def _activity_record(traces: list[ActivityTrace], latest: Mapping[str, str], rule: VerdictRule) -> ActivityRecord:
    attempts = [attempt for trace in traces for attempt in trace.attempts]
    return ActivityRecord(
        is_12=any(trace.is_12 for trace in traces) or any(map(is_only_12, latest)),
        standing=_standing([attempt.standing for attempt in attempts], rule),
        total_time=sum(trace.total_time for trace in traces),
        resume={element: value for element, value in latest.items() if is_for_resuming(element)},
        interactions=tuple(item for attempt in attempts for item in attempt.items(INTERACTIONS)),
        comments=tuple(item for attempt in attempts for item in attempt.items(COMMENTS)),
        objectives=_objectives(attempts, rule),
    )


def _objectives(attempts: list[AttemptTrace], rule: VerdictRule) -> tuple[ObjectiveRecord, ...]:
    by_id: dict[tuple[str, int], list[tuple[Item, StandingTrack]]] = {}
    for attempt in attempts:
        for item, track in attempt.objectives():
            identifier = item.values.get("id", "")
            by_id.setdefault((identifier, -1 if identifier else item.index), []).append((item, track))
    return tuple(
        ObjectiveRecord(
            id=identifier,
            standing=_standing([track for _, track in objectives], rule),
            description=next(
                (item.values["description"] for item, _ in reversed(objectives) if "description" in item.values), ""
            ),
        )
        for (identifier, _), objectives in by_id.items()
    )


def _standing(tracks: list[StandingTrack], rule: VerdictRule) -> Standing:
    """One standing from those of all attempts, which are in causal order."""
    if rule is VerdictRule.BEST:
        verdict = highest_verdict(track.best for track in tracks)
    else:
        verdict = next((track.last for track in reversed(tracks) if track.last), None)
    return Standing(
        verdict=verdict,
        completion=highest_completion(track.completion for track in tracks),
        progress=highest_progress(track.progress for track in tracks),
    )
