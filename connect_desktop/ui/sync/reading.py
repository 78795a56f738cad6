"""How it stands with every account, as the database has it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.report import Question, Standing
from connect_desktop.ui.sync.parts import SyncParts


class Reading(Struct, frozen=True):
    """`standings` and `of_learner` are in the order of `accounts`; the latter are of the learner who is chosen."""

    accounts: Sequence[Account] = ()
    standings: Sequence[Standing] = ()
    of_learner: Sequence[Standing | None] = ()
    questions: Sequence[Question] = ()
    answered: Sequence[Question] = ()


def reading_of(parts: SyncParts, learner_id: str | None) -> Reading:
    """Read it; raises `StoreError`. Next to nothing is read where there is no account."""
    accounts = parts.accounts.all()
    if not accounts:
        return Reading()
    service = parts.service
    return Reading(
        accounts,
        [service.standing(account) for account in accounts],
        [service.standing_of_learner(account, learner_id) if learner_id else None for account in accounts],
        service.questions(),
        service.answered(),
    )
