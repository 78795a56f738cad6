"""What keeps courses apart from the API: hosts, headers, and what is not listened to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.server.app import create_app
from connect_desktop.server.http.gate import Gate
from connect_desktop.server.http.origins import Origin, OriginUnusable
from connect_desktop.server.settings import ServerSettings
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.database import Database, utc_now
from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, add_package
from tests.store_for_tests import SEAL


class Site:
    """The application, asked under whatever host a test likes."""

    def __init__(self, app: FastAPI, key: str) -> None:
        self.app = app
        self.key = key

    def ask(self, method: str, address: str, **more: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as client:
                return await client.request(method, address, **more)

        return asyncio.run(asked())

    def launch(self, host: str) -> str:
        body = {"user_id": "ada", "session_id": "s-1"}
        answer = self.ask(
            "POST", f"{host}/api/v1/packages/{PACKAGE}/launch", json=body, headers={"X-API-Key": self.key}
        )
        url: str = answer.raise_for_status().json()["launch_url"]
        return url


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("origins")
    add_package(folder / "data", build_zip(folder / "course.zip"))
    return folder / "data"


@pytest.fixture
def site(data: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    paths = DataPaths(data)
    settings: ServerSettings = getattr(request, "param", ServerSettings())
    with closing(Database(paths.database)) as database:
        key = ApiKeys(database.connections, utc_now).create(database.tenant_id, "test", Scope.ADMIN)[1]
        yield Site(create_app(database, PackageLibrary(paths.packages), paths.cache, SEAL, settings), key)


def on(public_url: str, content_origin: str | None = None) -> pytest.MarkDecorator:
    settings = ServerSettings(
        public_url=Origin.of(public_url), content_origin=Origin.of(content_origin) if content_origin else None
    )
    return pytest.mark.parametrize("site", [settings], indirect=True)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Learn.example.com", "https://learn.example.com"),
        ("https://learn.example.com:443/", "https://learn.example.com"),
        ("http://127.0.0.1:8425", "http://127.0.0.1:8425"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_origin_is_a_scheme_and_a_host(text: str, origin: str) -> None:
    assert str(Origin.of(text)) == origin


@pytest.mark.parametrize(
    "text",
    ["learn.example.com", "ftp://a.b", "https://a.b/c", "https://a.b?c", "https://u@a.b", "https://", "http://a:x"],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(OriginUnusable, match="is not the address of a host"):
        Origin.of(text)


def test_a_link_does_not_lead_where_a_header_says(site: Site) -> None:
    assert site.launch("http://127.0.0.1:8425").startswith("http://127.0.0.1:8425/player/s-1?token=")
    assert site.launch("http://localhost").startswith("http://localhost/player/")
    url = site.launch("http://127.0.0.1:8425")
    body = {"user_id": "ada", "session_id": "s-1"}
    headers = {"X-API-Key": site.key, "Host": "evil.example"}
    answer = site.ask("POST", f"http://127.0.0.1:8425/api/v1/packages/{PACKAGE}/launch", json=body, headers=headers)
    assert answer.json()["launch_url"].split("?")[0] == url.split("?")[0]


@on(public_url="https://learn.example.com")
def test_a_link_leads_where_the_operator_says(site: Site) -> None:
    assert site.launch("http://127.0.0.1:8425").startswith("https://learn.example.com/player/s-1?token=")


@on(public_url="https://learn.example.com", content_origin="https://play.example.com")
def test_courses_have_a_host_of_their_own_and_nothing_else_is_there(site: Site) -> None:
    url = site.launch("https://learn.example.com")
    assert url.startswith("https://play.example.com/player/s-1?token=")
    assert site.ask("GET", url).status_code == 200
    key = {"X-API-Key": site.key}
    for path in ("/api/v1/sessions", "/api/docs", "/reports", "/"):
        answer = site.ask("GET", f"https://play.example.com{path}", headers=key)
        assert (answer.status_code, answer.json()["error"]["code"]) == (421, "misdirected")
    assert site.ask("GET", "https://play.example.com/api/health").status_code == 200
    # Somebody with a link to the API's host is sent on; nothing is played there.
    sent_on = site.ask("GET", url.replace("play.", "learn."))
    assert (sent_on.status_code, sent_on.headers["location"]) == (307, url)
    assert site.ask("POST", "https://learn.example.com/player/s-1/open").status_code == 421
    assert site.ask("GET", "https://learn.example.com/api/v1/sessions", headers=key).status_code == 200


@on(public_url="https://learn.example.com", content_origin="https://play.example.com")
def test_the_token_is_renewed_where_the_player_is(site: Site) -> None:
    token = site.launch("https://learn.example.com").partition("token=")[2]
    headers = {"Authorization": f"Bearer {token}"}
    answer = site.ask("POST", "https://play.example.com/player/s-1/refresh-token", headers=headers).raise_for_status()
    assert answer.json()["launch_url"].startswith("https://play.example.com/player/s-1?token=")


def test_files_of_the_course_are_no_scripts_of_the_player(site: Site) -> None:
    page = site.ask("GET", site.launch("http://127.0.0.1:8425"))
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert policy["script-src"] == policy["style-src"] == "127.0.0.1:8425/player/-/"
    assert policy["connect-src"] == "127.0.0.1:8425/player/"
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "token" not in page.text
    assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("no-referrer", "no-store")


def test_a_host_that_is_none_does_not_get_into_the_policy(site: Site) -> None:
    url = site.launch("http://127.0.0.1:8425")
    page = site.ask("GET", url, headers={"Host": "a.example; script-src *"})
    assert "a.example" not in page.headers["content-security-policy"]


def test_a_course_may_not_stand_between_the_player_and_us(site: Site) -> None:
    answer = site.ask("GET", "http://127.0.0.1/player/s-1/x/content/worker.js", headers={"Service-Worker": "script"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "no-service-worker")


@pytest.mark.parametrize(
    ("path", "mode", "destination", "kept"),
    [
        ("/reports", "navigate", "document", True),
        ("/reports", None, None, True),
        ("/reports", "navigate", "iframe", False),
        ("/reports", "cors", "empty", False),
        ("/reports", "no-cors", "image", False),
        ("/player/dispatch/x", "navigate", "iframe", True),
        ("/player/s-1", "same-origin", "empty", False),
    ],
)
def test_a_course_cannot_ride_on_a_cookie(path: str, mode: str | None, destination: str | None, kept: bool) -> None:
    app = FastAPI()

    @app.get("/{_path:path}")
    async def cookies(request: Request) -> dict[str, str]:
        return dict(request.cookies)

    app.add_middleware(Gate, content=None)
    headers = {"Cookie": "reports=secret"}
    if mode and destination:
        headers |= {"Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": destination, "Sec-Fetch-Site": "same-origin"}
    answer = Site(app, "").ask("GET", f"http://127.0.0.1{path}", headers=headers)
    assert answer.json() == ({"reports": "secret"} if kept else {})
    # A window that a course opens on it is none it can look into.
    alone = answer.headers.get("cross-origin-opener-policy") == "same-origin"
    assert alone is not path.startswith("/player/")


def test_a_learner_reads_their_own_language(site: Site) -> None:
    url = site.launch("http://127.0.0.1:8425")
    page = site.ask("GET", url, headers={"Accept-Language": "de-DE,de;q=0.9"})
    assert '<html lang="de">' in page.text
    assert "Speichern und verlassen" in page.text
    refused = site.ask("GET", url.partition("?")[0], headers={"Accept-Language": "de"})
    assert refused.status_code == 401
    assert "<title>Startlink nicht verfügbar</title>" in refused.text
