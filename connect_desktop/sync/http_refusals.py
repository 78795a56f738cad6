"""What an HTTP status and the body beside it mean for an exchange. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from connect_desktop.sync.errors import (
    Conflict,
    NoSuchPage,
    NotAllowed,
    NotThere,
    NotTheServer,
    OtherContent,
    ServerBusy,
    SignInNeeded,
    SyncError,
    Unacceptable,
)

_LONGEST_WAIT = 86_400.0
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
_OURS = 500
_OF_VERSIONS = frozenset({"version-conflict", "precondition-failed", ""})
# What a captive portal answers [RFC 6585 6].
_ELSEWHERE = frozenset({HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED})
# What a framework answers with a page of its own where it has no such route, or not for this method.
_NO_SUCH_PAGE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})


def refusal(server: str, status: int, body: object, *, after: float | None = None) -> SyncError:
    """The error that an answer of 300 and more is; `body` is its JSON, None where it has none."""
    code = _code(body)
    if status in _ELSEWHERE or status < HTTPStatus.BAD_REQUEST:
        return NotTheServer(server)
    if status in _NO_SUCH_PAGE and not isinstance(body, dict):
        return NoSuchPage(server)
    if status in _LATER or status >= _OURS:
        return ServerBusy(server, status, after)
    if status == HTTPStatus.UNAUTHORIZED:
        return SignInNeeded(server)
    if not isinstance(body, dict):
        # A server says why; a proxy, or a page to sign in to a network, does not.
        return NotTheServer(server) if status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE else Unacceptable(status, code)
    match status:
        case HTTPStatus.FORBIDDEN:
            return NotAllowed(server)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return NotThere(code)
        case HTTPStatus.CONFLICT if code == OtherContent.code:
            return OtherContent(str(body.get("launch_id", "")), str(body.get("package_id", "")))
        case HTTPStatus.CONFLICT | HTTPStatus.PRECONDITION_FAILED if code in _OF_VERSIONS or "current_version" in body:
            current = body.get("current_version")
            return Conflict(current if isinstance(current, int) else None)
    launch_id = body.get("launch_id")
    return Unacceptable(status, code, launch_id if isinstance(launch_id, str) else None)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait as `Retry-After` says, a number or a date [RFC 9110 10.2.3]; a day at most, None for none."""
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text).astimezone(UTC) - now).total_seconds()
        except (ValueError, TypeError, IndexError):
            return None
    return min(max(seconds, 0.0), _LONGEST_WAIT) if math.isfinite(seconds) else None


def _code(body: object) -> str:
    error: Any = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code[:64] if isinstance(code, str) else ""
