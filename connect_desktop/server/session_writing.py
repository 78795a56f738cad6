"""Writing a session as a PUT asks for it, within a transaction: by itself, or beside others of a sync."""

from __future__ import annotations

import json

from msgspec import Struct

from connect_desktop.runtime.stating import Written, state
from connect_desktop.runtime.taking_in import take_in
from connect_desktop.server.auth import Caller
from connect_desktop.server.http.etags import matches
from connect_desktop.server.problems import Problem, package_not_found, session_not_found
from connect_desktop.server.room import Room
from connect_desktop.server.sync_schemas import JournalPut, SessionBegun
from connect_desktop.store.access.answers import Request
from connect_desktop.store.connection import Connection
from connect_desktop.store.records import PackageRecord, SessionRecord
from connect_desktop.store.transaction import once
from connect_desktop.store.travel.sent_launch import journal_of


class Push(Struct, frozen=True, kw_only=True):
    """A PUT on a session: its body, and what stands in its headers. `launch` makes the session where there is none."""

    session_id: str
    body: JournalPut
    request: Request | None = None
    if_match: str | None = None
    launch: SessionBegun | None = None


def write_session(room: Room, caller: Caller, push: Push, connection: Connection) -> Written:
    """Write what the push says. Raises `Problem` and `ConnectError`, with what was written to be given up."""
    store = caller.store
    session = _session(caller, push, connection)
    seen = store.answers.find(push.request, connection) if push.request else None
    if seen is not None:
        return Written(seen, json.loads(seen.body)["version"])
    if push.if_match is not None and not matches(push.if_match, session.version):
        raise Problem(
            412,
            "precondition-failed",
            "If-Match names another version than the session has.",
            more={"current_version": session.version},
        )
    package = once(
        connection,
        (PackageRecord, store.tenant_id, session.package_id),
        lambda: store.packages.within(connection, session.package_id),
    )
    if package is None:
        raise package_not_found()
    course = room.courses.of(package)
    if push.body.journal is None:
        return state(
            connection,
            store,
            session,
            push.body.statement(),
            course,
            version=push.body.version,
            launch_id=caller.claims.launch_id if caller.claims else None,
            request=push.request,
            live=room.sittings.of_session(store.tenant_id, session.id),
            remembered=room.remembered,
        )
    if caller.claims is not None:
        raise Problem(403, "scope", "A launch token speaks for its own launch; a journal needs a key with write scope.")
    return take_in(
        connection,
        store,
        session.id,
        journal_of(push.body.journal),
        course,
        package_hash=package.content_hash,
        version=push.body.version,
        request=push.request,
        remembered=room.remembered,
        seen=session,
    )


def _session(caller: Caller, push: Push, connection: Connection) -> SessionRecord:
    store, wanted = caller.store, push.launch
    found = store.sessions.within(connection, push.session_id)
    if wanted is None:
        if found is None:
            raise session_not_found()
        return found
    if found is None:
        if store.packages.within(connection, wanted.package_id) is None:
            raise package_not_found()
        learner = store.learners.known_as(wanted.user_id, within=connection)
        return store.sessions.create(push.session_id, learner.id, wanted.package_id, within=connection)
    if (found.learner_id, found.package_id) != (wanted.user_id, wanted.package_id):
        raise Problem(409, "session-taken", "The session belongs to another user or package; choose another id.")
    return found
