"""A device that downloads, and what servers may answer it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import httpx

from connect_desktop.packages.library import package_id_of
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.library import Library
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.catalog import CatalogPackage
from connect_desktop.sync.courses.download import Downloads
from connect_desktop.sync.remote import Remote
from tests.store_for_tests import MORNING
from tests.sync_for_tests import FixedKey, StandingTime

MEGABYTE = 1 << 20
Answer = Callable[[httpx.Request], httpx.Response]

# Seconds; a machine that is busy may keep bytes on this machine waiting.
_PATIENCE = 1.0


class Answering(httpx.BaseTransport):
    """Gives answers whose bodies come as they would from a network: read by whoever wants them."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._answer(request)
        if not response.is_stream_consumed:
            return response
        return httpx.Response(
            response.status_code, headers=response.headers, stream=httpx.ByteStream(response.content), request=request
        )


class Place:
    """A device that downloads; `transport` stands between it and its server, `progress` is what was told."""

    def __init__(self, data: Path, library: Library) -> None:
        self.library = library
        self.timing = StandingTime()
        self.credentials = FixedKey("key")
        self.transport: httpx.BaseTransport | None = None
        self.progress: list[tuple[int, int]] = []
        self.folder = DataPaths(data).packages / "downloads"
        self.address = "http://server.test"
        self.downloads = Downloads(self.folder, library, self._connect, self.timing, patience=_PATIENCE)

    def fetch(self, package: CatalogPackage, cancelled: Callable[[], bool] = lambda: False) -> str:
        account = Account(id="a", address=self.address, name="Training", created_at=MORNING)
        taken = self.downloads.fetch(account, package, lambda *told: self.progress.append(told), cancelled)
        return taken.package.id

    def answered_by(self, answer: Answer) -> None:
        self.transport = Answering(answer)

    def _connect(self, account: Account) -> Remote:
        return Remote(account, self.credentials, self.transport, self.timing)


def announced(content: bytes) -> CatalogPackage:
    content_hash = hashlib.sha256(content).hexdigest()
    return CatalogPackage(
        account_id="a",
        package_id=package_id_of(content_hash),
        content_hash=content_hash,
        title="Course",
        edition="2004 4th Edition",
        size=len(content),
    )


def stored(place: Place, package: CatalogPackage) -> bytes:
    return (place.folder.parent / f"{package.package_id}.zip").read_bytes()


def parts(place: Place) -> list[str]:
    return [path.name for path in place.folder.iterdir()] if place.folder.exists() else []


def gives_parts(content: bytes, etag: str = "") -> Answer:
    """A server that answers ranges of these bytes, if `If-Range` names them."""
    tag = etag or f'"{hashlib.sha256(content).hexdigest()}"'

    def answer(request: httpx.Request) -> httpx.Response:
        asked = request.headers.get("range")
        if asked is None or request.headers.get("if-range") != tag:
            return httpx.Response(200, content=content)
        first = int(asked.removeprefix("bytes=").removesuffix("-"))
        headers = {"Content-Range": f"bytes {first}-{len(content) - 1}/{len(content)}"}
        return httpx.Response(206, headers=headers, content=content[first:])

    return answer


def leave_a_part(place: Place, package: CatalogPackage, content: bytes) -> None:
    place.folder.mkdir(parents=True)
    (place.folder / f"{package.content_hash}.partial").write_bytes(content)
