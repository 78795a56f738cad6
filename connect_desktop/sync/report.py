"""What an exchange came to, and what a server holds: all that is ever said to people about sync. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from connect_desktop.errors import ConnectError
from connect_desktop.sync.upstream_standing import UpstreamStanding


class Outcome(StrEnum):
    """How an exchange ended. `WAITING`: by itself it will go on later. `SIGN_IN`, `NOT_ALLOWED`, `LOCKED` - the
    keyring is, or does not answer -: a person must act. `CANCELLED`: it was asked to stop."""

    DONE = "done"
    WAITING = "waiting"
    SIGN_IN = "sign-in"
    NOT_ALLOWED = "not-allowed"
    LOCKED = "locked"
    CANCELLED = "cancelled"


class Waiting(StrEnum):
    """Why a session is not on both sides yet, though nothing is wrong."""

    NO_COURSE_THERE = "no-course-there"
    NO_COURSE_HERE = "no-course-here"
    OTHER_CONTENT = "other-content"
    CONFLICTS = "conflicts"
    BEING_PLAYED = "being-played"


class SyncReport(Struct, frozen=True, kw_only=True):
    """One exchange with one account. `sent` and `received` count launches, `changed` are the sessions that have another
    record here now, `error` is why it did not come to its end and `retry_after` how many seconds the server asked for.
    `upstream` is what the server, if it is a hub, said at the beginning that the server above it holds.
    """

    account_id: str
    outcome: Outcome
    started_at: datetime
    ended_at: datetime
    sent: int = 0
    received: int = 0
    changed: frozenset[str] = frozenset()
    quarantined: int = 0
    waiting: int = 0
    error: ConnectError | None = None
    retry_after: float | None = None
    upstream: UpstreamStanding | None = None

    @property
    def on_its_way(self) -> bool:
        """Whether the server is a hub that may have what the server above it lacks."""
        return self.upstream is not None and (self.sent > 0 or not self.upstream.has_all)


class Standing(Struct, frozen=True, kw_only=True):
    """What the server is known to hold, of one session or of all that are synced with an account.

    `held` of `launches` are acknowledged as they are; `seconds` and the statuses are what the server said of them, the
    statuses None for more than one session. `waiting` and `quarantined` count sessions.
    """

    launches: int = 0
    held: int = 0
    sessions: int = 0
    seconds: float = 0.0
    completion: str | None = None
    success: str | None = None
    waiting: dict[Waiting, int] = field(default_factory=dict)
    quarantined: int = 0
    questions: int = 0
    synced_at: datetime | None = None

    @property
    def to_send(self) -> int:
        """Launches the server lacks, whole or in part."""
        return self.launches - self.held


class Quarantined(Struct, frozen=True, kw_only=True):
    """A session the server refuses; `code` and `message` are why, `since` when first."""

    session_id: str
    package_id: str
    user_id: str
    code: str
    message: str
    since: datetime


class ResumePoint(Struct, frozen=True, kw_only=True):
    """A place where a course can be gone on with: what `launch_id` came to, on this device (`here`) or another.

    `seconds` are that launch's own, `location` is what the content calls the place. `completion`, `success` and the
    `scaled` score, -1..1, are what the course had come to by then, as far as that is known here."""

    launch_id: str
    here: bool
    started_at: datetime
    ended_at: datetime | None
    seconds: float
    location: str
    completion: str = "unknown"
    success: str = "unknown"
    scaled: float | None = None


class Question(Struct, frozen=True, kw_only=True):
    """Two devices went on from the same place. `points` are the ends, the one that is taken unless somebody says
    otherwise first; each stays restorable. Where somebody said it, at `answered_at`, `answer` is the launch that
    is gone on from."""

    session_id: str
    package_id: str
    points: tuple[ResumePoint, ...]
    learner_id: str = ""
    answer: str = ""
    answered_at: datetime | None = None
