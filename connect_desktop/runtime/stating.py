"""Taking what an API user says into a session: one transaction from the version they saw to the version it has then."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from connect_desktop.runtime.elements_on_record import cmi_data, sole_activity
from connect_desktop.runtime.errors import UnknownSession, VersionConflict
from connect_desktop.runtime.remembered_traces import RememberedTraces
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.session_document import document_of, outcome_of_session
from connect_desktop.runtime.session_record import keep_record
from connect_desktop.runtime.statement import Row, Statement
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.answers import Answer, Request
from connect_desktop.store.database import Store
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import record_view
from connect_desktop.store.records import Entry, EntryKind, SessionRecord
from connect_desktop.store.said import REPORTED_FOR


class LiveLaunch(Protocol):
    """A launch that is being played: whoever writes to its journal must tell it."""

    @property
    def id(self) -> str: ...
    @property
    def running(self) -> RunningCourse: ...


def state(
    store: Store,
    session_id: str,
    statement: Statement,
    course: Course,
    *,
    version: int,
    launch_id: str | None = None,
    request: Request | None = None,
    live: LiveLaunch | None = None,
    remembered: RememberedTraces | None = None,
) -> Answer:
    """Take the statement into the session if it has this version still, and answer with the session.

    It speaks for the launch `launch_id`; without one, it is a launch apart where a `request` can be told from others,
    else it speaks for the session's last launch. A request that was answered before changes nothing. `live` is the
    launch of the session that is being played in this process, by the thread that calls. What is `remembered` of
    earlier statements spares reading them again.

    Raises `UnknownSession`, `VersionConflict`, `IdempotencyKeyReused` and `StoreError`, each with nothing changed.
    """
    remembered = remembered or RememberedTraces()
    with store.database.connections.writing() as connection:
        answer = store.answers.find(request, connection) if request else None
        if answer is not None:
            return answer
        session = store.sessions.within(connection, session_id)
        if session is None:
            raise UnknownSession(session_id)
        if session.version != version:
            raise VersionConflict(session.version)
        apart = launch_id is None and request is not None
        chosen = launch_id or (None if apart else session.launch_id) or store.launches.new_id()
        traces = remembered.take(store, session, connection)
        over = store.launches.are_over(connection, session_id, len(traces))
        rows = statement.rows(
            _elements(session, traces, course, over=over),
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
            trace = LaunchTrace(store.launches.begin_within(connection, session_id, begun))
            traces.append(trace)
        entries = [Entry(number, *row) for number, row in enumerate([*first, *rows], start=trace.length + 1)]
        for entry in entries:
            trace.apply(entry)
        store.launches.append_within(connection, trace.launch.id, entries)
        heard = live if live is not None and live.id == trace.launch.id else None
        if heard is None:
            store.launches.end_within(connection, trace.launch.id)
        if session.launch_id is None and not apart:
            store.sessions.speak_for(session_id, chosen, within=connection)
        saved = keep_record(store, session_id, traces, course, within=connection)
        document = document_of(saved, saved.cmi_data or {}, store.tenant_id)
        answer = Answer(200, json.dumps(document))
        if request is not None:
            store.answers.keep(request, answer, connection, session_id=session_id)
    remembered.keep(store, saved, traces)
    if heard is not None:
        heard.running.hear(entries)
    return answer


def _trace_for(chosen: str, traces: Sequence[LaunchTrace], live: LiveLaunch | None) -> LaunchTrace | None:
    """The launch to write to in the name of `chosen`: what is said now must not stand before what others said since.
    None asks for a new one."""
    if live is not None and live.id == chosen:
        return next(trace for trace in traces if trace.launch.id == chosen)
    return traces[-1] if traces and traces[-1].speaks_for == chosen else None


def _elements(
    session: SessionRecord, traces: Collection[LaunchTrace], course: Course, *, over: bool
) -> Mapping[str, str]:
    """What the session's elements are now; what is running still has said more than was kept with the session."""
    if session.cmi_data is not None and over:
        return session.cmi_data
    return cmi_data(record_view(traces), outcome_of_session(session), course)
