"""A server of this process that gives out dispatches, and browsers that come by them."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI

from connect_desktop.server.room import Room
from tests.in_process_for_tests import InProcess
from tests.server_for_tests import PACKAGE
from tests.store_for_tests import SteppingClock

BODY = {"label": "Acme LMS – Onboarding", "destination": "acme-moodle"}


class Here:
    """The application in this process, at a time that a test sets, and a key to it."""

    def __init__(self, app: FastAPI, clock: SteppingClock, key: str, loop: asyncio.Runner) -> None:
        self.room: Room = app.state.room
        self.clock = clock
        self._transport = InProcess(app, loop)
        self.api = self.browser(path="/api/v1", key=key)

    def browser(self, *, path: str = "", key: str = "", token: str = "") -> httpx.Client:
        """Somebody with cookies of their own."""
        headers = {"X-API-Key": key} if key else {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=f"http://learn.example{path}", headers=headers, transport=self._transport)

    def dispatch(self, **more: Any) -> dict[str, Any]:
        answer = self.api.post(f"packages/{PACKAGE}/dispatches", json={**BODY, **more})
        assert answer.status_code == 201, answer.text
        document: dict[str, Any] = answer.json()["dispatch"]
        return document

    def come(self, dispatch: dict[str, Any], headers: dict[str, str] | None = None, **told: Any) -> httpx.Response:
        """A browser of its own that opens the link."""
        return self.browser().get(dispatch["launchUrl"], params=told, headers=headers)

    def answer(self, dispatch: dict[str, Any], **form: str) -> httpx.Response:
        headers = {"Origin": "http://learn.example", "Sec-Fetch-Site": "same-origin"}
        return self.browser().post(dispatch["launchUrl"], data=form, headers=headers)

    def player_page(self, launch: tuple[str, str]) -> httpx.Response:
        """The player's page."""
        return self.browser().get(f"/player/{launch[0]}?token={launch[1]}")

    def counts(self, dispatch: dict[str, Any]) -> tuple[int, int, int]:
        now = self.api.get(f"dispatches/{dispatch['id']}").json()["dispatch"]
        return now["registrationCount"], now["licenseCount"], now["launchCount"]


def launched(answer: httpx.Response) -> tuple[str, str]:
    """The session and the token that a learner was sent to the player with."""
    assert answer.status_code in (302, 303), answer.text
    url = urlsplit(answer.headers["Location"])
    return url.path.rpartition("/")[2], parse_qs(url.query)["token"][0]


def is_page(answer: httpx.Response, status: int, title: str) -> bool:
    """A page of ours for people."""
    shown = f"<title>{title}</title>" in answer.text and "<main>" in answer.text
    # It is known to stand there to the package around it, which looks for another way where nothing comes.
    return answer.status_code == status and shown and "/player/-/dispatch_hello.js" in answer.text
