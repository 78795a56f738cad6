"""A session of its own for launches that cannot stay beside the others, because they ran other content."""

from __future__ import annotations

import uuid

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


def fork(connection: Connection, store: Store, session: SessionRecord, package_hash: str, course: Course) -> str | None:
    """Move the launches that ran this content to a session of their own, in the package that this content is, and fold
    both anew; the new session's id, None where the session is in that package already. Raises `StoreError`."""
    package_id = package_id_of(package_hash)
    if package_id == session.package_id:
        return None
    launches = store.launches.of_session_within(connection, session.id)
    moved = [launch.id for launch in launches if launch.package_hash == package_hash]
    forked = store.sessions.create(fork_id(session.id, package_hash), session.learner_id, package_id, within=connection)
    store.launches.move_within(connection, moved, forked.id)
    for session_id in (session.id, forked.id):
        keep_record(store, session_id, traces_of(store, session_id, connection), course, within=connection)
    return forked.id
