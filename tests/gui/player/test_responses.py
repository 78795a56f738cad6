"""From an address inside a package to an answer, apart from Qt; and the switches Chromium is given."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.course_view import page_folder
from connect_desktop.player.responses import NoticeTexts, Response, Status, respond
from connect_desktop.resources import resources_dir
from tests.gui.player.small_course import SmallMember, SmallPackage

TEXTS = NoticeTexts(missing_title="Missing", missing_text="Not there.", unreadable_title="Damaged")


def answer(address: str, package: SmallPackage | None = None, folder: Path | None = None) -> Response:
    reader = package or SmallPackage({"a b.html": "page", "": "root"})
    return respond(address, reader=reader, page_folder=folder or page_folder(resources_dir()), texts=TEXTS)


def test_a_member_is_answered_with_its_type_and_size() -> None:
    response = answer("a b.html?x=1")
    assert (response.status, response.content_type, response.size) == (Status.OK, "text/html", 4)
    with response.open() as body:
        assert body.read() == b"page"


@pytest.mark.parametrize(
    "name", ["player.html", "player.js", "player.css", "content_frame.js", "scorm_api.js", "notice.css"]
)
def test_the_player_page_is_on_every_package(name: str) -> None:
    response = answer(f"__connect__/{name}")
    assert response.status is Status.OK
    with response.open() as body:
        assert len(body.read()) == response.size


@pytest.mark.parametrize("address", ["__connect__/probe.js", "__connect__/../styles/base.qss", "__connect__/", "none"])
def test_nothing_else_is_there(address: str) -> None:
    assert answer(address).status is Status.MISSING


def test_a_notice_shows_the_address_and_runs_nothing() -> None:
    with answer("<script>alert(1)</script>").open() as body:
        page = body.read().decode()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_gzipped_pictures_are_unzipped() -> None:
    class Gzipped(SmallPackage):
        def find(self, path_and_query: str) -> SmallMember | None:
            return SmallMember(path_and_query, len(self.pages[path_and_query]), "image/svg+xml", "gzip")  # type: ignore[arg-type]

    response = answer("a.svgz", Gzipped({"a.svgz": gzip.compress(b"<svg/>")}))
    assert response.size is None
    with response.open() as body:
        assert body.read() == b"<svg/>"


def test_the_users_own_switches_stay_and_stand_last() -> None:
    environment = {"QTWEBENGINE_CHROMIUM_FLAGS": "--mine --dns-prefetch-disable", "QT_QPA_PLATFORM": "offscreen"}
    set_chromium_flags(environment)
    flags = environment["QTWEBENGINE_CHROMIUM_FLAGS"].split()
    assert flags[-2:] == ["--mine", "--dns-prefetch-disable"]
    assert flags.count("--dns-prefetch-disable") == 1
    assert "--disable-gpu" in flags
    set_chromium_flags(environment)
    assert environment["QTWEBENGINE_CHROMIUM_FLAGS"].split() == flags
