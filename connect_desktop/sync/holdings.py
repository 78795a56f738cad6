"""What a server holds of what is here, in numbers; it is not asked for it."""

from __future__ import annotations

from connect_desktop.store.columns import column_moment
from connect_desktop.store.connection import Connection
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.sync_state import SyncedSession, SyncState
from connect_desktop.store.devices.sync_work import SyncWork
from connect_desktop.sync.report import Standing, Waiting

_CENTISECONDS = 100


def standing_of_session(
    connection: Connection, state: SyncState, work: SyncWork, session_id: str, questions: int
) -> Standing:
    """What the server holds of one session, within a transaction."""
    known = state.session(connection, session_id) or SyncedSession(session_id=session_id, user_id="", package_id="")
    launches = len(work.revisions(connection, session_id))
    lacking = work.lacking(connection, session_id)
    is_there = known.told_version > 0
    return Standing(
        launches=launches,
        held=launches - lacking,
        sessions=1,
        seconds=known.held_time / _CENTISECONDS,
        completion=known.held_completion if is_there else None,
        success=known.held_success if is_there else None,
        waiting={Waiting(known.waiting): 1} if known.waiting else {},
        quarantined=int(known.quarantine_code is not None),
        questions=questions,
        synced_at=known.synced_at,
    )


def standing_of_account(
    connection: Connection,
    account: Account,
    state: SyncState,
    work: SyncWork,
    questions: int,
    user_id: str | None = None,
) -> Standing:
    """What the server holds of all sessions that are synced with the account, within a transaction; with a `user_id`,
    what it makes wait or refuses is that user's alone."""
    counts = [counts for learner, counts in work.counts(connection).items() if account.user_of(learner) is not None]
    lacking = [
        launches
        for learner, launches in work.lacking_by_session(connection).values()
        if account.user_of(learner) is not None
    ]
    waiting, quarantined = state.troubles(connection, user_id)
    launches, sessions = sum(it.launches for it in counts), sum(it.sessions for it in counts)
    known = list(state.sessions(connection, user_id).values()) if sessions == 1 else []
    only = known[0] if len(known) == 1 and known[0].told_version > 0 else None
    synced = [column_moment(it.synced_at) for it in counts if it.synced_at]
    return Standing(
        launches=launches,
        held=launches - sum(lacking),
        sessions=sessions,
        seconds=sum(it.held_time for it in counts) / _CENTISECONDS,
        completion=only.held_completion if only else None,
        success=only.held_success if only else None,
        waiting={Waiting(reason): count for reason, count in waiting.items()},
        quarantined=quarantined,
        questions=questions,
        synced_at=max(synced, default=None),
    )
