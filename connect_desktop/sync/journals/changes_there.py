"""Which sessions have changed on a server of this kind, and whether it lost what it had."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from connect_desktop.store.connection import Connection
from connect_desktop.store.devices.sync_state import SyncedSession
from connect_desktop.store.session_versions import digest_of
from connect_desktop.sync.answers import State
from connect_desktop.sync.context import Context
from connect_desktop.sync.upstream_standing import together

MOST_LEARNERS = 1000

_NOBODY = ""


class ServerRestored(Exception):
    """The server's database is not the one that gave the receipts; `epoch` is the one it is in now."""

    def __init__(self, epoch: str) -> None:
        super().__init__(epoch)
        self.epoch = epoch


class ChangesThere:
    """Asks for versions and keeps what was told."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def ask(self) -> str:
        """The server's epoch, "" where there is nobody to ask for; one request for up to a thousand learners.

        Raises `ServerRestored` where the server has lost something, and what `Remote` raises.
        """
        context = self._context
        told = context.read(context.work.told)
        users = self._users({user_id for _, user_id, _ in told})
        epoch = ""
        for start in range(0, len(users), MOST_LEARNERS):
            some = users[start : start + MOST_LEARNERS]
            # Whose session it is, is not known before it was fetched once.
            asked = {*some, _NOBODY} if start == 0 else set(some)
            known = {session_id: version for session_id, user_id, version in told if user_id in asked}
            state = context.remote.state(some, digest_of(known))
            removable = {session_id for session_id, user_id, _ in told if user_id != _NOBODY} & known.keys()
            self._take(state, known, removable)
            context.tally.upstream = together(context.tally.upstream, state.upstream) if start else state.upstream
            epoch = state.epoch
        return epoch

    def _users(self, known: Collection[str]) -> list[str]:
        context = self._context
        learners = context.read(context.work.learners)
        linked = {user_id for learner in learners if (user_id := context.account.user_of(learner))}
        return sorted((linked | set(context.account.links.values()) | set(known)) - {_NOBODY})

    def _take(self, state: State, known: Mapping[str, int], removable: Collection[str]) -> None:
        context = self._context
        epoch = context.read(context.state.epoch)
        if epoch and state.epoch != epoch:
            raise ServerRestored(state.epoch)
        versions = state.sessions
        if versions is None:
            if not epoch:
                context.write(lambda connection: context.state.enter(connection, state.epoch))
            return
        if any(versions.get(session_id, version) < version for session_id, version in known.items()):
            raise ServerRestored(state.epoch)
        changed = {it: version for it, version in versions.items() if known.get(it) != version}
        removed = [it for it in removable if it not in versions]
        context.write(lambda connection: self._keep(connection, state.epoch, changed, removed))

    def _keep(self, connection: Connection, epoch: str, changed: Mapping[str, int], removed: Collection[str]) -> None:
        context = self._context
        context.state.enter(connection, epoch)
        sessions = context.state.sessions(connection) if changed else {}
        news = []
        for session_id, version in changed.items():
            session = sessions.get(session_id) or SyncedSession(session_id=session_id, user_id=_NOBODY, package_id="")
            session.told_version = version
            news.append(session)
        context.state.put(connection, news)
        for session_id in removed:
            session = context.known(connection, session_id)
            if session.quarantine_code is None:
                context.quarantine(connection, session, "removed-there", "The server has removed this session.")
