"""Dispatches as another system makes them, and as learners come by them."""

from __future__ import annotations

import asyncio
import hashlib
import html
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from fastapi import FastAPI

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.server.app import create_app
from connect_desktop.server.dispatch.dispatch_zip import build_dispatch_zip
from connect_desktop.server.dispatch.dispatching import dispatches_of
from connect_desktop.server.room import Room
from connect_desktop.server.workers import Workers
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.database import Database
from tests.in_process_for_tests import InProcess
from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, RunningServer, add_package
from tests.store_for_tests import SEAL, SteppingClock

T = TypeVar("T")
BODY = {"label": "Acme LMS – Onboarding", "destination": "acme-moodle"}
LMS = "https://lms.acme.example"


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

    def app_get(self, launch: tuple[str, str]) -> httpx.Response:
        """The player's page."""
        return self.browser().get(f"/player/{launch[0]}?token={launch[1]}")

    def counts(self, dispatch: dict[str, Any]) -> tuple[int, int, int]:
        now = self.api.get(f"dispatches/{dispatch['id']}").json()["dispatch"]
        return now["registrationCount"], now["licenseCount"], now["launchCount"]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    add_package(tmp_path, build_zip(tmp_path / "course.zip"))
    paths, clock = DataPaths(tmp_path), SteppingClock()
    with closing(Database(paths.database, clock)) as database:
        key = ApiKeys(database.connections, clock).create(database.tenant_id, "test", Scope.ADMIN)[1]
        app = create_app(database, PackageLibrary(paths.packages), paths.cache, SEAL, clock=clock)
        with asyncio.Runner() as loop:
            yield Here(app, clock, key, loop)


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


