"""The rows of the store as values. Times are aware UTC datetimes; durations are centiseconds; ids are text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct, field


class Learner(Struct, frozen=True, kw_only=True):
    """Someone who learns on this machine. `name` is "Family, Given" where both are known, as SCORM reports it."""

    id: str
    name: str
    created_at: datetime


class PackageKind(StrEnum):
    """A zip is stored whole under its content hash; a folder is read in place, for authors."""

    ZIP = "zip"
    FOLDER = "folder"


class PackageRecord(Struct, frozen=True, kw_only=True):
    """An imported package. `id` is `pkg_` and 32 lower-case base32 characters, `content_hash` SHA-256 in hex;
    `location` is the folder's path for folders and "" for zips (the library knows where those are). `replaces` is the
    package that this one is a new version of, which need not be here."""

    id: str
    content_hash: str
    kind: PackageKind
    location: str
    title: str
    edition: str
    size: int
    imported_at: datetime
    thumbnail: str | None = None
    replaces: str | None = None


class SessionRecord(Struct, frozen=True, kw_only=True):
    """One learner's registration in one package, with the record view as last folded (`sync.md`).

    `completion` and `success` are the REST API's words; `score` numbers are None where unknown; `progress` is 0..1;
    `total_time` sums each launch's last session time, in centiseconds; `suspended` says that resuming goes on inside.
    `cmi_data` is the record as elements, None where it was not folded yet. For the REST API: `token_epoch` is the one
    that launch tokens must be of, `launch_id` the launch that a bare PUT speaks for.
    """

    id: str
    learner_id: str
    package_id: str
    version: int
    created_at: datetime
    updated_at: datetime
    completion: str = "unknown"
    success: str = "unknown"
    scaled: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None
    progress: float | None = None
    total_time: int = 0
    suspended: bool = False
    last_played_at: datetime | None = None
    cmi_data: Mapping[str, str] | None = None
    token_epoch: int = 0
    launch_id: str | None = None


LAST_LAMPORT = 2**53
"""What every JSON reader keeps exactly. Whoever sent it set all clocks to their end; from there on ids alone order."""


class LaunchRecord(Struct, frozen=True, kw_only=True):
    """One run of the player on a session. `ended_at` None means it is running, or died: its entries still count.

    `package_hash` is the content it ran, "" where that is not known any more. `taken_in` says that it was written
    elsewhere and came by sync: nobody here writes to it or ends it, and `rev` is its revision; one that was written
    here counts its changes itself. `fork_of` is the launch whose id it had where it was written (`launch_join`).

    `parents` are the launches this device had seen when it began; `lamport` orders launches causally; `base` is the
    course state it began from (`CourseState.as_json()`), so that a launch's runtime view is `base` plus its entries.
    """

    id: str
    session_id: str
    device_id: str
    rev: int
    lamport: int
    parents: tuple[str, ...]
    mode: str
    credit: str
    started_at: datetime
    ended_at: datetime | None = None
    base: Mapping[str, Any] = field(default_factory=dict)
    package_hash: str = ""
    taken_in: bool = False
    fork_of: str | None = None


class EntryKind(StrEnum):
    """What a journal entry says.

    `SET`: the SCO of `activity` wrote `element` = `value`. `ATTEMPT`: a new attempt of `activity` began and its values
    are cleared. `OPENED`: the activity was delivered (again) in this launch. `INITIALIZED`, `TERMINATED`: it said so
    (`value` of TERMINATED is its exit value). `CLOSED`: the activity was taken away (`value` is its exit value).
    `SHARED`: `element` is the target of an `adl.data` store. `SHARED_CLEARED`: all these stores were emptied.
    `PREFERENCE`: a learner preference, by element. `SEQUENCING`: `value` is the sequencer's state as JSON, whole.

    What somebody who is no SCO says through the REST API: `STATED`, `element` of `activity` ("" for the course as a
    whole) is `value`; `RETRACTED`, it has no value; `REPORTED`, `element` of what the course came to is `value`.
    """

    SET = "set"
    ATTEMPT = "attempt"
    OPENED = "opened"
    INITIALIZED = "initialized"
    TERMINATED = "terminated"
    CLOSED = "closed"
    SHARED = "shared"
    SHARED_CLEARED = "shared-cleared"
    PREFERENCE = "preference"
    SEQUENCING = "sequencing"
    STATED = "stated"
    RETRACTED = "retracted"
    REPORTED = "reported"


class Entry(Struct, frozen=True):
    """One journal entry; `seq` counts from 1 within its launch."""

    seq: int
    kind: EntryKind
    activity: str
    element: str
    value: str
