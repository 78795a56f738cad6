"""A session of its own for launches that cannot stay beside the others, because they ran other content."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from connect_desktop.packages.library import package_id_of
from connect_desktop.runtime.session_record import keep_record
from connect_desktop.runtime.traces import traces_of
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.records import SessionRecord

_FORKS = uuid.UUID("2f1ff9e0-4f0e-5d6b-8f4e-3c7a2c8d9b51")


def fork_id(session_id: str, package_hash: str) -> str:
    """The session for what ran this content; every device that forks it finds the same."""
    return str(uuid.uuid5(_FORKS, f"{session_id} {package_hash}"))


def fork(
    connection: Connection,
    store: Store,
    session: SessionRecord,
    launch_ids: Collection[str],
    package_hash: str,
    course: Course,
) -> SessionRecord | None:
    """Move these launches of the session, which ran this content, to the session for it, in the package that this
    content is, and fold both anew; that session where it was not there before. What copies of a device wrote under one
    id stays together. Raises `StoreError`."""
    name = fork_id(session.id, package_hash)
    known = store.sessions.within(connection, name)
    forked = known or store.sessions.create(name, session.learner_id, package_id_of(package_hash), within=connection)
    launches = store.launches.of_session_within(connection, session.id)
    origins = {launch.fork_of or launch.id for launch in launches if launch.id in launch_ids}
    moved = [launch.id for launch in launches if (launch.fork_of or launch.id) in origins]
    store.launches.move_within(connection, moved, forked.id)
    for session_id in (session.id, forked.id):
        keep_record(store, session_id, traces_of(store, session_id, connection), course, within=connection)
    return None if known else forked
