"""What others wrote to a document, as a launch of theirs in the journal here: so one fold gives one truth."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from connect_desktop.runtime.elements_on_record import place_of, sole_activity
from connect_desktop.runtime.statement import Row
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.rte.durations import format_timeinterval
from connect_desktop.scorm.rte.launch import Credit, Mode
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.elements import in_array, standing_name
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.records import LAST_LAMPORT, Entry, EntryKind, LaunchRecord
from connect_desktop.store.said import HEARD_TIME
from connect_desktop.store.travel.launch_exchange import record_of_revision
from connect_desktop.store.travel.launch_join import Revision
from connect_desktop.store.travel.launch_payload import LaunchPayload
from connect_desktop.store.travel.sent_launch import SentLaunch
from connect_desktop.sync.documents.folded import Folded, heads, record_of_traces
from connect_desktop.sync.documents.three_way import Record

_OTHERS = uuid.UUID("9a4e6d0b-93a5-5c07-8f0b-6e4e0d5f2a16")
_PARTS = ("scaled", "raw", "min", "max")


def news(
    account_id: str,
    session_id: str,
    there: str,
    here: Folded,
    merged: Record,
    course: Course,
    package_hash: str,
    now: datetime,
    *,
    beside: bool,
) -> dict[str, SentLaunch]:
    """The launch that brings the record here to `merged`, but for answers and comments, which have no place among ours;
    none where nothing is new. It comes after all that is here, or, where each side goes on elsewhere, `beside` what the
    server was not told of; but always after what was reported before, all of which is in what is reported now.

    Its id follows from what is `there`, so that it is taken in once however often it is made.
    """
    rows = list(_rows(here.record, merged, course))
    seen = _with_reports(here) if beside else here.traces
    latest = max((trace for trace in seen if trace.counts), key=_causally, default=None)
    state = CourseState.from_json(latest.state.as_json()) if latest else CourseState()
    state.cut_off()
    launch_id = str(uuid.uuid5(_OTHERS, f"{account_id} {session_id} {there}"))

    def with_rows(rows: Iterable[Row]) -> Revision:
        payload = LaunchPayload(
            package_hash=package_hash,
            device_id=_device(account_id),
            lamport=min(1 + max((trace.launch.lamport for trace in seen), default=0), LAST_LAMPORT),
            parents=heads(seen),
            mode=Mode.NORMAL,
            credit=Credit.CREDIT,
            started_at=now,
            ended_at=now,
            base=state.as_json() if latest else {},
            entries=tuple(Entry(number, *row) for number, row in enumerate(rows, start=1)),
        )
        return Revision(payload.changes, payload)

    revision = with_rows(rows)
    trace = LaunchTrace(record_of_revision(session_id, launch_id, revision), revision.payload.entries)
    reports = _reports(merged)
    if _reports(record_of_traces([*here.traces, trace], course) if rows else here.record) != reports:
        # Whole: what was reported before this and overtaken since must not be what this leaves unsaid.
        revision = with_rows([*rows, *((EntryKind.REPORTED, "", name, value) for name, value in reports.items())])
    return {launch_id: SentLaunch(revision)} if revision.payload.entries else {}


def _with_reports(here: Folded) -> tuple[LaunchTrace, ...]:
    """What the server was told of, and all that was reported: which of it the server has may not be known any more."""
    told = {trace.launch.id for trace in here.told_traces}
    return (*here.told_traces, *(it for it in here.traces if it.said.reports and it.launch.id not in told))


def is_news(account_id: str, launch: LaunchRecord) -> bool:
    """Whether the launch tells what others wrote to a document of this account's."""
    return launch.device_id == _device(account_id)


def _device(account_id: str) -> str:
    return str(uuid.uuid5(_OTHERS, account_id))


def _rows(here: Record, merged: Record, course: Course) -> Iterator[Row]:
    """What is another in `merged`, but for what the course came to."""
    sole = sole_activity(course)
    judged = set() if sole else set(_judged_anew(here, merged))
    for key in sorted({*here.elements, *merged.elements}):
        value = merged.elements.get(key)
        activity, element = place_of(key, sole)
        is_standing = standing_name(element) is not None
        if in_array(element) is not None or (is_standing and not activity):
            continue  # answers have no place among ours, and what the course comes to follows from what is reported
        if value == here.elements.get(key) and not (is_standing and activity in judged):
            continue
        if value is None:
            yield EntryKind.RETRACTED, activity, element, ""
        else:
            yield EntryKind.STATED, activity, element, value
    for launch_id, time in sorted(merged.times.items()):
        if time > here.times.get(launch_id, -1):
            yield EntryKind.REPORTED, "", HEARD_TIME + launch_id, format_timeinterval(time)


def _judged_anew(here: Record, merged: Record) -> Iterator[str]:
    """The parts that were judged elsewhere: a verdict is told whole, for it is never mixed with another."""
    for key in {*here.elements, *merged.elements}:
        activity, element = place_of(key, None)
        if standing_name(element) is not None and here.elements.get(key) != merged.elements.get(key):
            yield activity


def _reports(record: Record) -> dict[str, str]:
    return {
        "completion_status": record.completion,
        "success_status": record.success,
        **{
            f"score.{part}": "" if value is None else repr(value)
            for part, value in zip(_PARTS, record.score, strict=True)
        },
    }


def _causally(trace: LaunchTrace) -> tuple[int, str]:
    return trace.launch.lamport, trace.launch.id
