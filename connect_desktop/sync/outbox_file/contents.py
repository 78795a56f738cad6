"""What stands in a signed file: a manifest, and a document for each session or part of one. Pure.

| in a file of kind `outbox` | |
|---|---|
| `manifest.json` | an object of `format`, `version`, `kind`, `id`, `device` (its name), `made_at`, `answers`, `epoch` |
| `sessions/1.json`, … | of `session_id`, `user_id`, `learner_id`, `learner` (their name), and the members below |
| | `package_id`, `package_hash`, `title` (of the course), `journal` |
| `packages/<SHA-256>.zip` | a course as it was imported, where that was asked for |

A `journal` is as in requests to a server (`store.sent_launch`). In a file of kind `receipt` the sessions are objects of
`session_id` and `receipt`, which is as in a server's answers; `answers` is the id of the file it is for, and `epoch`
the life of the database of whoever gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NoReturn

from msgspec import Struct

from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.store.travel.launch_payload import LARGEST_REV

FORMAT = "connect-desktop-outbox"
VERSION = 1
MANIFEST = "manifest.json"
SESSIONS = re.compile(r"sessions/[1-9][0-9]{0,6}\.json")
PACKAGES = re.compile(r"packages/([0-9a-f]{64})\.zip")

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}")
_HASH = re.compile(r"[0-9a-f]{64}")
LONGEST_TEXT = 1000
_LONGEST_USER = 255


class Kind(StrEnum):
    """Launches, or what is said about having them."""

    OUTBOX = "outbox"
    RECEIPT = "receipt"


class Manifest(Struct, frozen=True, kw_only=True):
    """What a file is, and who made it when, as that device calls itself and by its own clock."""

    kind: Kind
    id: str
    device: str
    made_at: datetime
    answers: str = ""
    epoch: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it stands in the file; `manifest_of` gives it back."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "kind": self.kind.value,
            "id": self.id,
            "device": self.device,
            "made_at": self.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "answers": self.answers,
            "epoch": self.epoch,
        }


class CarriedSession(Struct, frozen=True, kw_only=True):
    """Launches of a session, each under its id as it stands in a `journal`. `learner` is what they are called,
    `learner_id` who they are where they learnt; who gets the launches goes by `user_id`."""

    session_id: str
    user_id: str
    learner_id: str
    learner: str
    package_id: str
    package_hash: str
    title: str
    journal: Mapping[str, object]

    def as_json(self) -> dict[str, Any]:
        """As it stands in the file; `session_of` gives it back."""
        return {
            "session_id": self.session_id,
            "user_id": self.user_id,
            "learner_id": self.learner_id,
            "learner": self.learner,
            "package_id": self.package_id,
            "package_hash": self.package_hash,
            "title": self.title,
            "journal": dict(self.journal),
        }


class CarriedReceipt(Struct, frozen=True, kw_only=True):
    """What is held of a session, by the ids its launches were sent under."""

    session_id: str
    receipts: Mapping[str, Receipt]

    def as_json(self) -> dict[str, Any]:
        """As it stands in the file; `receipt_of` gives it back."""
        return {
            "session_id": self.session_id,
            "receipt": {launch_id: list(receipt) for launch_id, receipt in self.receipts.items()},
        }


def manifest_of(document: object) -> Manifest | None:
    """None where a newer program wrote it; raises `ValueError`."""
    members = _object(document)
    if members.get("format") != FORMAT:
        _wrong("it is no file of this program")
    if members.get("version") != VERSION:
        return None
    made_at = datetime.fromisoformat(_text(members, "made_at"))
    if made_at.tzinfo is None:
        _wrong("its manifest has no moment")
    return Manifest(
        kind=Kind(_text(members, "kind")),
        id=_text(members, "id", _IDENTIFIER),
        device=_shown(_text(members, "device")),
        made_at=made_at,
        answers=_text(members, "answers"),
        epoch=_text(members, "epoch"),
    )


def session_of(document: object) -> CarriedSession:
    """Raises `ValueError`; launches are not looked into."""
    members = _object(document)
    user_id = _text(members, "user_id")
    if not 1 <= len(user_id) <= _LONGEST_USER or any(map(_is_surrogate, user_id)):
        _wrong("a session is of no user")
    return CarriedSession(
        session_id=_text(members, "session_id", _IDENTIFIER),
        user_id=user_id,
        learner_id=_text(members, "learner_id"),
        learner=_text(members, "learner"),
        package_id=_text(members, "package_id", _IDENTIFIER),
        package_hash=_text(members, "package_hash"),
        title=_text(members, "title"),
        journal=_object(members.get("journal")),
    )


def receipt_of(document: object) -> CarriedReceipt:
    """Raises `ValueError`."""
    members = _object(document)
    return CarriedReceipt(
        session_id=_text(members, "session_id", _IDENTIFIER),
        receipts={
            launch_id: _receipt(launch_id, receipt) for launch_id, receipt in _object(members.get("receipt")).items()
        },
    )


def _receipt(launch_id: str, receipt: object) -> Receipt:
    match receipt:
        case [int(rev), str(sha256)] if 1 <= rev <= LARGEST_REV and not isinstance(rev, bool):
            if _HASH.fullmatch(sha256) and _IDENTIFIER.fullmatch(launch_id):
                return rev, sha256
    return _wrong("a receipt names no revision")


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        _wrong("something else stands where an object should")
    return value


def _text(members: Mapping[str, Any], name: str, pattern: re.Pattern[str] | None = None) -> str:
    value = members.get(name)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or (pattern and not pattern.fullmatch(value)):
        _wrong(f"it has no proper “{name}”")
    return value


def _is_surrogate(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff"


def _shown(text: str) -> str:
    """A name that a stranger gave, without what would move a cursor or hide a letter."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _wrong(reason: str) -> NoReturn:
    raise ValueError(reason)
