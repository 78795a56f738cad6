"""A launch as it travels between devices and servers, and how it is told whether two have the same. Pure.

On the wire a launch stands under its id as `{"rev", "payload"}`, and `fork_of` where it is one (`launch_join`). The
payload is this JSON object, and no other member may stand in it:

| member | |
|---|---|
| `package_hash` | SHA-256 of the package that ran, in hex; "" where that is not known any more |
| `device_id` | who wrote it |
| `lamport` | 1 to 2**53: one more than any launch its writer knew of |
| `parents` | ids of the launches its writer had seen and no other had, ascending |
| `mode`, `credit` | `normal`, `browse`, `review`; `credit`, `no-credit` |
| `started_at`, `ended_at` | `2026-05-04T08:30:00.000000Z`, to be shown, never compared; null while it runs |
| `base` | the state it went on from, `CourseState.as_json()`; `{}` for none |
| `entries` | `[[seq, kind, activity, element, value], ...]` in order, `seq` from 1 |

`rev`, from 1 to 2**31 - 1, rises whenever the payload changes; this program counts the changes: one for beginning, one
an entry, one for ending.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from msgspec import Struct, field

from connect_desktop.scorm.rte.launch import Credit, Mode
from connect_desktop.store.errors import StoreError
from connect_desktop.store.records import LAST_LAMPORT, Entry, EntryKind, LaunchRecord

LARGEST_REV = 2**31 - 1

_MEMBERS = frozenset(
    (
        "package_hash",
        "device_id",
        "lamport",
        "parents",
        "mode",
        "credit",
        "started_at",
        "ended_at",
        "base",
        "entries",
    )
)
_MOST_PARENTS = 1000
_HASH = re.compile(r"([0-9a-f]{64})?")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_ENTRY_LENGTH = 5
_KINDS = {kind.value: kind for kind in EntryKind}
_STATE = {"activities": dict, "shared": dict, "preferences": dict}
_COUNTS = ("attempts", "total_time", "session_time")
_ACTIVITY = frozenset(("values", *_COUNTS, "suspended", "opened", "exit"))


class InvalidLaunch(StoreError):
    """A launch that came from elsewhere and is none; `reason` says what is wrong with it."""

    code = "invalid-launch"

    def __init__(self, launch_id: str, reason: str) -> None:
        super().__init__(
            "The launch {launch_id} is not valid: {reason}. Nothing was taken over; keep it and report this.",
            launch_id=launch_id,
            reason=reason,
        )


class LaunchPayload(Struct, frozen=True, kw_only=True):
    """What a launch is, whoever holds it; members as in the table above."""

    package_hash: str
    device_id: str
    lamport: int
    parents: tuple[str, ...]
    mode: str
    credit: str
    started_at: datetime
    ended_at: datetime | None
    base: Mapping[str, Any] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    @classmethod
    def of(cls, launch: LaunchRecord, entries: Iterable[Entry]) -> LaunchPayload:
        """The payload of a launch that is in the store."""
        return cls(
            package_hash=launch.package_hash,
            device_id=launch.device_id,
            lamport=launch.lamport,
            parents=tuple(sorted(launch.parents)),
            mode=launch.mode,
            credit=launch.credit,
            started_at=launch.started_at,
            ended_at=launch.ended_at,
            base=launch.base,
            entries=tuple(entries),
        )

    @property
    def changes(self) -> int:
        """How often it has changed, beginning included: the `rev` that this program gives it."""
        return 1 + len(self.entries) + (self.ended_at is not None)

    def header(self) -> dict[str, Any]:
        """What does not change while the launch runs, as JSON values."""
        return {
            "package_hash": self.package_hash,
            "device_id": self.device_id,
            "lamport": self.lamport,
            "parents": list(self.parents),
            "mode": self.mode,
            "credit": self.credit,
            "started_at": _moment_text(self.started_at),
            "base": self.base,
        }

    def as_json(self) -> dict[str, Any]:
        """The payload as it travels; `payload_of` gives it back exactly."""
        return {
            **self.header(),
            "ended_at": None if self.ended_at is None else _moment_text(self.ended_at),
            "entries": [
                [entry.seq, entry.kind.value, entry.activity, entry.element, entry.value] for entry in self.entries
            ],
        }


def payload_of(document: object, launch_id: str) -> LaunchPayload:
    """The payload that a JSON value says; raises `InvalidLaunch`, naming the launch."""
    try:
        return _payload_of(document)
    except _Wrong as wrong:
        raise InvalidLaunch(launch_id, wrong.reason) from None


def checked_rev(rev: object, launch_id: str) -> int:
    """A revision's number; raises `InvalidLaunch`."""
    if not isinstance(rev, int) or isinstance(rev, bool) or not 1 <= rev <= LARGEST_REV:
        raise InvalidLaunch(launch_id, f"its rev is no whole number from 1 to {LARGEST_REV}")
    return rev


