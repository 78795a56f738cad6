"""Taking launches that ran elsewhere into a session: what it came to is folded anew from all its launches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from connect_desktop.runtime.course_outcome import sequenced_outcome
from connect_desktop.runtime.errors import PackageMismatch, UnknownSession, VersionConflict
from connect_desktop.runtime.remembered_traces import RememberedTraces
from connect_desktop.runtime.session_document import document_of
from connect_desktop.runtime.session_record import keep_record
from connect_desktop.runtime.stating import Written, elements_now
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.access.answers import Answer, Request
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.json_text import json_text
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.travel.launch_exchange import LaunchExchange, TakenIn
from connect_desktop.store.travel.launch_payload import InvalidLaunch
from connect_desktop.store.travel.sent_launch import SentLaunch


def take_in(
    connection: Connection,
    store: Store,
    session_id: str,
    sent: Mapping[str, SentLaunch],
    course: Course,
    *,
    package_hash: str,
    version: int,
    request: Request | None = None,
    remembered: RememberedTraces | None = None,
    seen: SessionRecord | None = None,
) -> Written:
    """Join the launches with the session's, within a transaction, if the session has this version still, and answer
    with the session and with receipts for what is held of each now.

    Where nothing is new, nothing changes, the version included. `package_hash` is the content that the session's course
    is here, which every new launch must have run; `course` is what is made of it. The transaction has found no answer
    to the `request`; `seen` is the session as it has seen it.

    Raises `UnknownSession`, `VersionConflict`, `PackageMismatch`, `InvalidLaunch` and `StoreError`, each with the
    transaction to be given up.
    """
    session = seen or store.sessions.within(connection, session_id)
    if session is None:
        raise UnknownSession(session_id)
    if session.version != version:
        raise VersionConflict(session.version)
    remembered = remembered or RememberedTraces()
    traces = remembered.take(store, session, connection)
    _refuse_other_content(sent, traces, session, package_hash)
    taken = LaunchExchange(store.tenant_id, store.launches).take_in(connection, session_id, sent)
    if taken.is_new:
        traces = _with_what_is_new(traces, taken, course)
        session = keep_record(store, session_id, traces, course, within=connection, before=session)
    over = all(trace.launch.ended_at is not None or trace.launch.taken_in for trace in traces)
    elements = session.cmi_data if taken.is_new else elements_now(session, traces, course, over=over)
    document = {
        **document_of(session, elements or {}, store.tenant_id),
        "receipt": taken.receipts,
        "forked": taken.forked,
    }
    answer = Answer(200, json_text(document))
    if request is not None:
        store.answers.keep(request, answer, connection, session_id=session_id)
    return Written(answer, session.version, lambda: remembered.keep(store, session, traces))


def _refuse_other_content(
    sent: Mapping[str, SentLaunch], traces: Iterable[LaunchTrace], session: SessionRecord, package_hash: str
) -> None:
    """What is here already goes on, whatever became of the package since. Raises `PackageMismatch`."""
    held = {trace.launch.id: trace.launch.package_hash for trace in traces}
    for launch_id, launch in sent.items():
        ran = launch.revision.payload.package_hash
        if ran not in (package_hash, "", held.get(launch_id), held.get(launch.fork_of or "")):
            raise PackageMismatch(launch_id, session.package_id)


def _with_what_is_new(traces: list[LaunchTrace], taken: TakenIn, course: Course) -> list[LaunchTrace]:
    changed = taken.removed | taken.written.keys()
    known = [trace for trace in traces if trace.launch.id not in changed]
    for launch in taken.written.values():
        trace = LaunchTrace(launch.record, launch.revision.payload.entries)
        _try_out(trace, course)
        known.append(trace)
    return sorted(known, key=lambda trace: (trace.launch.lamport, trace.launch.id))


def _try_out(trace: LaunchTrace, course: Course) -> None:
    """What another program kept of its sequencing is read by ours from here on: it must be able to."""
    try:
        sequenced_outcome(trace, course)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise InvalidLaunch(trace.launch.id, "the state of its sequencing is not one that can be read") from error
