"""Statements as a server takes them: each in a transaction of its own."""

from __future__ import annotations

from connect_desktop.runtime.remembered_traces import RememberedTraces
from connect_desktop.runtime.statement import Statement
from connect_desktop.runtime.stating import state
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.access.answers import Answer, Request
from connect_desktop.store.database import Store


def stated(
    store: Store,
    session_id: str,
    statement: Statement,
    course: Course,
    *,
    version: int,
    launch_id: str | None = None,
    request: Request | None = None,
    remembered: RememberedTraces | None = None,
) -> Answer:
    """What is answered to the statement; to a request that was answered before, the same again."""
    with store.database.connections.writing(guarded=True) as connection:
        answer = store.answers.find(request, connection) if request else None
        if answer is not None:
            return answer
        session = store.sessions.within(connection, session_id)
        assert session is not None
        written = state(
            connection,
            store,
            session,
            statement,
            course,
            version=version,
            launch_id=launch_id,
            request=request,
            live=None,
            remembered=remembered or RememberedTraces(),
        )
    written.settle()
    return written.answer
