"""What there is to show of sync. Pure values."""

from __future__ import annotations

from dataclasses import dataclass

from connect_desktop.errors import ConnectError
from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.ports import Progress
from connect_desktop.sync.report import Outcome, Question, Standing

NOTHING_HELD = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """How it stands with one server. `running` is how far an exchange has come, None while there is none; `outcome` and
    `error` are of the last one since the program started."""

    account: Account
    standing: Standing = NOTHING_HELD
    running: Progress | None = None
    outcome: Outcome | None = None
    error: ConnectError | None = None

    @property
    def needs_person(self) -> bool:
        return self.outcome in (Outcome.SIGN_IN, Outcome.NOT_ALLOWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question that somebody answered since the program started: `launch_id` is what is gone on from."""

    question: Question
    launch_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """All accounts, what a person is asked, and what they said. `online` is False where the system knows that there is
    no network; `loaded` says that the accounts were read."""

    accounts: tuple[AccountState, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: tuple[Answered, ...] = ()
    online: bool = True
    loaded: bool = False

    @property
    def running(self) -> bool:
        return any(account.running is not None for account in self.accounts)

    def of(self, account_id: str) -> AccountState | None:
        """The state of one account, None where there is no such account any more."""
        return next((one for one in self.accounts if one.account.id == account_id), None)
