"""What a server may answer who asks for a package or the rest of it: the right bytes, others, none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from connect_desktop.packages.errors import PackageRefused
from connect_desktop.store.devices.catalog import CatalogPackage
from connect_desktop.sync.errors import DownloadDamaged, NotTheServer, ServerBusy, SignInNeeded
from tests.packages_for_tests import build_zip
from tests.sync.downloads.place import MEGABYTE, Answer, Place, announced, gives_parts, leave_a_part, parts, stored


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
