"""Moments and cursors that no clock shows are refused on every list, and never a fault of the server."""

from __future__ import annotations

import httpx
import pytest

from connect_desktop.server.pagination import cursor_of

LISTS = ["dispatches", "sessions", "webhooks", "../admin/tenants", "../admin/api-keys", "reports/progress"]
BEFORE_ALL_YEARS = "0001-01-01T00:00:00+14:00"
AFTER_ALL_YEARS = "9999-12-31T23:59:59-14:00"


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("moment", ["0.5", "1767225600", "2026-03-05", "2026"])
def test_what_is_no_moment_is_refused(client: httpx.Client, path: str, moment: str) -> None:
    for name in ("since", "until"):
        answer = client.get(path, params={name: moment})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid-request")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("moment", ["2026-03-05T14:30:00Z", "2026-03-05T14:30:00.125+05:30", "2026-03-05t14:30:00z"])
def test_rfc_3339_is_understood(client: httpx.Client, path: str, moment: str) -> None:
    assert client.get(path, params={"since": moment}).status_code == 200


@pytest.mark.parametrize("path", [*LISTS, *(f"reports/{name}" for name in ("completion", "scores", "interactions"))])
def test_beyond_all_years_there_is_nothing(client: httpx.Client, path: str) -> None:
    everything = client.get(path).json()
    assert client.get(path, params={"since": BEFORE_ALL_YEARS, "until": AFTER_ALL_YEARS}).json() == everything
    assert client.get(path, params={"until": BEFORE_ALL_YEARS, "since": AFTER_ALL_YEARS}).status_code == 200


@pytest.mark.parametrize("path", [*LISTS[:-1], "packages"])
@pytest.mark.parametrize("moment", [BEFORE_ALL_YEARS, AFTER_ALL_YEARS, "2026-03-05T14:30:00", "soon"])
def test_a_cursor_of_another_time_is_refused(client: httpx.Client, path: str, moment: str) -> None:
    answer = client.get(path, params={"cursor": cursor_of([moment, "id"])})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid-cursor")
