"""Packages fetched from a real server over lines that break, onto disks that fill."""

from __future__ import annotations

import os

import httpx
import pytest

from connect_desktop.packages.errors import LibraryFull
from connect_desktop.store.devices.catalog import CatalogPackage
from connect_desktop.sync.courses.download import STALE_AFTER
from connect_desktop.sync.errors import AlreadyDownloading, CourseNotOffered, DownloadInterrupted, SyncCancelled
from tests.cutting_proxy_for_tests import cutting_proxy
from tests.full_disk_for_tests import no_file_grows_beyond
from tests.server_for_tests import RunningServer
from tests.sync.downloads.place import MEGABYTE, Place, announced, gives_parts, leave_a_part, parts, stored


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


def test_a_package_that_is_not_offered_any_more(online: RunningServer, place: Place) -> None:
    with pytest.raises(CourseNotOffered, match="No server offers “Course” any more"):
        place.fetch(announced(b"nobody has this"))


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
