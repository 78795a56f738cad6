"""Who guesses is counted once over all processes of a server, and those that come after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.server_for_tests import PACKAGE, RunningServer, running_server, server_with_course

_WORKERS = 3
_LIMITS = ["--workers", f"{_WORKERS}", "--failure-limit", "6"]
_WRONG = "ck_live_" + "x" * 43


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with server_with_course(tmp_path_factory.mktemp("guessed"), options=_LIMITS) as running:
        yield running


def _dispatch(server: RunningServer) -> str:
    with server.client() as client:
        body = {"label": "L", "destination": "d", "password": "open sesame"}
        answer = client.post(f"/packages/{PACKAGE}/dispatches", json=body).raise_for_status()
    url: str = answer.json()["dispatch"]["launchUrl"]
    return url


def _guess(url: str, password: str, address: str = "203.0.113.9") -> int:
    # A connection each, so that they come to whichever worker is free.
    headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": address}
    return httpx.post(url, data={"password": password}, headers=headers, timeout=30).status_code


def _guesses(url: str, number: int) -> Counter[int]:
    with ThreadPoolExecutor(8) as at_once:
        return Counter(at_once.map(lambda it: _guess(url, f"guess {it}"), range(number)))


def test_a_password_is_tried_ten_times_over_all_workers_and_no_more(server: RunningServer) -> None:
    url = _dispatch(server)
    assert _guesses(url, 40) == {403: 10, 429: 30}
    assert _guess(url, "open sesame") == 429
    assert _guess(url, "open sesame", "198.51.100.7") == 303


def test_guesses_count_after_a_restart_too(tmp_path: Path) -> None:
    with server_with_course(tmp_path) as server:
        url = _dispatch(server)
        assert _guesses(url, 12) == {403: 10, 429: 2}
    with running_server(tmp_path / "data", server.key) as again:
        assert _guess(url.replace(server.address, again.address), "open sesame") == 429


def test_figures_are_those_of_all_workers(server: RunningServer) -> None:
    for _ in range(30):
        httpx.get(f"{server.address}/api/v1/packages/none", headers={"X-API-Key": server.key})

    def figures() -> dict[str, float]:
        families = text_string_to_metric_families(httpx.get(f"{server.address}/metrics").raise_for_status().text)
        return {
            sample.name: sample.value
            for family in families
            for sample in family.samples
            if sample.labels.get("route", "/api/v1/packages/{package_id}") == "/api/v1/packages/{package_id}"
        }

    # Whichever worker is asked.
    for _ in range(6):
        seen = figures()
        assert seen["connect_desktop_http_requests_total"] == 30
        assert seen["connect_desktop_http_request_seconds_count"] == 30
        assert seen["connect_desktop_http_request_seconds_bucket"] == 30
        assert seen["connect_desktop_database_up"] == seen["connect_desktop_info"] == 1


def test_wrong_keys_of_an_address_count_together(server: RunningServer) -> None:
    def ask(_number: int) -> int:
        headers = {"X-API-Key": _WRONG, "X-Forwarded-For": "203.0.113.10"}
        return httpx.get(f"{server.address}/api/v1/sessions", headers=headers, timeout=30).status_code

    answers = Counter(map(ask, range(60)))
    # A worker that met none of them yet lets the address try once.
    assert 6 <= answers[401] < 6 + _WORKERS
    assert answers[401] + answers[429] == 60
