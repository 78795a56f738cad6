"""A course on paper out of an ordinary browser: its pages, not a frame of them cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.player.printed import Pdf
from tests.gui.server.browser import Browser
from tests.packages_for_tests import build_zip, manifest_12
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server

_LINES = "".join(f"<p>Line {number} of the course</p>" for number in range(150))
_PAGE = f"""<!doctype html><meta charset="utf-8"><title>Long</title>{_LINES}
<script>document.documentElement.dataset.ready = ""</script>"""
CONTENT = "document.querySelector('iframe[name=content]').contentWindow"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    course = {"imsmanifest.xml": manifest_12(1), "sco1.html": _PAGE}
    add_package(tmp_path / "data", build_zip(tmp_path / "course.zip", course))
    with running_server(tmp_path / "data") as running:
        yield running


@pytest.fixture
def played(server: RunningServer, browser: Browser) -> Browser:
    """A tab that shows the course."""
    with server.client() as client:
        launched = client.post(f"/packages/{PACKAGE}/launch", json={"user_id": "ada", "session_id": "s-1"})
    browser.show_in_window(900, 600)
    browser.open(launched.raise_for_status().json()["launch_url"])
    browser.until(f"{CONTENT}.document.documentElement.dataset.ready !== undefined")
    return browser


def test_all_of_it_is_printed_and_nothing_of_the_player(played: Browser) -> None:
    pages = Pdf(played.printed()).texts
    text = " ".join(pages)
    assert len(pages) > 3
    assert [line for line in range(150) if f"Line {line} of the course" not in text] == []
    assert "Exit course" not in text
    assert played.until("document.querySelector('iframe').style.height === ''")


@pytest.mark.parametrize("where", ["window", CONTENT])
def test_the_keys_print_the_content_by_itself(played: Browser, where: str) -> None:
    played.run(f"void ({CONTENT}.print = () => {CONTENT}.printed = true)")
    played.run(f"{where}.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'p', ctrlKey: true, cancelable: true }}))")
    assert played.run(f"{CONTENT}.printed") is True