class TestTheApi:
    def test_answers_as_the_owners_document_does(self, server: RunningServer, client: httpx.Client) -> None:
        answer = client.post(f"/packages/{PACKAGE}/dispatches", json=BODY)
        assert answer.status_code == 201
        document = answer.json()
        assert list(document) == ["dispatch", "dispatch_url"]
        dispatch = document["dispatch"]
        assert dispatch["id"].startswith("dsp_")
        url = f"{server.address}/player/dispatch/{dispatch['id']}"
        assert dispatch["launchUrl"] == document["dispatch_url"] == url
        assert dispatch["packageId"] == PACKAGE
        assert (dispatch["label"], dispatch["destination"]) == (BODY["label"], BODY["destination"])
        assert client.get(answer.headers["Location"].removeprefix("/api/v1")).json() == document
        assert client.post("/packages/pkg_none/dispatches", json=BODY).status_code == 404

    def test_the_same_request_twice_makes_one(self, client: httpx.Client) -> None:
        headers = {"Idempotency-Key": "once"}
        answers = [client.post(f"/packages/{PACKAGE}/dispatches", json=BODY, headers=headers) for _ in range(2)]
        assert answers[0].json() == answers[1].json()
        other = client.post(f"/packages/{PACKAGE}/dispatches", json={**BODY, "label": "Other"}, headers=headers)
        assert other.status_code == 422

    @pytest.mark.parametrize(
        "wrong",
        [
            {"label": ""},
            {"registration_limit": 0},
            {"license_limit": -1},
            {"expires_in_hours": 0},
            {"expires_in_hours": 1e9},
            {"allowed_domains": ["https://acme.example"]},
            {"allowed_domains": ["acme.example/lms"]},
            {"allowed_domains": ["*"]},
            {"allowed_domains": ["a.*.example"]},
            {"allowed_domains": ["acme example"]},
            {"allowed_domains": ["acme.example;script-src"]},
            {"password": ""},
            {"registration_limit": "5"},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, client: httpx.Client, wrong: dict[str, Any]) -> None:
        answer = client.post(f"/packages/{PACKAGE}/dispatches", json={**BODY, **wrong})
        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_lists_changes_and_forgets(self, here: Here) -> None:
        first, second = here.dispatch(registration_limit=3, password="secret"), here.dispatch()
        here.clock.step()
        body = {"registration_limit": None, "allowed_domains": ["Bücher.example", "*.ACME.example."], "password": None}
        changed = here.api.patch(f"dispatches/{first['id']}", json=body).json()["dispatch"]
        assert changed["registrationLimit"] is None
        assert changed["allowedDomains"] == ["xn--bcher-kva.example", "*.acme.example"]
        assert (changed["label"], changed["hasPassword"]) == (BODY["label"], False)
        page = here.api.get("dispatches", params={"limit": 1}).json()
        assert [it["id"] for it in page["dispatches"]] == [first["id"]]
        rest = here.api.get("dispatches", params={"cursor": page["next_cursor"]}).json()
        assert ([it["id"] for it in rest["dispatches"]], rest["next_cursor"]) == ([second["id"]], None)
        assert here.api.get("dispatches", params={"package_id": "pkg_none"}).json()["dispatches"] == []
        assert here.api.delete(f"dispatches/{first['id']}").status_code == 204
        for method, path in (
            ("GET", ""),
            ("PATCH", ""),
            ("DELETE", ""),
            ("POST", "/rotate"),
            ("POST", "/revoke"),
            ("GET", "/zip"),
        ):
            nothing: dict[str, Any] | None = {} if method == "PATCH" else None
            assert here.api.request(method, f"dispatches/{first['id']}{path}", json=nothing).status_code == 404
        assert is_page(here.come(first), 404, "Launch link unavailable")

    def test_no_password_is_kept_as_it_is(self, here: Here, tmp_path: Path) -> None:
        made = here.dispatch(password="correct horse battery")
        assert made["hasPassword"] is True
        assert "horse" not in json.dumps(made)
        stored = b"".join(path.read_bytes() for path in tmp_path.glob("connect.db*"))
        assert b"horse" not in stored


class TestALink:
    def test_leads_to_the_player_and_back_to_the_same_session(self, here: Here) -> None:
        dispatch = here.dispatch()
        first, token = launched(here.come(dispatch, learner_id="u-1", learner_name="Okafor, Ada"))
        again, _ = launched(here.come(dispatch, learner_id="u-1"))
        other, _ = launched(here.come(dispatch, learner_id="u-2"))
        assert first == again != other
        assert here.counts(dispatch) == (2, 2, 3)
        player = here.browser(token=token)
        assert player.get(f"/api/v1/sessions/{first}").json()["user_id"] == f"{dispatch['id']}:u-1"
        assert player.get(f"/api/v1/sessions/{other}").status_code == 404
        assert player.get(f"/player/{first}?token={token}").status_code == 200
        payload = jwt.decode(token, options={"verify_signature": False})
        assert payload["exp"] - payload["iat"] <= 3600

    def test_opens_no_session_the_api_was_told_of(self, here: Here) -> None:
        body = {"user_id": "user-123", "session_id": "session-456"}
        here.api.post(f"packages/{PACKAGE}/launch", json=body).raise_for_status()
        one, two = here.dispatch(), here.dispatch()
        sessions = {launched(here.come(it, learner_id="user-123"))[0] for it in (one, two)}
        assert len(sessions) == 2
        assert "session-456" not in sessions

    def test_knows_who_says_no_name_by_a_cookie(self, here: Here) -> None:
        dispatch = here.dispatch()
        browser = here.browser()
        first, again = (launched(browser.get(dispatch["launchUrl"]))[0] for _ in range(2))
        assert first == again
        stranger, _ = launched(here.come(dispatch))
        assert stranger != first
        assert here.counts(dispatch) == (2, 2, 3)

    def test_begins_a_completed_course_anew_where_the_platform_does(self, here: Here) -> None:
        dispatch = here.dispatch(license_limit=1)
        first, token = launched(here.come(dispatch, learner_id="u", anew="1"))
        assert launched(here.come(dispatch, learner_id="u", anew="1"))[0] == first
        player = here.browser(token=token)
        player.put(
            f"/api/v1/sessions/{first}", json={"version": 1, "completion_status": "completed"}
        ).raise_for_status()
        here.clock.step()
        assert launched(here.come(dispatch, learner_id="u"))[0] == first
        assert launched(here.come(dispatch, learner_id="u", anew="1"))[0] != first
        assert here.counts(dispatch)[:2] == (2, 1)

    @pytest.mark.parametrize("limit", ["registration_limit", "license_limit"])
    def test_lets_no_more_in_than_may(self, here: Here, limit: str) -> None:
        dispatch = here.dispatch(**{limit: 2})
        for learner in ("a", "b"):
            launched(here.come(dispatch, learner_id=learner))
        refused = here.come(dispatch, learner_id="c")
        assert is_page(refused, 403, "No places left")
        launched(here.come(dispatch, learner_id="a"))
        here.api.patch(f"dispatches/{dispatch['id']}", json={limit: 3}).raise_for_status()
        launched(here.come(dispatch, learner_id="c"))

    def test_lets_no_more_in_when_many_come_at_once(self, server: RunningServer, client: httpx.Client) -> None:
        made = client.post(f"/packages/{PACKAGE}/dispatches", json={**BODY, "registration_limit": 7}).json()

        def come(number: int) -> int:
            with httpx.Client() as browser:
                told = {"learner_id": f"u-{number % 15}", "learner_name": "Okafor, Ada"}
                return browser.get(made["dispatch_url"], params=told).status_code

        with ThreadPoolExecutor(12) as pool:
            statuses = list(pool.map(come, range(30)))
        assert (statuses.count(302), statuses.count(403)) == (14, 16)
        now = client.get(f"/dispatches/{made['dispatch']['id']}").json()["dispatch"]
        assert (now["registrationCount"], now["licenseCount"], now["launchCount"]) == (7, 7, 14)

    def test_ends_when_its_time_is_over(self, here: Here) -> None:
        dispatch = here.dispatch(expires_in_hours=2)
        launched(here.come(dispatch, learner_id="u"))
        here.clock.step(2 * 3600)
        assert is_page(here.come(dispatch, learner_id="u"), 410, "This course link has ended")
        assert here.api.get(f"dispatches/{dispatch['id']}").json()["dispatch"]["status"] == "expired"
        assert here.api.get(f"dispatches/{dispatch['id']}/zip").status_code == 410
        here.api.patch(f"dispatches/{dispatch['id']}", json={"expires_in_hours": 1}).raise_for_status()
        launched(here.come(dispatch, learner_id="u"))

    def test_is_renewed_and_the_old_one_fades(self, here: Here) -> None:
        old = here.dispatch()
        rotated = here.api.post(f"dispatches/{old['id']}/rotate", json={"grace_seconds": 60})
        new = rotated.json()["dispatch"]
        assert (new["id"], rotated.json()["dispatch_url"]) == (old["id"], new["launchUrl"])
        first, _ = launched(here.come(old, learner_id="u"))
        assert launched(here.come(new, learner_id="u"))[0] == first
        here.clock.step(60)
        assert is_page(here.come(old, learner_id="u"), 410, "This course link has ended")
        launched(here.come(new, learner_id="u"))

    def test_is_nothing_for_pictures_and_looks_ahead(self, here: Here) -> None:
        dispatch = here.dispatch()
        for headers in ({"Sec-Fetch-Dest": "image"}, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}):
            assert here.come(dispatch, headers).status_code == 204
        assert here.counts(dispatch) == (0, 0, 0)
        launched(here.come(dispatch, {"Sec-Fetch-Dest": "iframe"}))

    @pytest.mark.parametrize(
        ("program", "counts"),
        [
            ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", False),
            ("Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", False),
            ("facebookexternalhit/1.1", False),
            ("WhatsApp/2.23.20.0", False),
            ("Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5", False),
            ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", False),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", True),
            ("Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36", True),
            ("Moodle/4.5 (compatible; Mozilla/5.0)", True),
        ],
    )
    def test_takes_no_place_by_being_shown_in_a_message(self, here: Here, program: str, counts: bool) -> None:
        dispatch = here.dispatch()
        here.come(dispatch, {"User-Agent": program}, learner_id="u")
        assert here.counts(dispatch) == ((1, 1, 1) if counts else (0, 0, 0))

    def test_takes_no_place_by_being_looked_at(self, here: Here) -> None:
        dispatch = here.dispatch()
        assert here.browser().head(dispatch["launchUrl"]).status_code == 204
        assert here.counts(dispatch) == (0, 0, 0)
        here.api.post(f"dispatches/{dispatch['id']}/revoke").raise_for_status()
        assert here.browser().head(dispatch["launchUrl"]).status_code == 410

    def test_that_never_was_is_unavailable(self, here: Here) -> None:
        dispatch = here.dispatch()
        link = dispatch["launchUrl"]
        for url in (link[:-1], link + "x", link[:-43] + "A" * 43, link.replace(dispatch["id"], "dsp_")):
            assert is_page(here.come({"launchUrl": url}), 404, "Launch link unavailable")

    def test_to_a_course_that_is_gone_says_so(self, here: Here) -> None:
        dispatch = here.dispatch()
        here.api.delete(f"packages/{PACKAGE}?force=true").raise_for_status()
        assert is_page(here.come(dispatch), 410, "Course not available")
        assert here.api.get(f"dispatches/{dispatch['id']}/zip").status_code == 410


