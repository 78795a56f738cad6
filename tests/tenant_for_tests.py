"""A tenant of a running server, asked through each of the server's workers in turn."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx

from connect_desktop.paths import DataPaths
from connect_desktop.store.database import Database
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import RunningServer
from tests.server_model_for_tests import ModelSession, Token

MOST_AT_ONCE = 6

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Site:
    """A running server and a client for each of its workers."""

    server: RunningServer
    workers: Sequence[httpx.Client]
    pool: ThreadPoolExecutor

    def at_once(self, asks: Sequence[Callable[[], T]]) -> list[T]:
        """All of them answered, each asked in a thread of its own."""
        return [asked.result() for asked in [self.pool.submit(ask) for ask in asks]]


@contextmanager
def site_of(server: RunningServer, database: str | None) -> Iterator[Site]:
    """The server's workers, each asked past the socket that they share where there are several."""
    with closing(Database(DataPaths(server.data, database).database)) as it, it.connections.reading() as connection:
        addresses = [row[0] for row in connection.execute("SELECT address FROM worker ORDER BY id")]
    paths = [address.removeprefix("unix:") for address in addresses] or [None]
    workers = [
        httpx.Client(base_url=server.address, transport=httpx.HTTPTransport(uds=path), timeout=30) for path in paths
    ]
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        yield Site(server=server, workers=workers, pool=pool)
    for worker in workers:
        worker.close()


class TenantClient:
    """Asks with `key` unless told otherwise, a worker after the other."""

    def __init__(self, site: Site, name: str) -> None:
        self.site = site
        self._next = cycle(site.workers)
        self.key = site.server.key
        made = self.ask("POST", "/api/admin/tenants", json={"name": name}).raise_for_status().json()
        self.id: str = made["id"]
        body = {"name": "admin", "scope": "admin", "tenant_id": self.id}
        self.key = self.ask("POST", "/api/admin/api-keys", json=body).raise_for_status().json()["key"]

    def ask(
        self, method: str, path: str, *, token: str | None = None, key: str | None = None, **more: Any
    ) -> httpx.Response:
        """The next worker's answer."""
        return self.later(method, path, token=token, key=key, **more)()

    def later(
        self, method: str, path: str, *, token: str | None = None, key: str | None = None, **more: Any
    ) -> Callable[[], httpx.Response]:
        """What asks the next worker when it is called, in any thread."""
        said = {"Authorization": f"Bearer {token}"} if token else {"X-API-Key": key or self.key}
        headers = {**said, **more.pop("headers", {})}
        return partial(next(self._next).request, method, path, headers=headers, **more)

    def get(self, path: str, **query: Any) -> Any:
        """What a GET of the API answers."""
        return self.ask("GET", f"/api/v1{path}", params=query).raise_for_status().json()

    def listed(self, path: str, name: str) -> list[Any]:
        """Every page of a list, a small one at a time."""
        found: list[Any] = []
        query: dict[str, Any] = {"limit": 5}
        while True:
            page = self.ask("GET", path, params=query).raise_for_status().json()
            found += page[name]
            if page["next_cursor"] is None:
                return found
            query["cursor"] = page["next_cursor"]

    def upload(self, edition: str) -> str:
        """The id of a course of one SCO that no other tenant has."""
        files = {**course_files(edition=edition), "tenant.txt": self.id}
        path = build_zip(self.site.server.data.parent / f"{self.id}-{edition}.zip", files)
        zipped = {"Content-Type": "application/zip"}
        answer = self.ask("POST", "/api/v1/packages/upload", content=path.read_bytes(), headers=zipped)
        package_id: str = answer.raise_for_status().json()["id"]
        return package_id


def token_in(url: str, session: ModelSession) -> Token:
    """The launch token of a link, which is to open this session as it lives now."""
    text = parse_qs(urlsplit(url).query)["token"][0]
    claims = text.split(".")[1]
    launch = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["lid"]
    return Token(text=text, session=session.id, launch=launch, life=session.life)


def session_in(url: str) -> str:
    """The session that a launch link plays."""
    found = re.fullmatch(r"/player/([^/]+)", urlsplit(url).path)
    assert found is not None
    return found[1]
