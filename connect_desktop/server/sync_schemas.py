"""Bodies of sync: launches as they travel, pushes of many sessions, and which sessions have changed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, PlainValidator, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from connect_desktop.scorm.rte.launch import Credit, Mode
from connect_desktop.server.schemas import Body, Identifier, Name, SessionBody, SessionPut
from connect_desktop.store.records import LAST_LAMPORT, EntryKind
from connect_desktop.store.travel.launch_payload import LARGEST_REV

MOST_PUSHES = 100
MOST_LEARNERS = 1000

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$")]
Revision = Annotated[int, Field(ge=1, le=LARGEST_REV)]
Entry = tuple[Annotated[int, Field(ge=1)], EntryKind, str, str, str]


class LaunchPayloadBody(BaseModel):
    """A launch: who ran what, from which state on, and all it wrote. `entries` are `[seq, kind, activity, element,
    value]`, `seq` from 1 without a gap; `parents` ascend; `ended_at` is null while it runs. No other member may be
    there, for a receipt is a hash of them all."""

    package_hash: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    device_id: Identifier
    lamport: Annotated[int, Field(ge=1, le=LAST_LAMPORT)]
    parents: Annotated[list[Identifier], Field(max_length=1000)]
    mode: Mode
    credit: Credit
    started_at: Moment
    ended_at: Moment | None
    base: dict[str, Any]
    entries: list[Entry]


class LaunchRevisionBody(BaseModel):
    """A launch as it was at one time. A device raises `rev` whenever the payload has changed. `fork_of` is there where
    two devices, one a copy of the other, wrote under one launch id: one branch stands under an id derived from it."""

    rev: Revision
    payload: LaunchPayloadBody
    fork_of: Identifier | None = None


# What is wrong with a launch is found where launches are read, which says it of that launch.
Unread = Annotated[Any, PlainValidator(lambda launch: launch, json_schema_input_type=LaunchRevisionBody)]


class JournalPut(SessionPut):
    """What is new in a session: said in its fields, or, where there is a `journal`, by the launches themselves.

    With a `journal`, by launch id, the session's record is folded from all its launches, and the other fields but
    `version` are only what the sender believes it to be.
    """

    journal: dict[str, Unread] | None = None


class WrittenSession(SessionBody):
    """The session. Where a `journal` was sent, `receipt` says of each of its launches which revision is held durably
    now, with the SHA-256 of its payload's canonical JSON (members sorted, no blanks, ASCII); one that is not named is
    not held. `forked` names the id a launch stands under here where copies of a device wrote to it."""

    receipt: dict[str, tuple[Revision, Hash]] | None = None
    forked: dict[str, str] | None = None


class JournalBody(BaseModel):
    """Launches of a session by their ids, in causal order; `next_cursor` leads to the next, null on the last page.
    `version` is the session's."""

    version: int
    journal: dict[str, LaunchRevisionBody]
    next_cursor: str | None


class SessionBegun(Body):
    """Whose session it is, in which package, for one that is not there yet."""

    package_id: Annotated[str, Field(min_length=1, max_length=255)]
    user_id: Name


class SyncPush(JournalPut):
    """A PUT on a session. With `launch`, the session is made where there is none. `idempotency_key` is as the header of
    that name; where there is `launch` and no session, `version` is the one a new session has, 1."""

    session_id: Identifier
    launch: SessionBegun | None = None
    idempotency_key: Annotated[str, Field(min_length=1, max_length=255)] | None = None


class RefusedPush:
    """A push that is none; `errors` are pydantic's."""

    def __init__(self, error: ValidationError) -> None:
        self.errors = error.errors(include_url=False, include_input=False, include_context=False)


def _alone(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """One push that is malformed does the others no harm."""
    try:
        return handler(value)
    except ValidationError as error:
        return RefusedPush(error)


class SyncPost(Body):
    """Sessions to be written, each as its PUT would."""

    pushes: Annotated[list[Annotated[SyncPush, WrapValidator(_alone)]], Field(max_length=MOST_PUSHES)]


class SyncResult(BaseModel):
    """What the PUT would have answered."""

    status: int
    body: dict[str, Any]


class SyncResults(BaseModel):
    """A result for each push, in order. `epoch` is the one that `/api/health` tells."""

    epoch: str
    results: list[SyncResult]


class SyncStatePost(Body):
    """Whose sessions are asked for. `digest` is the one of the last answer, or of what the asker holds."""

    user_ids: Annotated[list[Name], Field(min_length=1, max_length=MOST_LEARNERS)]
    digest: Hash | None = None


class UpstreamBody(BaseModel):
    """The server above this one, which is a hub. Of the `launches` that are here of the learners who were asked for, it
    is known to hold `held`; `reachable` says whether the hub last came to speak with it."""

    name: str
    reachable: bool
    launches: int
    held: int


class SyncState(BaseModel):
    """Which version each of the learners' sessions has; `sessions` is null where that is what `digest` told already.

    `digest` is the SHA-256 of a line `<id> <version>` for each session, sorted by id, joined by line feeds. When
    `epoch` is another than before, the database was restored from a backup: what it acknowledged may be lost.
    What is written here goes up to the `upstream` by itself; null where this server is no hub.
    """

    epoch: str
    digest: Hash
    sessions: dict[str, Annotated[int, Field(ge=1)]] | None
    upstream: UpstreamBody | None