class TestRevoking:
    def test_is_at_once_and_for_good(self, here: Here) -> None:
        dispatch = here.dispatch()
        session_id, token = launched(here.come(dispatch, learner_id="u"))
        player = here.browser(token=token)
        sitting = player.post(f"/player/{session_id}/open").json()["sitting"]
        revoked = here.api.post(f"dispatches/{dispatch['id']}/revoke").json()["dispatch"]
        assert revoked["status"] == "revoked"
        for method, path in (
            ("GET", f"/api/v1/sessions/{session_id}"),
            ("PUT", f"/api/v1/sessions/{session_id}"),
            ("POST", f"/api/v1/sessions/{session_id}/refresh-token"),
            ("POST", f"/player/{session_id}/open"),
            ("GET", f"/player/{session_id}/progress"),
            ("GET", f"/player/{session_id}?token={token}"),
        ):
            body = {"version": 1} if method == "PUT" else None
            assert player.request(method, path, json=body).status_code == 401, path
        # Who was in the middle of it is out, too.
        assert player.get(f"/player/{session_id}/{sitting}/content/sco1.html").status_code == 410
        assert is_page(here.come(dispatch, learner_id="u"), 410, "This course link has ended")
        again = here.api.post(f"dispatches/{dispatch['id']}/revoke")
        assert (again.status_code, again.json()["dispatch"]) == (200, revoked)
        assert here.api.patch(f"dispatches/{dispatch['id']}", json={"expires_in_hours": 9}).status_code == 409
        assert here.api.post(f"dispatches/{dispatch['id']}/rotate").status_code == 409
        assert here.api.get(f"dispatches/{dispatch['id']}/zip").status_code == 410
        # What was learnt is there.
        assert here.api.get(f"sessions/{session_id}").status_code == 200

    def test_its_end_is_the_end_of_new_tokens(self, here: Here) -> None:
        dispatch = here.dispatch(expires_in_hours=0.5)
        session_id, token = launched(here.come(dispatch, learner_id="u"))
        player = here.browser(token=token)
        renewed = player.post(f"/api/v1/sessions/{session_id}/refresh-token")
        assert renewed.status_code == 200
        here.clock.step(1801)
        # Who came in time ends what they began, and cannot go on for ever.
        player = here.browser(token=renewed.json()["token"])
        assert player.get(f"/api/v1/sessions/{session_id}").status_code == 200
        assert player.post(f"/api/v1/sessions/{session_id}/refresh-token").status_code == 401
        assert player.post(f"/player/{session_id}/refresh-token").status_code == 401

    def test_forgetting_revokes(self, here: Here) -> None:
        dispatch = here.dispatch()
        session_id, token = launched(here.come(dispatch, learner_id="u"))
        here.api.delete(f"dispatches/{dispatch['id']}").raise_for_status()
        player = here.browser(token=token)
        assert player.get(f"/api/v1/sessions/{session_id}").status_code == 401

    def test_is_not_outrun(self, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whatever is under way when the revocation comes leads to no token that opens anything."""
        dispatch = here.dispatch()
        session_id, token = launched(here.come(dispatch, learner_id="u"))
        store = here.room.stores.of(jwt.decode(token, options={"verify_signature": False})["tid"])
        write = Workers.write

        async def late(self: Workers, job: Callable[[], T]) -> T:
            monkeypatch.setattr(Workers, "write", write)
            dispatches_of(store, here.clock).revoke(dispatch["id"])
            return await write(self, job)

        monkeypatch.setattr(Workers, "write", late)
        player = here.browser(token=token)
        assert player.post(f"/api/v1/sessions/{session_id}/refresh-token").status_code == 401

        dispatch = here.dispatch()
        monkeypatch.setattr(Workers, "write", late)
        assert is_page(here.come(dispatch, learner_id="u"), 410, "This course link has ended")


class TestAllowedDomains:
    @pytest.mark.parametrize(
        ("headers", "embedder", "may"),
        [
            ({"Referer": f"{LMS}/course/7"}, (), True),
            ({"Referer": "https://LMS.acme.example:8443/"}, (), True),
            ({"Origin": LMS}, (), True),
            ({"Origin": "null", "Referer": f"{LMS}/"}, (), True),
            ({"Referer": f"{LMS}/"}, (LMS, "https://play.cdn.example"), True),
            ({"Referer": "https://deep.play.cdn.example/"}, (), True),
            ({}, (), False),
            ({"Sec-Fetch-Site": "none"}, (), False),
            ({"Origin": "null"}, (), False),
            ({"Referer": "https://cdn.example/"}, (), False),
            ({"Referer": "https://acme.example/"}, (), False),
            ({"Referer": "https://xlms.acme.example/"}, (), False),
            ({"Referer": "https://lms.acme.example.evil.example/"}, (), False),
            ({"Referer": "https://evil.example/lms.acme.example"}, (), False),
            ({"Referer": "https://lms.acme.example@evil.example/"}, (), False),
            ({"Referer": "ftp://lms.acme.example/"}, (), False),
            ({"Referer": "https://[/"}, (), False),
            ({"Origin": "https://evil.example", "Referer": f"{LMS}/"}, (), False),
            ({"Referer": f"{LMS}/"}, (LMS, "https://evil.example"), False),
        ],
    )
    def test_are_where_learners_may_come_from(
        self, here: Here, headers: dict[str, str], embedder: tuple[str, ...], may: bool
    ) -> None:
        dispatch = here.dispatch(allowed_domains=["lms.acme.example", "*.cdn.example"])
        answer = here.come(dispatch, headers, embedder=list(embedder))
        if may:
            launched(answer)
        else:
            assert is_page(answer, 403, "Open this course from your learning platform")
            assert here.counts(dispatch) == (0, 0, 0)

    def test_are_the_only_ones_whose_pages_may_hold_the_player(self, here: Here) -> None:
        ancestors = "frame-ancestors 'self' https://lms.acme.example:* http://lms.acme.example:*"
        dispatch = here.dispatch(allowed_domains=["lms.acme.example"], password="x")
        asked = here.come(dispatch, {"Referer": LMS})
        assert ancestors in asked.headers["Content-Security-Policy"]
        here.api.patch(f"dispatches/{dispatch['id']}", json={"password": None}).raise_for_status()
        player = here.app_get(launched(here.come(dispatch, {"Referer": LMS})))
        assert ancestors in player.headers["Content-Security-Policy"]
        free = here.app_get(launched(here.come(here.dispatch())))
        assert "frame-ancestors" not in free.headers["Content-Security-Policy"]


class TestAPassword:
    def test_cannot_be_tried_on_what_is_kept_of_a_request(self, here: Here) -> None:
        path, body = f"/api/v1/packages/{PACKAGE}/dispatches", json.dumps({**BODY, "password": "open sesame"})
        headers = {"Idempotency-Key": "once", "Content-Type": "application/json"}
        first, again = (here.api.post(f"packages/{PACKAGE}/dispatches", content=body, headers=headers) for _ in "12")
        assert first.json() == again.json()
        other = here.api.post(f"packages/{PACKAGE}/dispatches", content=body.replace("open", "shut"), headers=headers)
        assert other.status_code == 422
        with here.room.stores.database.connections.reading() as connection:
            ((kept, answer),) = connection.execute("SELECT request_hash, body FROM answer").fetchall()
        # Whoever reads the database could try passwords on a hash that needs nothing but them.
        assert kept != hashlib.sha256(f"POST {path}\n{body}".encode()).hexdigest()
        assert "sesame" not in answer

    def test_is_asked_for_and_lets_in(self, here: Here) -> None:
        dispatch = here.dispatch(password="open sesame")
        asked = here.come(dispatch, learner_id='"><script>', learner_name="Okafor, Ada")
        assert is_page(asked, 403, "This course asks for a password")
        assert '<label for="password">' in asked.text
        assert "<script>" not in asked.text
        assert f'value="{html.escape(chr(34) + "><script>")}"' in asked.text
        assert "form-action 'self'" in asked.headers["Content-Security-Policy"]
        wrong = here.answer(dispatch, learner_id="u", password="open")
        assert is_page(wrong, 403, "This course asks for a password")
        assert 'role="alert"' in wrong.text
        assert here.counts(dispatch) == (0, 0, 0)
        session_id, _ = launched(here.answer(dispatch, learner_id="u", password="open sesame"))
        assert here.api.get(f"sessions/{session_id}").json()["user_id"] == f"{dispatch['id']}:u"

    def test_is_not_guessed_for_long(self, here: Here) -> None:
        dispatch = here.dispatch(password="open sesame")
        statuses = [here.answer(dispatch, password=f"guess {number}").status_code for number in range(12)]
        assert statuses == [403] * 10 + [429] * 2
        shut = here.answer(dispatch, password="open sesame")
        assert is_page(shut, 429, "Too many attempts")
        assert 0 < int(shut.headers["Retry-After"]) <= 300
        other = here.dispatch(password="open sesame")
        assert here.answer(other, password="open sesame").status_code == 303

    def test_is_taken_from_our_own_page_only_where_domains_count(self, here: Here) -> None:
        dispatch = here.dispatch(password="x", allowed_domains=["lms.acme.example"])
        assert here.answer(dispatch, password="x").status_code == 303
        browser = here.browser()
        for headers in ({}, {"Origin": LMS, "Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            answer = browser.post(dispatch["launchUrl"], data={"password": "x"}, headers=headers)
            assert is_page(answer, 403, "Open this course from your learning platform")


class TestThePackage:
    def test_is_one_any_platform_takes(self, here: Here, tmp_path: Path) -> None:
        dispatch = here.dispatch()
        answer = here.api.get(f"dispatches/{dispatch['id']}/zip")
        assert answer.headers["Content-Type"] == "application/zip"
        assert dispatch["id"] in answer.headers["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            page = archive.read("index.html").decode()
            assert sorted(archive.namelist()) == [
                "dispatch.css",
                "dispatch.js",
                "imsmanifest.xml",
                "index.html",
                "tokens.css",
            ]
        assert f'data-launch-url="{dispatch["launchUrl"]}"' in page
        assert "http" not in page.replace(dispatch["launchUrl"], "")

    @pytest.mark.parametrize(
        "title",
        ["Fire & <safety>", '"$url" ${id} $', "A\x00B\x1bC", "Half \ud83d of one", " ", "Ärger 火 🔥", "x" * 5000],
    )
    def test_has_no_fault_whatever_the_course_is_called(self, title: str, tmp_path: Path) -> None:
        archive = tmp_path / "dispatch.zip"
        archive.write_bytes(build_dispatch_zip("dsp_-_x", title, "https://learn.example/player/dispatch/dsp_-_x"))
        report = PackageLibrary(tmp_path / "packages").check(archive)
        assert report.findings == ()
        assert report.course is not None
        assert len(report.course.organization.leaves()) == 1
