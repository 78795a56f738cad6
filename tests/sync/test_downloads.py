"""Packages fetched from a real server over lines that break, and from servers that lie."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from connect_desktop.packages.errors import LibraryFull, PackageRefused
from connect_desktop.packages.library import PackageLibrary, package_id_of
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.library import Library
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.catalog import CatalogPackage
from connect_desktop.sync.download import STALE_AFTER, Downloads
from connect_desktop.sync.errors import (
    AlreadyDownloading,
    CourseNotOffered,
    DownloadDamaged,
    DownloadInterrupted,
    NotTheServer,
    ServerBusy,
    SignInNeeded,
    SyncCancelled,
)
from connect_desktop.sync.remote import Remote
from tests.cutting_proxy_for_tests import cutting_proxy
from tests.full_disk_for_tests import no_file_grows_beyond
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import RunningServer
from tests.store_for_tests import MORNING
from tests.sync_for_tests import FixedKey, StandingTime

MEGABYTE = 1 << 20
Answer = Callable[[httpx.Request], httpx.Response]


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


# Seconds; a machine that is busy may keep bytes on this machine waiting.
_PATIENCE = 1.0


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


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    data = tmp_path / "device"
    with closing(open_store(DataPaths(data).database)) as store:
        packages = PackageLibrary(DataPaths(data).packages)
        yield Place(data, Library(packages, store, samples=data, clock=utc_now))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A package of three megabytes that no compression makes smaller."""
    film = random.Random(5).randbytes(3 * MEGABYTE)
    return build_zip(tmp_path_factory.mktemp("film") / "c.zip", {**course_files(), "film.mp4": film}).read_bytes()


@pytest.fixture(scope="module")
def package(content: bytes) -> CatalogPackage:
    return announced(content)


@pytest.fixture
def online(server: RunningServer, place: Place, content: bytes) -> RunningServer:
    """The server with the package, and the place's key and address for it."""
    with server.client() as client:
        sent = client.post("/packages/upload", content=content, headers={"Content-Type": "application/zip"})
        assert sent.status_code == 201, sent.text
    place.address, place.credentials.key = server.address, server.key
    return server


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


def test_a_package_comes_whole(online: RunningServer, place: Place, package: CatalogPackage, content: bytes) -> None:
    assert place.fetch(package) == package.package_id
    assert stored(place, package) == content
    assert place.library.package(package.package_id).title == "Course"
    assert place.progress[0] == (0, len(content))
    assert place.progress[-1] == (len(content), len(content))
    assert parts(place) == []


