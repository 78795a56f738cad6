"""The sittings of this server: one a session at most, so that the last window a learner opens is the one that plays."""

from __future__ import annotations

import asyncio
import logging
import secrets
from functools import partial

from connect_desktop.errors import ConnectError
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.runtime.session_record import save_record
from connect_desktop.scorm.rte.launch import Mode
from connect_desktop.server.courses import Courses
from connect_desktop.server.problems import Problem, session_not_found
from connect_desktop.server.sitting import Sitting, close_quietly
from connect_desktop.server.tenant_stores import TenantStores
from connect_desktop.server.tokens import Claims
from connect_desktop.server.workers import Workers
from connect_desktop.store.database import Clock

_log = logging.getLogger(__name__)

# How long the calls of a page that went away may be on their way, in seconds.
_ON_THEIR_WAY = 1.5

Key = tuple[str, str]
"""Tenant and session."""


class Sittings:
    """Opens, finds and closes sittings. A sitting's name is a secret: whoever knows it speaks for the content."""

    def __init__(
        self, stores: TenantStores, library: PackageLibrary, courses: Courses, workers: Workers, clock: Clock
    ) -> None:
        self._stores = stores
        self._library = library
        self._courses = courses
        self._workers = workers
        self._clock = clock
        self._by_session: dict[Key, tuple[str, Sitting]] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    def open(self, claims: Claims) -> tuple[str, Sitting]:
        """A new sitting and its name; one that the session had is closed. To be called in the thread that writes.

        Raises a `Problem` where the session or the package is gone, `ConnectError` where it cannot be played.
        """
        store = self._stores.of(claims.tenant_id)
        session = store.sessions.get(claims.session_id)
        package = store.packages.get(claims.package_id)
        learner = store.learners.get(claims.learner_id)
        if session is None or learner is None:
            raise session_not_found()
        if package is None:
            raise Problem(410, "package-gone", "The course of this session is not on the server any more.")
        course = self._courses.of(package)
        self.close((claims.tenant_id, session.id))
        used = {launch.id for launch in store.launches.of_session(session.id)}
        launch_id = store.launches.new_id() if claims.launch_id in used else claims.launch_id
        store.sessions.speak_for(session.id, launch_id)
        running = Launching(store, clock=self._clock).play(
            session, course, learner, LaunchOptions(mode=Mode(claims.mode)), launch_id=launch_id
        )
        sitting = Sitting(
            launch_id=launch_id,
            running=running,
            reader=self._library.reader(package.id, package.location),
            save=lambda: self._save(claims, session.id),
            exit_url=claims.exit_url,
        )
        name = secrets.token_urlsafe(24)
        self._by_session[claims.tenant_id, session.id] = (name, sitting)
        return name, sitting

    def find(self, session_id: str, name: str) -> Sitting:
        """The sitting of this name; raises a 410 where it was closed or never was."""
        for (_, known), (its_name, sitting) in list(self._by_session.items()):
            if known == session_id and secrets.compare_digest(its_name.encode(), name.encode()):
                return sitting
        raise Problem(410, "sitting-closed", "This course was opened in another window, or is over.")

    def of_session(self, tenant_id: str, session_id: str) -> Sitting | None:
        """The sitting of a session that is not over, if there is one."""
        found = self._by_session.get((tenant_id, session_id))
        return found[1] if found and not found[1].is_over else None

    def close(self, key: Key) -> None:
        """End a session's sitting, if there is one. To be called in the thread that writes."""
        found = self._by_session.pop(key, None)
        if found is not None:
            close_quietly(found[1], _complain)

    def close_of_tenant(self, tenant_id: str) -> None:
        """End the sittings of a tenant that is to go. To be called in the thread that writes."""
        for key in [key for key in self._by_session if key[0] == tenant_id]:
            self.close(key)

    def leave_soon(self, session_id: str, name: str) -> None:
        """The page went away; its last calls may be on their way still."""
        task = asyncio.get_running_loop().create_task(self._leave(session_id, name))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def close_all(self) -> None:
        """End every sitting, so that each can be gone on with."""
        for key in list(self._by_session):
            await self._workers.write(partial(self.close, key))

    async def _leave(self, session_id: str, name: str) -> None:
        await asyncio.sleep(_ON_THEIR_WAY)
        for key, (its_name, _) in list(self._by_session.items()):
            if its_name == name and key[1] == session_id:
                await self._workers.write(partial(self.close, key))

    def _save(self, claims: Claims, session_id: str) -> None:
        """What the session has come to shows while it is played; its journal is the truth, so a failure loses none."""
        store = self._stores.of(claims.tenant_id)
        package = store.packages.get(claims.package_id)
        try:
            if package is not None:
                save_record(store, session_id, self._courses.of(package))
        except ConnectError as error:
            _complain(error)


def _complain(error: ConnectError) -> None:
    _log.warning("%s", error)