def checked_id(launch_id: str) -> str:
    """An id that a launch may have; raises `InvalidLaunch`."""
    if not _IDENTIFIER.fullmatch(launch_id):
        raise InvalidLaunch(launch_id[:128], "its id is not made of letters, digits and . _ ~ -")
    return launch_id


def sha256_of(payload: LaunchPayload) -> str:
    """SHA-256 of the payload's canonical JSON, in hex."""
    return hashlib.sha256(canonical_json(payload.as_json())).hexdigest()


def canonical_json(document: object) -> bytes:
    """JSON in one way only: members sorted, no blanks, ASCII, so that lone surrogates survive."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


class _Wrong(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _payload_of(document: object) -> LaunchPayload:
    if not isinstance(document, dict) or set(document) != _MEMBERS:
        raise _Wrong("its payload has not just the members it should have")
    mode, credit = document["mode"], document["credit"]
    if mode not in tuple(Mode) or credit not in tuple(Credit):
        raise _Wrong("its mode or credit is no word of SCORM")
    if not _matches(_HASH, document["package_hash"]) or not _matches(_IDENTIFIER, document["device_id"]):
        raise _Wrong("its package_hash or device_id has another form")
    if not _is_count(document["lamport"]) or document["lamport"] == 0:
        raise _Wrong("its lamport is no whole number from 1 to 2**53")
    ended_at = document["ended_at"]
    return LaunchPayload(
        package_hash=document["package_hash"],
        device_id=document["device_id"],
        lamport=document["lamport"],
        parents=_parents(document["parents"]),
        mode=mode,
        credit=credit,
        started_at=_moment(document["started_at"]),
        ended_at=None if ended_at is None else _moment(ended_at),
        base=_state(document["base"]),
        entries=_entries(document["entries"]),
    )


def _parents(parents: object) -> tuple[str, ...]:
    if (
        not isinstance(parents, list)
        or len(parents) > _MOST_PARENTS
        or not all(_matches(_IDENTIFIER, parent) for parent in parents)
        or any(later <= earlier for earlier, later in pairwise(parents))
    ):
        raise _Wrong("its parents are no list of launch ids in ascending order")
    return tuple(parents)


def _entries(rows: object) -> tuple[Entry, ...]:
    if not isinstance(rows, list):
        raise _Wrong("its entries are no list")
    return tuple(_entry(number, row) for number, row in enumerate(rows, start=1))


def _entry(number: int, row: object) -> Entry:
    if not isinstance(row, list) or len(row) != _ENTRY_LENGTH or not all(isinstance(text, str) for text in row[1:]):
        raise _Wrong(f"entry {number} is not [seq, kind, activity, element, value]")
    if not _is_count(row[0]) or row[0] != number:
        raise _Wrong(f"entry {number} has another number")
    kind = _KINDS.get(row[1])
    if kind is None:
        raise _Wrong(f"entry {number} is of a kind that is not known")
    if kind is EntryKind.SEQUENCING and not isinstance(_read(row[4]), dict):
        raise _Wrong(f"entry {number} is no sequencing state")
    return Entry(number, kind, row[2], row[3], row[4])


def _state(base: object) -> Mapping[str, Any]:
    if not isinstance(base, dict):
        raise _Wrong("its base is no object")
    try:
        canonical_json(base)
    except (ValueError, RecursionError):
        raise _Wrong("its base holds what is no JSON") from None
    for member, value in base.items():
        known = _STATE.get(member)
        if known is not None and not isinstance(value, known):
            raise _Wrong(f"{member} of its base is no object")
        if known is None and not (
            (member == "sequencing" and (value is None or isinstance(value, dict)))
            or (member == "current" and (value is None or isinstance(value, str)))
        ):
            raise _Wrong("its base has a member it should not have")
    if not all(_is_texts(base.get(member, {})) for member in ("shared", "preferences")):
        raise _Wrong("its base shares or prefers what is no text")
    if not all(map(_is_activity, base.get("activities", {}).values())):
        raise _Wrong("an activity of its base is none")
    return base


def _is_activity(activity: object) -> bool:
    return (
        isinstance(activity, dict)
        and set(activity) == _ACTIVITY
        and _is_texts(activity["values"])
        and all(_is_count(activity[name]) for name in _COUNTS)
        and all(isinstance(activity[name], bool) for name in ("suspended", "opened"))
        and (activity["exit"] is None or isinstance(activity["exit"], str))
    )


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LAST_LAMPORT


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _moment(text: object) -> datetime:
    try:
        if not isinstance(text, str) or not _MOMENT.fullmatch(text):
            raise ValueError(text)
        return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    except ValueError:
        raise _Wrong("its moments are not written as 2026-05-04T08:30:00.000000Z") from None


def _moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
