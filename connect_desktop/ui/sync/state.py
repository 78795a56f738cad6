"""What there is to show of sync. Pure values."""

from __future__ import annotations

from msgspec import Struct

from connect_desktop.errors import ConnectError
from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.ports import Progress
from connect_desktop.sync.report import Outcome, Question, Standing
from connect_desktop.sync.upstream_standing import UpstreamStanding

NOTHING_HELD = Standing()


class AccountState(Struct, frozen=True, kw_only=True):
    """How it stands with one server: for all that is synced with it, and in `mine` for the learner who is chosen.

    `running` is how far an exchange has come, None while there is none; `quietly` says that nobody asked for it.
    `outcome` and `error` are of the last one since the program started, and `upstream` is what a hub said then of the
    server above it."""

    account: Account
    standing: Standing = NOTHING_HELD
    mine: Standing | None = None
    upstream: UpstreamStanding | None = None
    running: Progress | None = None
    quietly: bool = False
    outcome: Outcome | None = None
    error: ConnectError | None = None

    @property
    def shown(self) -> Progress | None:
        """What is to be seen of an exchange: nothing where nobody asked for it and it finds nothing to do."""
        return None if self.quietly and self.running is not None and not self.running.to_do else self.running

    @property
    def is_hub(self) -> bool:
        return self.upstream is not None

    @property
    def needs_key(self) -> bool:
        """Whether somebody must give another key."""
        return self.outcome in (Outcome.SIGN_IN, Outcome.NOT_ALLOWED)

    @property
    def needs_person(self) -> bool:
        return self.needs_key or self.outcome is Outcome.LOCKED


class SyncState(Struct, frozen=True, kw_only=True):
    """All accounts, what people are asked and what was answered, and which learner is chosen. `online` is False where
    the system knows that there is no network; `loaded` says that the accounts were read."""

    accounts: tuple[AccountState, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: tuple[Question, ...] = ()
    learner_id: str | None = None
    online: bool = True
    loaded: bool = False

    @property
    def running(self) -> bool:
        return any(account.running is not None for account in self.accounts)

    @property
    def shown(self) -> bool:
        """Whether an exchange is to be seen."""
        return any(account.shown is not None for account in self.accounts)

    @property
    def asked_of_learner(self) -> tuple[Question, ...]:
        """What the learner who is chosen is asked; nobody answers for others by the way."""
        return tuple(it for it in self.questions if self.learner_id is None or it.learner_id == self.learner_id)

    def of(self, account_id: str) -> AccountState | None:
        """The state of one account, None where there is no such account any more."""
        return next((one for one in self.accounts if one.account.id == account_id), None)