def test_a_line_that_breaks_is_gone_on_with_where_it_broke(
    online: RunningServer, place: Place, package: CatalogPackage, content: bytes
) -> None:
    with cutting_proxy(online.address, MEGABYTE, MEGABYTE // 2) as proxy:
        place.address = proxy.address
        assert place.fetch(package) == package.package_id
        assert stored(place, package) == content
        assert len(proxy.carried) == 3
        # What had come did not come again; a few hundred bytes a connection are heads.
        assert len(content) < sum(proxy.carried) < len(content) + MEGABYTE // 4
    assert len(place.timing.waits) == 2


def test_a_line_that_falls_silent_is_gone_on_with_where_it_did(
    online: RunningServer, place: Place, package: CatalogPackage, content: bytes
) -> None:
    with cutting_proxy(online.address, MEGABYTE, MEGABYTE // 2, silent=True) as proxy:
        place.address = proxy.address
        assert place.fetch(package) == package.package_id
        assert len(proxy.carried) == 3
        assert sum(proxy.carried) < len(content) + MEGABYTE // 4
    assert stored(place, package) == content


def test_a_line_that_stays_dead_keeps_what_came_and_says_so(
    online: RunningServer, place: Place, package: CatalogPackage, content: bytes
) -> None:
    with cutting_proxy(online.address, MEGABYTE, *[0] * 20) as proxy:
        place.address = proxy.address
        with pytest.raises(DownloadInterrupted, match="Training cannot be reached now; “Course” goes on from where"):
            place.fetch(package)
    came = place.downloads.received(package.content_hash)
    assert 0 < came <= MEGABYTE
    assert place.progress[-1][0] == came
    # Some day the line is there again; what came before is not asked for again.
    with cutting_proxy(online.address) as proxy:
        place.address = proxy.address
        place.progress.clear()
        place.fetch(package)
        assert sum(proxy.carried) < len(content) - came + MEGABYTE // 4
    assert place.progress[0][0] == came
    assert stored(place, package) == content


def test_without_a_network_it_is_said_at_once(place: Place, package: CatalogPackage) -> None:
    def nobody(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    place.answered_by(nobody)
    with pytest.raises(DownloadInterrupted):
        place.fetch(package)
    assert place.timing.waits == []


def test_stopping_keeps_what_came(online: RunningServer, place: Place, package: CatalogPackage, content: bytes) -> None:
    with pytest.raises(SyncCancelled):
        place.fetch(package, cancelled=lambda: bool(place.progress) and place.progress[-1][0] > MEGABYTE)
    assert MEGABYTE < place.downloads.received(package.content_hash) < len(content)
    place.fetch(package)
    assert stored(place, package) == content


def test_a_server_that_gives_no_parts_is_fetched_from_anew(
    place: Place, package: CatalogPackage, content: bytes
) -> None:
    leave_a_part(place, package, content[:1000])
    place.answered_by(lambda _request: httpx.Response(200, content=content))
    place.fetch(package)
    assert stored(place, package) == content


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(lambda content: httpx.Response(416, json={}), id="no such part"),
        pytest.param(
            lambda content: httpx.Response(
                206, headers={"Content-Range": f"bytes 500-{len(content) - 1}/{len(content)}"}, content=content[500:]
            ),
            id="another part",
        ),
        pytest.param(lambda content: httpx.Response(206, content=content[1000:]), id="some part"),
    ],
)
def test_a_part_that_does_not_follow_is_given_up_for_the_whole(
    place: Place, package: CatalogPackage, content: bytes, odd: Callable[[bytes], httpx.Response]
) -> None:
    leave_a_part(place, package, content[:1000])
    asked: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("range"))
        return odd(content) if request.headers.get("range") else httpx.Response(200, content=content)

    place.answered_by(answer)
    place.fetch(package)
    assert stored(place, package) == content
    assert asked == ["bytes=1000-", None]


def test_a_part_is_asked_for_of_this_very_package(place: Place, package: CatalogPackage, content: bytes) -> None:
    leave_a_part(place, package, content[:1000])
    asked: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers)
        return gives_parts(content)(request)

    place.answered_by(answer)
    place.fetch(package)
    (headers,) = asked
    assert headers["if-range"] == f'"{package.content_hash}"'
    assert headers["accept-encoding"] == "identity"


def test_what_was_replaced_between_two_parts_is_not_mixed(
    place: Place, package: CatalogPackage, content: bytes
) -> None:
    other = bytes(reversed(content))
    leave_a_part(place, package, other[:1000])
    # The part is of another file, though its length is right: the hash tells, and it is fetched anew.
    place.answered_by(gives_parts(content))
    place.fetch(package)
    assert stored(place, package) == content


def test_what_the_server_has_replaced_is_not_taken(place: Place, package: CatalogPackage, content: bytes) -> None:
    leave_a_part(place, package, content[:1000])
    place.answered_by(gives_parts(bytes(reversed(content))))
    with pytest.raises(DownloadDamaged, match="not “Course” as Training announced it"):
        place.fetch(package)
    assert place.downloads.received(package.content_hash) == 0
    assert place.library.courses("") == ()


def test_wrong_bytes_are_not_taken(place: Place, package: CatalogPackage, content: bytes) -> None:
    wrong = content[:-1] + bytes([content[-1] ^ 1])
    place.answered_by(lambda _request: httpx.Response(200, content=wrong))
    with pytest.raises(DownloadDamaged):
        place.fetch(package)
    assert place.library.courses("") == ()
    assert not list(place.folder.parent.glob("*.zip"))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda _request: httpx.Response(200, html="<html>Sign in to Free Wifi</html>"), id="portal"),
        pytest.param(lambda _request: httpx.Response(302, headers={"Location": "http://portal.test"}), id="redirect"),
        pytest.param(lambda _request: httpx.Response(204), id="nothing"),
    ],
)
def test_what_is_not_the_server_is_not_believed(place: Place, package: CatalogPackage, answer: Answer) -> None:
    place.answered_by(answer)
    with pytest.raises(NotTheServer):
        place.fetch(package)
    assert place.downloads.received(package.content_hash) == 0


