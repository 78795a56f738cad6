"""A learner's page, as the server sees it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx


class Page:
    """A learner's page that speaks to its sitting through any worker."""

    def __init__(self, at: httpx.Client, session_id: str, package_id: str) -> None:
        body = {"user_id": "ada", "session_id": session_id}
        launched = at.post(f"/api/v1/packages/{package_id}/launch", json=body).raise_for_status().json()
        self.token = parse_qs(urlsplit(launched["launch_url"]).query)["token"][0]
        self.session_id = session_id
        self.headers: dict[str, str] = {}
        self.open(at)

    def open(self, at: httpx.Client) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "X-API-Key": ""}
        view = at.post(f"/player/{self.session_id}/open", headers=headers).raise_for_status().json()
        self.sitting = view["sitting"]
        self.delivery = view["delivery"]["number"]
        self.url = view["delivery"]["url"]

    def ask(self, at: httpx.Client, method: str, *args: str) -> httpx.Response:
        body = {"delivery": self.delivery, "method": method, "args": args, "number": None}
        return at.post(f"/player/{self.session_id}/{self.sitting}/call", json=body, headers=self.headers)

    def call(self, at: httpx.Client, method: str, *args: str) -> str:
        answer: str = self.ask(at, method, *args).raise_for_status().json()["answer"]
        return answer
