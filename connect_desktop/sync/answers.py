"""What servers answer, read with mistrust: whatever is not as it should be raises `ValueError`. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from msgspec import Struct

from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.store.travel.launch_payload import LARGEST_REV
from connect_desktop.sync.upstream_standing import UpstreamStanding, upstream_of

LARGEST_VERSION = 2**53

_HASH = re.compile(r"[0-9a-f]{64}")
_CENTISECONDS = 100
_MOST_CENTISECONDS = 2**62


class Health(Struct, frozen=True):
    """A server of this kind: which life its database is in, and which program it is."""

    epoch: str
    version: str


class State(Struct, frozen=True):
    """Which version each session has; `sessions` is None where that is what was known. A hub says in `upstream` how far
    the server above it has what is asked for."""

    epoch: str
    sessions: Mapping[str, int] | None
    upstream: UpstreamStanding | None = None


class SessionAnswer(Struct, frozen=True):
    """A session as the server tells it: `document` whole, and what of it everybody needs; time in centiseconds."""

    session_id: str
    user_id: str
    package_id: str
    version: int
    completion: str
    success: str
    time: int
    document: Mapping[str, Any]


class Result(Struct, frozen=True):
    """What became of one session of a batch; `body` is the answer a PUT would have had."""

    status: int
    body: Mapping[str, Any]


class JournalPage(Struct, frozen=True):
    """Launches as they stand in a `journal`, by their ids."""

    version: int
    launches: Mapping[str, object]
    next_cursor: str | None


def health_of(body: object) -> Health | None:
    """None where a server answers that is not one of this kind."""
    if not isinstance(body, dict) or body.get("status") != "ok":
        return None
    epoch, version = body.get("epoch"), body.get("version")
    return Health(epoch, version) if isinstance(epoch, str) and epoch and isinstance(version, str) else None


def state_of(body: object) -> State:
    members = _object(body)
    if "sessions" not in members:
        _wrong()
    sessions = members["sessions"]
    if sessions is not None:
        for version in _object(sessions).values():
            _version(version)
    return State(_text(members.get("epoch")), sessions, upstream_of(members.get("upstream")))


def results_of(body: object, count: int) -> tuple[str, list[Result]]:
    """The epoch, and a result for each of `count` pushes."""
    members = _object(body)
    results = members.get("results")
    if not isinstance(results, list) or len(results) != count:
        _wrong()
    return _text(members.get("epoch")), [
        Result(_integer(_object(result).get("status")), _object(result.get("body"))) for result in results
    ]


def session_of(body: object, session_id: str | None = None) -> SessionAnswer:
    """The session, which is to be of this id."""
    document = _object(body)
    seconds = document.get("time_spent_seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 2**53:
        _wrong()
    if session_id is not None and document.get("id") != session_id:
        _wrong()
    _object(document.get("cmi_data"))
    return SessionAnswer(
        session_id=_text(document.get("id")),
        user_id=_text(document.get("user_id")),
        package_id=_text(document.get("package_id")),
        version=_version(document.get("version")),
        completion=_text(document.get("completion_status")),
        success=_text(document.get("success_status")),
        time=min(round(seconds * _CENTISECONDS), _MOST_CENTISECONDS),
        document=document,
    )


def receipts_of(body: Mapping[str, Any]) -> dict[str, Receipt]:
    """What the server says to hold, by the ids the launches were sent under; {} where it says nothing of it."""
    receipts = body.get("receipt")
    if receipts is None:
        return {}
    return {launch_id: _receipt(receipt) for launch_id, receipt in _object(receipts).items()}


def journal_page_of(body: object) -> JournalPage:
    members = _object(body)
    cursor = members.get("next_cursor")
    if cursor is not None and not isinstance(cursor, str):
        _wrong()
    return JournalPage(
        version=_version(members.get("version")),
        launches=_object(members.get("journal")),
        next_cursor=cursor,
    )


def _receipt(receipt: object) -> Receipt:
    match receipt:
        case [int(rev), str(sha256)] if 1 <= rev <= LARGEST_REV and _HASH.fullmatch(sha256):
            return rev, sha256
        case _:
            return _wrong()


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        _wrong()
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        _wrong()
    return value


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        _wrong()
    return value


def _version(value: object) -> int:
    number = _integer(value)
    if not 1 <= number <= LARGEST_VERSION:
        _wrong()
    return number


def _wrong() -> NoReturn:
    raise ValueError("not what this server answers")
