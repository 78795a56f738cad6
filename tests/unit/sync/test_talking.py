"""Addresses people type, what servers refuse, and what is said of it."""

from __future__ import annotations

import pytest

from connect_desktop.sync.answers import health_of, receipts_of, session_of, state_of
from connect_desktop.sync.errors import (
    AddressInvalid,
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
from connect_desktop.sync.http_refusals import refusal, retry_after
from connect_desktop.sync.report import Outcome, Standing, SyncReport, Waiting
from connect_desktop.sync.server_address import server_address
from connect_desktop.sync.summary import duration, summary
from tests.store_for_tests import MORNING

SESSION = {
    "id": "s",
    "user_id": "u",
    "package_id": "p",
    "version": 1,
    "cmi_data": {},
    "completion_status": "unknown",
    "success_status": "unknown",
    "time_spent_seconds": 1.25,
}


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("connect.example.com", "https://connect.example.com"),
        (" HTTPS://Connect.Example.com/ ", "https://connect.example.com"),
        ("https://x.example/lms/api/v1/", "https://x.example/lms"),
        ("localhost:8425", "http://localhost:8425"),
        ("http://10.0.0.7:8425", "http://10.0.0.7:8425"),
    ],
)
def test_addresses(typed: str, address: str) -> None:
    assert server_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["", "https://", "ftp://x.example", "https://x.example:99999", "a b", "https://me:secret@x.example", "x?y"]
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(AddressInvalid) as raised:
        server_address(typed)
    assert "secret" not in str(raised.value)


def _problem(code: str, **more: object) -> dict[str, object]:
    return {"error": {"code": code, "message": "m"}, **more}


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (302, None, NotTheServer),
        (400, _problem("malformed-json"), Unacceptable),
        (401, None, SignInNeeded),
        (403, _problem("scope"), NotAllowed),
        (403, None, NotTheServer),
        (404, _problem("unknown-session"), NotThere),
        (404, None, NoSuchPage),
        (405, None, NoSuchPage),
        (501, None, NoSuchPage),
        (501, _problem("no"), ServerBusy),
        (407, None, NotTheServer),
        (408, None, ServerBusy),
        (409, _problem("version-conflict", current_version=3), Conflict),
        (409, {}, Conflict),
        (412, _problem("precondition-failed", current_version=3), Conflict),
        (409, _problem("package-mismatch", launch_id="l"), OtherContent),
        (409, _problem("session-taken"), Unacceptable),
        (413, None, Unacceptable),
        (422, _problem("invalid-launch", launch_id="l"), Unacceptable),
        (429, _problem("rate"), ServerBusy),
        (511, None, NotTheServer),
        (503, None, ServerBusy),
    ],
)
def test_refusals(status: int, body: object, kind: type[SyncError]) -> None:
    error = refusal("school", status, body)
    assert type(error) is kind
    assert "{" not in str(error)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("-3", 0.0),
        ("Mon, 04 May 2026 08:31:00 GMT", 60.0),
        ("9999999", 86400.0),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_when_to_come_again(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}, MORNING) == seconds


@pytest.mark.parametrize("name", list(SESSION))
def test_a_session_without_what_it_must_say_is_none(name: str) -> None:
    assert session_of(SESSION, "s").time == 125
    with pytest.raises(ValueError, match="not what"):
        session_of({key: value for key, value in SESSION.items() if key != name}, "s")


@pytest.mark.parametrize("receipt", [[1], [0, "a" * 64], [1, "x"], ["1", "a" * 64], None, {}])
def test_what_is_no_receipt(receipt: object) -> None:
    with pytest.raises(ValueError, match="not what"):
        receipts_of({"receipt": {"l": receipt}})


@pytest.mark.parametrize("body", [None, [], {}, {"status": "ok"}, {"status": "ok", "epoch": "", "version": "1"}])
def test_what_is_no_server_of_this_kind(body: object) -> None:
    assert health_of(body) is None


@pytest.mark.parametrize("body", [None, {}, {"epoch": "e"}, {"epoch": "e", "sessions": {"s": "1"}}])
def test_what_is_no_state(body: object) -> None:
    with pytest.raises(ValueError, match="not what"):
        state_of(body)


def test_one_calm_line() -> None:
    standing = Standing(launches=3, held=3, seconds=2465, completion="completed", success="passed")
    assert summary(standing) == "All saved here. Server has 3 of 3 launches, 41 min, passed"
    assert summary(Standing()) == "All saved here. There is nothing to send"
    waiting = Standing(launches=3, held=1, waiting={Waiting.NO_COURSE_THERE: 1}, quarantined=2, questions=1)
    report = SyncReport(account_id="a", outcome=Outcome.WAITING, started_at=MORNING, ended_at=MORNING)
    assert summary(waiting, report) == (
        "2 to send, waiting; the server does not have the course of 1; 2 refused by the server; 1 to decide"
    )


@pytest.mark.parametrize(("seconds", "text"), [(0.9, "0 s"), (59, "59 s"), (2465, "41 min"), (7500, "2 h 5 min")])
def test_how_long(seconds: float, text: str) -> None:
    assert duration(seconds) == text
