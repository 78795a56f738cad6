"""The sittings of this server: one a session at most, so that the last window a learner opens is the one that plays."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TypeVar

from msgspec import Struct

from connect_desktop.errors import ConnectError
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.runtime.courses import Courses
from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.live_record import LiveRecord
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.rte.launch import Mode
from connect_desktop.server.http.peers import Peers, PlayedElsewhere
from connect_desktop.server.pages.words import Words
from connect_desktop.server.player.sitting import Sitting, close_quietly
from connect_desktop.server.problems import Problem, session_not_found, sitting_over
from connect_desktop.server.settings import SittingLimits
from connect_desktop.server.tenant_stores import TenantStores
from connect_desktop.server.tokens import Claims
from connect_desktop.server.workers import Workers
from connect_desktop.store.database import Clock

_log = logging.getLogger(__name__)

_REMEMBERED = 10_000
_SWEEPS = 8

T = TypeVar("T")

Key = tuple[str, str]
"""Tenant and session."""


class _Place(Struct, kw_only=True):
    """A sitting under its secret name, the claims it was opened with, and when its page was last heard of."""

    name: str
    sitting: Sitting
    claims: Claims
    heard: float


class Sittings:
    """Opens, finds and closes sittings. A sitting's name is a secret: whoever knows it speaks for the content."""

    def __init__(
        self,
        stores: TenantStores,
        library: PackageLibrary,
        courses: Courses,
        workers: Workers,
        clock: Clock,
        limits: SittingLimits | None = None,
        now: Callable[[], float] = monotonic,
        peers: Peers | None = None,
    ) -> None:
        self.limits = limits or SittingLimits()
        self._stores = stores
        self._library = library
        self._courses = courses
        self._workers = workers
        self._clock = clock
        self._now = now
        self._peers = peers
        self._by_session: dict[Key, _Place] = {}
        self._closed: OrderedDict[str, str] = OrderedDict()
        self._leaving: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._by_session)

    def open(self, claims: Claims, words: Words) -> tuple[str, Sitting]:
        """A new sitting and its name; one that the session had is closed. To be called in the thread that writes.

        Raises a `Problem` where the session or the package is gone or no place is left, `ConnectError` where it cannot
        be played.
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
        key = (claims.tenant_id, session.id)
        if self._peers is not None:
            self._peers.take(*key)
        self._end(key, "elsewhere")
        self._make_room()
        used = {launch.id for launch in store.launches.of_session(session.id)}
        launch_id = store.launches.new_id() if claims.launch_id in used else claims.launch_id
        store.sessions.speak_for(session.id, launch_id)
        record = LiveRecord(store, session.id, course)
        running = Launching(store, clock=self._clock).play(
            session, course, learner, LaunchOptions(mode=Mode(claims.mode)), launch_id=launch_id, follow=record.follow
        )
        sitting = Sitting(
            launch_id=launch_id,
            running=running,
            reader=self._library.reader(package.id, package.location),
            record=record,
            words=words,
            complain=_complain,
            exit_url=claims.exit_url,
        )
        name = secrets.token_urlsafe(24)
        if self._peers is not None:
            name = f"{self._peers.me}.{name}"
        self._by_session[key] = _Place(name=name, sitting=sitting, claims=claims, heard=self._now())
        return name, sitting

    def find(self, session_id: str, name: str) -> Sitting:
        """The sitting of this name, which its page speaks to now; raises a 410 that says why it is over."""
        return self._find(session_id, name)[1].sitting

    async def speak(self, session_id: str, name: str, act: Callable[[Sitting], T]) -> T:
        """What the sitting answers to its page. Raises what `act` raises, `StoreError`, and a 410 where it is over, as
        it is once its token was revoked or its session deleted, by whichever process."""
        key, place = self._find(session_id, name)

        def speak() -> T:
            if not self._is_in_force(place):
                self._close_this(key, place, "revoked")
            if self._by_session.get(key) is not place:
                self._find(session_id, name)
            return act(place.sitting)

        return await self._workers.write(speak)

    async def stay(self, session_id: str, name: str) -> None:
        """The page of this sitting is there still. Raises as `speak`."""
        key, place = self._find(session_id, name)
        if not await self._workers.read(partial(self._is_in_force, place)):
            await self._workers.write(partial(self._close_this, key, place, "revoked"))
            self._find(session_id, name)

    def of_session(self, tenant_id: str, session_id: str) -> Sitting | None:
        """The sitting of a session that is not over, if there is one. Raises `PlayedElsewhere` where another worker of
        this server has it."""
        found = self._by_session.get((tenant_id, session_id))
        if found and not found.sitting.is_over:
            return found.sitting
        self._require_here((tenant_id, session_id))
        return None

    def close(self, key: Key, reason: str = "over") -> None:
        """End a session's sitting, if there is one; a worker that has it ends it at its next sweep. To be called in the
        thread that writes, outside transactions."""
        was_here = self._end(key, reason)
        if self._peers is not None:
            self._peers.release(*key, whoever=not was_here)

    def close_of_tenant(self, tenant_id: str) -> None:
        """End the sittings of a tenant that is to go. To be called in the thread that writes."""
        for key in [key for key in self._by_session if key[0] == tenant_id]:
            self.close(key)

    def leave_soon(self, session_id: str, name: str) -> None:
        """The page went away; its last calls may be on their way still."""
        task = asyncio.get_running_loop().create_task(self._leave(session_id, name))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def sweep(self) -> None:
        """End every sitting whose page is silent for too long, until cancelled."""
        while True:
            await asyncio.sleep(self.limits.idle / _SWEEPS)
            try:
                await self._sweep_once()
            except ConnectError as error:
                # The database may be well again the next time.
                _complain(error)

    async def close_all(self) -> None:
        """End every sitting, so that each can be gone on with."""
        for key in list(self._by_session):
            await self._workers.write(partial(self.close, key, "lost"))

    async def _sweep_once(self) -> None:
        long_ago = self._now() - self.limits.idle
        for key, place in list(self._by_session.items()):
            if place.heard < long_ago:
                await self._workers.write(partial(self._close_silent, key, place, self.limits.idle, "idle"))
            elif self._peers is not None and not await self._workers.read(partial(self._peers.plays, *key)):
                await self._workers.write(partial(self._close_this, key, place, "elsewhere"))

    def _is_in_force(self, place: _Place) -> bool:
        """Whether the token that the sitting was opened with is good still."""
        store = self._stores.of(place.claims.tenant_id)
        return store.sessions.token_epoch(place.claims.session_id) == place.claims.epoch

    def _find(self, session_id: str, name: str) -> tuple[Key, _Place]:
        for key, place in list(self._by_session.items()):
            if key[1] == session_id and secrets.compare_digest(place.name.encode(), name.encode()):
                place.heard = self._now()
                return key, place
        reason = self._closed.get(name, "lost")
        raise sitting_over(reason)

    async def _leave(self, session_id: str, name: str) -> None:
        """End the sitting when nothing has come for a while."""
        quiet = self.limits.on_their_way
        while True:
            found = next(
                ((key, it) for key, it in list(self._by_session.items()) if it.name == name and key[1] == session_id),
                None,
            )
            if found is None:
                return
            key, place = found
            left = place.heard + quiet - self._now()
            if left > 0:
                await asyncio.sleep(left)
            else:
                await self._workers.write(partial(self._close_silent, key, place, quiet, "over"))

    def _close_silent(self, key: Key, place: _Place, quiet: float, reason: str) -> None:
        """End this very sitting, unless something was heard of it while others wrote."""
        if place.heard + quiet <= self._now():
            self._close_this(key, place, reason)

    def _close_this(self, key: Key, place: _Place, reason: str) -> None:
        """End this very sitting: while others wrote, the session may have got another."""
        if self._by_session.get(key) is place:
            self.close(key, reason)

    def _require_here(self, key: Key) -> None:
        playing = self._peers.player_of(*key) if self._peers is not None else None
        if playing is not None:
            raise PlayedElsewhere(playing)

    def _end(self, key: Key, reason: str) -> bool:
        """End the session's sitting here; whether there was one."""
        found = self._by_session.pop(key, None)
        if found is None:
            return False
        self._closed[found.name] = "over" if found.sitting.is_over else reason
        if len(self._closed) > _REMEMBERED:
            self._closed.popitem(last=False)
        close_quietly(found.sitting, _complain)
        return True

    def _make_room(self) -> None:
        """Each sitting holds a connection to the database: there is an end to how many there can be."""
        if len(self._by_session) < self.limits.most:
            return
        key, silent = min(self._by_session.items(), key=lambda item: item[1].heard)
        if self._now() - silent.heard < 2 * self.limits.heartbeat:
            raise Problem(
                503,
                "too-many-sittings",
                "As many courses are being played as this server can take; try again later.",
                headers={"Retry-After": "60"},
            )
        self.close(key, "idle")


def _complain(error: ConnectError) -> None:
    _log.warning("%s", error)
