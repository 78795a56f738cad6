"""Letting a learner in by a dispatch: who may come, and which session is theirs.

Who comes by a public link says themselves who they are: nobody vouches for it but the platform that was given the link.
So a learner's id counts within its dispatch only and is never that of a learner the API was told of.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from connect_desktop.runtime.session_events import tell_launched
from connect_desktop.server.dispatch.allowed_domains import frame_ancestors
from connect_desktop.server.dispatch.passwords import is_password
from connect_desktop.server.tenant_stores import TenantStores
from connect_desktop.server.tokens import Claims, LaunchTokens
from connect_desktop.store.database import Store
from connect_desktop.store.dispatch.dispatches import Dispatch, Dispatches, tenant_of_link
from connect_desktop.store.dispatch.registrations import DispatchOver, Registrations

_LONGEST_ID = 200
_COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who comes: a learner as their platform calls them, or else whoever holds the secret `guest`. `anew` says that
    the platform knows of no earlier attempt."""

    learner_id: str = ""
    name: str = ""
    guest: str = field(default="", repr=False)
    anew: bool = False


class Dispatching:
    """Finds dispatches by their links and lets learners in. Safe to call from any thread."""

    def __init__(self, stores: TenantStores, tokens: LaunchTokens, clock: Callable[[], datetime]) -> None:
        self._stores = stores
        self._tokens = tokens
        self._clock = clock

    def find(self, link: str) -> tuple[Store, Dispatch] | None:
        """The dispatch a link leads to, and whose it is; None where the link never was one of ours.

        Raises `DispatchOver` where it was, and `StoreError`.
        """
        tenant_id = tenant_of_link(link)
        try:
            store = self._stores.of(tenant_id) if tenant_id else None
        except KeyError:
            store = None
        found = dispatches_of(store, self._clock).by_link(link) if store else None
        if store is None or found is None:
            return None
        dispatch, good = found
        if not good or dispatch.revoked_at is not None or dispatch.is_expired(self._clock()):
            raise DispatchOver
        return store, dispatch

    def opens(self, dispatch: Dispatch, password: str) -> bool:
        """Whether this is the dispatch's password; slow."""
        kept = dispatch.terms.password_hash
        return kept is None or is_password(password, kept)

    def let_in(self, store: Store, dispatch: Dispatch, visitor: Visitor, lifetime: int) -> tuple[str, str]:
        """The visitor's session and a launch token for it. To be called in the thread that writes.

        They go on with the session they had; one that is completed is begun anew where their platform does so and a
        place is left. All of it is one transaction, so that an arrival is counted once however often it is tried, and a
        revocation comes before it or finds its session. Raises `NoPlaceLeft`, `DispatchOver`, `StoreError`.
        """
        registrations = Registrations(store.database.connections, store.tenant_id, self._clock)
        learner_id = learner_of(dispatch, visitor)
        name = visitor.name or visitor.learner_id or _guest_name(learner_id)
        launch_id = store.launches.new_id()
        finished = self._finished(store, registrations, dispatch, learner_id) if visitor.anew else None
        with store.database.connections.writing() as connection:
            session_id = registrations.register(
                dispatch.id, learner_id, str(uuid.uuid4()), after=finished, within=connection
            )
            learner = store.learners.known_as(learner_id, name, within=connection)
            session = store.sessions.create(session_id, learner.id, dispatch.package_id, within=connection)
            store.sessions.speak_for(session.id, launch_id, within=connection)
            tell_launched(store, session, within=connection)
            claims = Claims(
                tenant_id=store.tenant_id,
                session_id=session.id,
                package_id=session.package_id,
                learner_id=learner.id,
                launch_id=launch_id,
                epoch=session.token_epoch,
                dispatch=dispatch.id,
            )
            token = self._tokens.issue(claims, lifetime, connection)
        return session.id, token

    def goes_on(self, claims: Claims) -> bool:
        """Whether what a learner came by is not over: who came in time ends what they began while their token lives,
        and gets no other one. Raises `StoreError`."""
        if claims.dispatch is None:
            return True
        dispatch = dispatches_of(self._stores.of(claims.tenant_id), self._clock).get(claims.dispatch)
        return dispatch is not None and dispatch.revoked_at is None and not dispatch.is_expired(self._clock())

    def frame_ancestors(self, claims: Claims) -> str:
        """Whose pages may hold the player in a frame, as a directive; "" where any may. Raises `StoreError`."""
        if claims.dispatch is None:
            return ""
        dispatch = dispatches_of(self._stores.of(claims.tenant_id), self._clock).get(claims.dispatch)
        return frame_ancestors(dispatch.terms.allowed_domains) if dispatch else ""

    def _finished(self, store: Store, registrations: Registrations, dispatch: Dispatch, learner_id: str) -> str | None:
        known = registrations.newest(dispatch.id, learner_id)
        session = store.sessions.get(known) if known else None
        return session.id if session is not None and session.completion == _COMPLETED else None


def dispatches_of(store: Store, clock: Callable[[], datetime]) -> Dispatches:
    """The dispatches of a store's tenant."""
    return Dispatches(store.database.connections, store.tenant_id, clock)


def _guest_name(learner_id: str) -> str:
    """Told apart at once: a number after each would have to be counted up to."""
    return f"Guest {learner_id.rpartition('~')[2][:8]}"


def learner_of(dispatch: Dispatch, visitor: Visitor) -> str:
    """The id of a learner who comes by a dispatch: theirs, within the dispatch."""
    if not visitor.learner_id:
        return f"{dispatch.id}~{hashlib.sha256(visitor.guest.encode()).hexdigest()[:32]}"
    named = visitor.learner_id
    if len(named) > _LONGEST_ID:
        named = hashlib.sha256(named.encode(errors="surrogatepass")).hexdigest()
    return f"{dispatch.id}:{named}"
