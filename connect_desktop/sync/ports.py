"""What sync asks of the world around it - keys, courses, time, chance, who watches its steps - and what it is asked."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.database import utc_now
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.sync_state import HistoryRow
from connect_desktop.store.records import PackageRecord
from connect_desktop.sync.report import Quarantined, Question, Standing, SyncReport

_SLICE = 0.1

Cancelled = Callable[[], bool]
"""Whether whoever asked wants no more of it; asked often."""

At = Callable[[str], None]
"""Is told by which named point an exchange has come: `enqueue`, `send`, `merge`, `commit`, `acknowledge`. `commit` is
within a transaction, before it is kept; the others are outside any."""


class Credentials(Protocol):
    """Keys of accounts, wherever they are kept."""

    def key_of(self, account: Account) -> str | None:
        """The API key, None where there is none (any more). May take long. Raises `KeyringLocked` where that cannot be
        said now, and `SyncCancelled`."""


class Courses(Protocol):
    """Courses of packages that are here."""

    def of(self, package: PackageRecord) -> Course:
        """Raises `PackageError`."""


class Progress(Struct, frozen=True):
    """How far an exchange has come: sessions `done` of those there are `to_do` so far."""

    done: int
    to_do: int


OnProgress = Callable[[Progress], None]


class Timing(Protocol):
    """The clock, waiting, and chance."""

    def now(self) -> datetime:
        """The wall clock, to be shown, never compared."""

    def wait(self, seconds: float, cancelled: Cancelled) -> None:
        """Wait so long, or until cancelled."""

    def jitter(self, most: float) -> float:
        """Some number from 0 to `most`, anew each time."""


class RealTiming:
    """The machine's own."""

    def now(self) -> datetime:
        return utc_now()

    def wait(self, seconds: float, cancelled: Cancelled) -> None:
        until = time.monotonic() + seconds
        while not cancelled() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))

    def jitter(self, most: float) -> float:
        return random.uniform(0, most)  # noqa: S311 - no secret


def nowhere(_point: str) -> None:
    """Nobody watches by which points an exchange comes."""


class Syncing(Protocol):
    """What windows and commands ask of sync: `sync.service.SyncService`. Every method may block; any thread may call.

    All raise `StoreError`. Of network and servers nothing is raised: it is in what is answered.
    """

    def run(self, account: Account, *, cancelled: Cancelled, progress: OnProgress) -> SyncReport:
        """One exchange with the account's server, to its end or to where it must wait. Two at a time with one account
        wait for each other."""

    def standing(self, account: Account, session_id: str | None = None) -> Standing:
        """What the server holds of a session, or of all that are synced with it; asks nobody."""

    def standing_of_learner(self, account: Account, learner_id: str) -> Standing:
        """What the server holds of all that one learner of this device learned; asks nobody."""

    def history(self, account: Account, limit: int = 50) -> tuple[HistoryRow, ...]:
        """What happened, the last first."""

    def quarantined(self, account: Account) -> tuple[Quarantined, ...]:
        """The sessions that the server refuses, the last first."""

    def retry(self, account: Account, session_id: str) -> None:
        """Let a session out of quarantine: the next exchange sends it again."""

    def export(self, session_id: str, destination: Path) -> None:
        """Write a session's launches to a JSON file, whatever a server says of them; raises `UnknownSession` too."""

    def questions(self) -> tuple[Question, ...]:
        """The sessions in which two devices went on from the same place, and nobody said which place is right."""

    def answered(self) -> tuple[Question, ...]:
        """The questions that were answered, here or elsewhere, the last first, as long as the other place is there."""

    def resume_from(self, session_id: str, launch_id: str) -> None:
        """Go on from what this launch came to. The others stay: undone by asking for one of them. Raises
        `UnknownSession`, `UnknownLaunch` and `PackageError` too."""
