"""Who asks too often, or guesses: they wait, and nobody else does."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.server.http.rate import Allowance, Rate
from connect_desktop.server.http.rate_limits import address_of
from connect_desktop.server.settings import ServerSettings
from tests.served_app_for_tests import ServedApp, served_app

_SETTINGS = ServerSettings(key_rate=Rate(20, 3600), failure_rate=Rate(5, 3600))
_WRONG = "ck_live_" + "x" * 43


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with served_app(tmp_path_factory.mktemp("limited"), _SETTINGS) as running:
        yield running


def _ask(served: ServedApp, key: str, address: str = "203.0.113.9") -> httpx.Response:
    # A proxy on this machine is believed when it says whom it asks for.
    headers = {"X-API-Key": key, "X-Forwarded-For": address}
    return httpx.get(f"{served.address}/api/v1/sessions", headers=headers)


def test_a_key_may_ask_so_often_and_is_told_where_it_stands(served: ServedApp) -> None:
    answers = [_ask(served, served.key) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers] == [*range(19, -1, -1), 0]
    last = answers[-1]
    assert last.headers["Content-Type"] == "application/problem+json"
    assert last.json()["error"]["code"] == "too-many-requests"
    assert last.headers["X-RateLimit-Limit"] == "20"
    assert 0 < int(last.headers["Retry-After"]) <= 180
    assert 3500 < int(last.headers["X-RateLimit-Reset"]) <= 3600
    # From elsewhere it is the same key.
    assert _ask(served, served.key, "198.51.100.7").status_code == 429


def test_who_guesses_keys_waits_and_nobody_else(served: ServedApp) -> None:
    known = _ask(served, served.key)
    assert known.status_code == 200
    assert [_ask(served, _WRONG).status_code for _ in range(6)] == [401] * 5 + [429]
    assert int(_ask(served, _WRONG + "y").headers["Retry-After"]) > 0
    assert _ask(served, served.key).status_code == 200
    assert _ask(served, _WRONG, "203.0.113.10").status_code == 401
    headers = {"X-Forwarded-For": "203.0.113.9"}
    assert httpx.get(f"{served.address}/api/health", headers=headers).status_code == 200
    assert (
        httpx.get(f"{served.address}/api/v1/sessions", headers={**headers, "Authorization": "Bearer a.b.c"}).status_code
        == 429
    )


def test_what_nobody_knows_yet_is_a_guess_though_it_was_seen_elsewhere(served: ServedApp) -> None:
    # Asking a route that takes no key does not make a key known.
    headers = {"X-API-Key": _WRONG, "X-Forwarded-For": "203.0.113.9"}
    assert httpx.get(f"{served.address}/api/health", headers=headers).status_code == 200
    assert [_ask(served, _WRONG).status_code for _ in range(6)] == [401] * 5 + [429]


def test_a_class_with_old_links_is_not_kept_from_its_new_ones(served: ServedApp) -> None:
    assert {httpx.get(f"{served.address}/player/s?token=a.b.c").status_code for _ in range(8)} == {401}
    assert _ask(served, served.key, "127.0.0.1").status_code == 200


def test_no_key_at_all_is_no_guess(served: ServedApp) -> None:
    assert {httpx.get(f"{served.address}/api/v1/sessions").status_code for _ in range(8)} == {401}


@given(gaps=st.lists(st.floats(0, 30), max_size=60))
def test_never_more_than_the_burst_and_what_came_back(gaps: list[float]) -> None:
    now = 0.0
    allowance = Allowance(Rate(5, 60), lambda: now)
    taken: list[float] = []
    for gap in gaps:
        now += gap
        seen = allowance.look("a")
        standing = allowance.take("a")
        assert standing.allowed is seen.allowed
        assert 0 <= standing.remaining < 5
        if standing.allowed:
            taken.append(now)
        else:
            assert 1 <= standing.retry_after <= 12
    for at, first in enumerate(taken):
        for more, last in enumerate(taken[at:], start=1):
            assert more <= 5 + (last - first) / 12 + 1e-6


def test_waiting_as_long_as_told_is_enough() -> None:
    now = 0.0
    allowance = Allowance(Rate(3, 10), lambda: now)
    while (standing := allowance.take("a")).allowed:
        pass
    now += standing.retry_after
    assert allowance.take("a").allowed
    now += 10
    assert allowance.take("a").remaining == 2


def test_what_is_remembered_is_bounded() -> None:
    allowance = Allowance(Rate(5, 60), lambda: 0.0)
    for number in range(20_000):
        allowance.take(f"{number}")
    assert len(allowance._whole_at) == 10_000


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("a:b", "a:b"),
    ],
)
def test_a_network_of_ipv6_is_one_address(host: str, address: str) -> None:
    assert address_of({"client": (host, 1)}) == address
