"""Pages of other origins, and the methods of HTTP that nobody writes a route for."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from connect_desktop.server.http.origins import Origin
from connect_desktop.server.settings import ServerSettings
from tests.served_app_for_tests import ServedApp, served_app

_FRIEND = "https://app.example.com"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with served_app(tmp_path_factory.mktemp("cors"), ServerSettings(cors=(Origin.of(_FRIEND),))) as running:
        yield running


@pytest.fixture
def client(served: ServedApp) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, headers={"X-API-Key": served.key}) as client:
        yield client


def _preflight(client: httpx.Client, origin: str, method: str = "PUT") -> httpx.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "x-api-key, content-type, idempotency-key, if-match",
    }
    return client.options("/api/v1/sessions/s", headers=headers)


def test_a_named_origin_may_ask(client: httpx.Client) -> None:
    before = _preflight(client, _FRIEND)
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Origin"] == _FRIEND
    assert "PUT" in before.headers["Access-Control-Allow-Methods"]
    allowed = before.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in ("x-api-key", "idempotency-key", "if-match", "content-type"))
    answer = client.get("/api/v1/sessions", headers={"Origin": _FRIEND})
    assert answer.headers["Access-Control-Allow-Origin"] == _FRIEND
    assert "Origin" in answer.headers["Vary"]
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert all(name in exposed for name in ("ETag", "Retry-After", "X-RateLimit-Remaining"))
    for one in (before, answer):
        assert "Access-Control-Allow-Credentials" not in one.headers


def test_errors_may_be_read_too(client: httpx.Client) -> None:
    for path, key in (("/api/v1/sessions/none", client.headers["X-API-Key"]), ("/api/v1/sessions", "ck_live_wrong")):
        answer = client.get(path, headers={"Origin": _FRIEND, "X-API-Key": key})
        assert answer.status_code in (401, 404)
        assert answer.headers["Access-Control-Allow-Origin"] == _FRIEND


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://app.example.com.evil",
        "null",
    ],
)
def test_no_other_may(client: httpx.Client, origin: str) -> None:
    for answer in (_preflight(client, origin), client.get("/api/v1/sessions", headers={"Origin": origin})):
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert _preflight(client, origin).status_code == 400


def test_the_player_is_for_its_own_origin(client: httpx.Client) -> None:
    assert (
        "Access-Control-Allow-Origin" not in client.get("/player/-/scorm_api.js", headers={"Origin": _FRIEND}).headers
    )


def test_head_is_get_without_content(client: httpx.Client) -> None:
    for path in ("/api/health", "/api/docs", "/api/docs/openapi", "/player/-/scorm_api.js", "/api/v1/sessions/none"):
        get, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (get.status_code, b""), path
        for name in ("Content-Type", "Content-Length"):
            assert head.headers[name] == get.headers[name]


def test_other_methods_are_told_which_there_are(client: httpx.Client) -> None:
    answer = client.post("/api/v1/sessions/s")
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert {"GET", "HEAD", "PUT", "OPTIONS"} <= set(answer.headers["Allow"].split(", "))
    assert "POST" not in answer.headers["Allow"]
    options = client.options("/api/v1/sessions/s")
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["Allow"] == answer.headers["Allow"]
    for method in ("TRACE", "BREW"):
        assert client.request(method, "/api/v1/sessions/s").status_code in (400, 405)
    assert client.options("/nothing/here").status_code == 404
