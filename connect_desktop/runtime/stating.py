"""Taking what an API user says into a session: one transaction from the version they saw to the version it has then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from connect_desktop.runtime.elements_on_record import cmi_data, sole_activity
from connect_desktop.runtime.errors import TooManyElements, VersionConflict
from connect_desktop.runtime.remembered_traces import RememberedTraces
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.session_document import document_of, outcome_of_session
from connect_desktop.runtime.session_record import keep_record
from connect_desktop.runtime.statement import MOST_ELEMENTS, Row, Statement
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.access.answers import Answer, Request
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.json_text import json_text
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import record_view
from connect_desktop.store.records import Entry, EntryKind, SessionRecord
from connect_desktop.store.said import REPORTED_FOR


def _nothing() -> None:
    """There is nothing to settle."""


class Written(Struct, frozen=True):
    """What a write is answered with, within a transaction: the session, at this `version`. `settle` is to be called
    once that is kept."""

    answer: Answer
    version: int
    settle: Callable[[], None] = _nothing


class LiveLaunch(Protocol):
    """A launch that is being played: whoever writes to its journal must tell it."""

    @property
    def id(self) -> str: ...
    @property
    def running(self) -> RunningCourse: ...


def state(
    connection: Connection,
    store: Store,
    session: SessionRecord,
    statement: Statement,
    course: Course,
    *,
    version: int,
    launch_id: str | None,
    request: Request | None,
    live: LiveLaunch | None,
    remembered: RememberedTraces,
) -> Written:
    """Take the statement into the session if it has this version still, within a transaction that has seen the
    `session` so, and no answer to the `request`.

    It speaks for the launch `launch_id`; without one, it is a launch apart where a `request` can be told from others,
    else it speaks for the session's last launch. `live` is the launch of the session that is being played in this
    process, by the thread that calls. What is `remembered` of earlier statements spares reading them again.

    Raises `VersionConflict`, `TooManyElements` and `StoreError`, with what was written to be given up.
    """
    if session.version != version:
        raise VersionConflict(session.version)
    apart = launch_id is None and request is not None
    chosen = launch_id or (None if apart else session.launch_id) or store.launches.new_id()
    traces = remembered.take(store, session, connection)
    over = all(trace.launch.ended_at is not None or trace.launch.taken_in for trace in traces)
    rows = statement.rows(
        elements_now(session, traces, course, over=over),
        outcome_of_session(session),
        sole_activity(course),
        apart=apart,
    )
    trace = _trace_for(chosen, traces, live)
    first: list[Row] = []
    if trace is None:
        followed = any(trace.speaks_for == chosen for trace in traces)
        first = [(EntryKind.REPORTED, "", REPORTED_FOR, chosen)] if followed else []
        begun = store.launches.new_id() if followed else chosen
        trace = LaunchTrace(store.launches.begin_within(connection, session.id, begun))
        traces.append(trace)
    entries = [Entry(number, *row) for number, row in enumerate([*first, *rows], start=trace.length + 1)]
    for entry in entries:
        trace.apply(entry)
    if any(entry.kind is EntryKind.STATED for entry in entries) and _elements_said(traces) > MOST_ELEMENTS:
        raise TooManyElements(MOST_ELEMENTS)
    store.launches.append_within(connection, trace.launch.id, entries)
    heard = live if live is not None and live.id == trace.launch.id else None
    if heard is None and (entries or trace.launch.ended_at is None):
        ended_at = store.launches.end_within(connection, trace.launch.id)
        trace.launch = replace(trace.launch, ended_at=ended_at)
    if session.launch_id is None and not apart:
        store.sessions.speak_for(session.id, chosen, within=connection)
    saved = keep_record(store, session.id, traces, course, within=connection, before=session)
    document = document_of(saved, saved.cmi_data or {}, store.tenant_id)
    answer = Answer(200, json_text(document))
    if request is not None:
        store.answers.keep(request, answer, connection, session_id=session.id)

    def settle() -> None:
        remembered.keep(store, saved, traces)
        if heard is not None:
            heard.running.hear(entries)

    return Written(answer, saved.version, settle)


def _trace_for(chosen: str, traces: Sequence[LaunchTrace], live: LiveLaunch | None) -> LaunchTrace | None:
    """The launch to write to in the name of `chosen`: what is said now must not stand before what others said since,
    and what was written elsewhere is not ours to write to. None asks for a new one."""
    if live is not None and live.id == chosen:
        return next(trace for trace in traces if trace.launch.id == chosen)
    last = traces[-1] if traces else None
    return last if last and last.speaks_for == chosen and not last.launch.taken_in else None


def _elements_said(traces: Collection[LaunchTrace]) -> int:
    """How many elements API users have said and not taken back, or a number that is not too many."""
    at_most = sum(len(trace.said.elements) for trace in traces)
    if at_most <= MOST_ELEMENTS:
        return at_most
    said = {key: value for trace in traces for key, value in trace.said.elements.items()}
    return sum(value is not None for value in said.values())


def elements_now(
    session: SessionRecord, traces: Collection[LaunchTrace], course: Course, *, over: bool
) -> Mapping[str, str]:
    """What the session's elements are now; what is running still has said more than was kept with the session."""
    if session.cmi_data is not None and over:
        return session.cmi_data
    return cmi_data(record_view(traces, course.organization.verdict_rule), outcome_of_session(session), course)
