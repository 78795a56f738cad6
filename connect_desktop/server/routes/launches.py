"""Launching a package for a learner: a session and a link to play it."""

from __future__ import annotations

import json
import uuid

from fastapi import APIRouter, Request, Response

from connect_desktop.runtime.session_events import tell_launched
from connect_desktop.server.answers import problems
from connect_desktop.server.auth import Writer
from connect_desktop.server.http.idempotency import IdempotencyKey
from connect_desktop.server.links import launch_url
from connect_desktop.server.prepared_route import PreparedRoute
from connect_desktop.server.problems import Problem, package_not_found
from connect_desktop.server.room import RoomHere
from connect_desktop.server.schemas import LaunchBody, LaunchPost
from connect_desktop.server.tokens import Claims
from connect_desktop.store.access.answers import Answer
from connect_desktop.store.connection import Connection

router = APIRouter(prefix="/api/v1/packages", tags=["Launch"], route_class=PreparedRoute)


@router.post("/{package_id}/launch", response_model=LaunchBody, responses=problems(404, 409, 413))
async def launch(
    request: Request, room: RoomHere, caller: Writer, package_id: str, body: LaunchPost, idempotency: IdempotencyKey
) -> Response:
    """Create a session or go on with one, and sign a link for its learner."""
    lifetime = room.settings.lifetimes.effective(body.ttl_seconds)
    store = caller.store
    asked = idempotency.of(caller.asked_by)
    new_id = str(uuid.uuid4())

    def begin(connection: Connection) -> Answer:
        seen = store.answers.find(asked, connection) if asked else None
        if seen is not None:
            return seen
        if store.packages.within(connection, package_id) is None:
            raise package_not_found()
        learner = store.learners.known_as(body.user_id, within=connection)
        session = store.sessions.create(body.session_id or new_id, learner.id, package_id, within=connection)
        if (session.learner_id, session.package_id) != (learner.id, package_id):
            raise Problem(409, "session-taken", "The session belongs to another user or package; choose another id.")
        launch_id = store.launches.new_id()
        store.sessions.speak_for(session.id, launch_id, within=connection)
        tell_launched(store, session, within=connection)
        claims = Claims(
            tenant_id=store.tenant_id,
            session_id=session.id,
            package_id=package_id,
            learner_id=learner.id,
            launch_id=launch_id,
            epoch=session.token_epoch,
            mode=body.mode,
            start=body.start_activity,
            exit_url=body.redirect_on_exit_url,
        )
        document = {
            "package_id": package_id,
            "session_id": session.id,
            "learner_id": learner.id,
            "content_type": "scorm",
            "storage_backend": room.library.storage.backend,
            "launch_url": launch_url(request, session.id, room.tokens.issue(claims, lifetime, connection)),
            "expires_in_seconds": lifetime,
        }
        answer = Answer(200, json.dumps(document))
        if asked is not None:
            store.answers.keep(asked, answer, connection, session_id=session.id)
        return answer

    # All in one: of two who send the same request at once, one begins and both are told of it.
    answer = await room.group_commit.write(begin, guarded=True)
    return Response(answer.body, answer.status, media_type="application/json")