def test_an_answer_cut_short_is_gone_on_with(place: Place, package: CatalogPackage, content: bytes) -> None:
    whole = gives_parts(content)
    cut: list[bool] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if cut:
            return whole(request)
        cut.append(True)
        return httpx.Response(200, content=iter([content[:MEGABYTE]]))

    place.answered_by(answer)
    place.fetch(package)
    assert stored(place, package) == content


def test_more_than_was_announced_is_refused(place: Place, package: CatalogPackage, content: bytes) -> None:
    place.answered_by(lambda _request: httpx.Response(200, content=iter([content, b"and more"])))
    with pytest.raises(DownloadDamaged):
        place.fetch(package)


def test_a_part_longer_than_the_package_is_begun_anew(place: Place, package: CatalogPackage, content: bytes) -> None:
    leave_a_part(place, package, content + b"more")
    place.answered_by(gives_parts(content))
    place.fetch(package)
    assert stored(place, package) == content


def test_a_part_that_is_whole_is_not_asked_for(place: Place, package: CatalogPackage, content: bytes) -> None:
    leave_a_part(place, package, content)

    def nobody(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    place.answered_by(nobody)
    place.fetch(package)
    assert stored(place, package) == content


def test_a_package_that_is_not_offered_any_more(online: RunningServer, place: Place) -> None:
    with pytest.raises(CourseNotOffered, match="No server offers “Course” any more"):
        place.fetch(announced(b"nobody has this"))


@pytest.mark.parametrize(
    ("status", "error"), [(503, ServerBusy), (429, ServerBusy), (401, SignInNeeded), (500, ServerBusy)]
)
def test_a_server_that_cannot_or_will_not(
    place: Place, package: CatalogPackage, status: int, error: type[Exception]
) -> None:
    place.answered_by(lambda _request: httpx.Response(status, json={"error": {"code": "x", "message": "x"}}))
    with pytest.raises(error):
        place.fetch(package)


def test_the_server_says_how_long_to_wait(place: Place, package: CatalogPackage, content: bytes) -> None:
    whole = gives_parts(content)
    answers = [
        lambda _request: httpx.Response(200, content=iter([content[:1000]])),
        lambda _request: httpx.Response(503, headers={"Retry-After": "7"}, json={}),
        whole,
    ]
    place.answered_by(lambda request: answers.pop(0)(request))
    place.fetch(package)
    assert place.timing.waits[-1] == 7
    assert stored(place, package) == content


def test_what_is_no_course_is_refused_and_not_kept(place: Place, tmp_path: Path) -> None:
    content = build_zip(tmp_path / "none.zip", {"index.html": "no manifest"}).read_bytes()
    place.answered_by(gives_parts(content))
    with pytest.raises(PackageRefused):
        place.fetch(announced(content))
    assert parts(place) == []


def test_a_full_disk_is_said_and_what_came_is_kept(place: Place, package: CatalogPackage, content: bytes) -> None:
    place.answered_by(gives_parts(content))
    with no_file_grows_beyond(MEGABYTE), pytest.raises(LibraryFull):
        place.fetch(package)
    assert place.downloads.received(package.content_hash) == MEGABYTE
    place.fetch(package)
    assert stored(place, package) == content


def test_a_disk_without_room_is_not_filled(
    place: Place, package: CatalogPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage)
    place.answered_by(lambda request: (_ for _ in ()).throw(AssertionError(request.url)))
    with pytest.raises(LibraryFull):
        place.fetch(package)


def test_the_same_package_comes_once_at_a_time(place: Place, package: CatalogPackage, content: bytes) -> None:
    second: list[type[BaseException]] = []

    def answer(_request: httpx.Request) -> httpx.Response:
        try:
            place.fetch(package)
        except AlreadyDownloading as error:
            second.append(type(error))
        return httpx.Response(200, content=content)

    place.answered_by(answer)
    place.fetch(package)
    assert second == [AlreadyDownloading]


def test_parts_that_nobody_goes_on_with_are_swept(place: Place, package: CatalogPackage, content: bytes) -> None:
    leave_a_part(place, package, content[:1000])
    place.downloads.sweep()
    assert place.downloads.received(package.content_hash) == 1000
    long_ago = (place.timing.now() - 2 * STALE_AFTER).timestamp()
    os.utime(place.folder / f"{package.content_hash}.partial", (long_ago, long_ago))
    place.downloads.sweep()
    assert parts(place) == []
