"""A dispatched course in an LMS on the web, which shows its package from a site of its own."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.server.browser import Browser
from tests.server_for_tests import PACKAGE, RunningServer

# As LMSs do: the API in the page, the package in a frame of it. Nothing it sends tells where it comes from.
LMS = """<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>LMS</title>
<script>
  const record = {"cmi.core.student_id": "u-1", "cmi.core.student_name": "Okafor, Ada", "cmi.core.entry": "ab-initio",
                  "cmi.core.lesson_status": "not attempted", "cmi.core.total_time": "0000:00:10.00"};
  const calls = [];
  window.API = {
    LMSInitialize: () => (calls.push("initialize"), "true"),
    LMSFinish: () => (calls.push("finish"), "true"),
    LMSGetValue: (name) => record[name] ?? "",
    LMSSetValue: (name, value) => (record[name] = value, "true"),
    LMSCommit: () => (calls.push("commit"), "true"),
    LMSGetLastError: () => "0",
  };
</script>
<iframe id="course" src="/package/index.html" width="900" height="600"></iframe>"""


class Site:
    """A site that serves an LMS's page and a package; `files` may be changed while it does."""

    def __init__(self) -> None:
        files: dict[str, bytes] = {"/": LMS.encode()}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = files.get(self.path)
                self.send_response(404 if found is None else 200)
                kind = {"js": "text/javascript", "css": "text/css"}.get(self.path.rpartition(".")[2], "text/html")
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.end_headers()
                self.wfile.write(found or b"")

            def log_message(self, format: str, *args: Any) -> None:
                """Nobody reads it."""

        self.files = files
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://localhost:{self.server.server_port}/"

    def put(self, package: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            self.files.update({f"/package/{name}": archive.read(name) for name in archive.namelist()})


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever)
    thread.start()
    yield site
    site.server.shutdown()
    thread.join()
    site.server.server_close()


def dispatched(server: RunningServer, site: Site, **more: Any) -> str:
    """The id of a dispatch whose package is on the site."""
    with server.client() as client:
        body = {"label": "Acme", "destination": "acme", **more}
        made = client.post(f"/packages/{PACKAGE}/dispatches", json=body).raise_for_status().json()["dispatch"]
        site.put(client.get(f"/dispatches/{made['id']}/zip").raise_for_status().content)
        return str(made["id"])


def session_of(client: httpx.Client, dispatch_id: str) -> dict[str, Any]:
    (session,) = client.get("/sessions", params={"user_id": f"{dispatch_id}:u-1"}).json()["sessions"]
    document: dict[str, Any] = session
    return document


def test_an_allowed_site_plays_it_and_hears_of_it(server: RunningServer, site: Site, browser: Browser) -> None:
    dispatch_id = dispatched(server, site, allowed_domains=["localhost"])
    browser.open(site.address)
    browser.until("calls.includes('initialize') && record['cmi.core.session_time']")
    assert browser.run("record['cmi.core.lesson_status']") == "incomplete"
    with server.client() as client:
        session = session_of(client, dispatch_id)
        said = {"version": session["version"], "completion_status": "completed", "success_status": "failed"}
        more = {"score": {"raw": 7, "min": 0, "max": 10}, "session_time": "PT1M1.5S"}
        client.put(f"/sessions/{session['id']}", json=said | more).raise_for_status()
        # Nothing of the course's said so: the player asks now and then, and tells it.
        browser.until("record['cmi.core.lesson_status'] === 'failed'")
    told = json.loads(browser.run("JSON.stringify(record)"))
    score = {part: told[f"cmi.core.score.{part}"] for part in ("raw", "min", "max")}
    assert score == {"raw": "70", "min": "0", "max": "100"}
    # The ten seconds that this platform had counted are not counted twice.
    assert told["cmi.core.session_time"] == "00:00:51.50"
    browser.run("document.getElementById('course').remove()")
    browser.until("calls.at(-1) === 'finish'")
    assert browser.run("calls.filter((it) => it === 'finish').length") == 1


def test_another_site_does_not(server: RunningServer, site: Site, browser: Browser, qtbot: QtBot) -> None:
    dispatch_id = dispatched(server, site, allowed_domains=["lms.acme.example"])
    browser.open(site.address)
    browser.until("calls.includes('initialize')")
    with server.client() as client:
        used = client.get(f"/dispatches/{dispatch_id}").raise_for_status().json()["dispatch"]
        assert (used["launchCount"], used["registrationCount"]) == (0, 0)
        # Though it got hold of a link to the player, its pages cannot hold that.
        link = httpx.get(used["launchUrl"], headers={"Referer": "https://lms.acme.example/"}).headers["Location"]
        browser.show(f'<iframe src="{link}"></iframe>', "http://evil.example/")
        qtbot.waitUntil(lambda: any("frame-ancestors" in it for it in browser.complaints), timeout=30_000)
