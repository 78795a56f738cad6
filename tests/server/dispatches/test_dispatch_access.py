"""Who may not come by a dispatch, or not any more."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable
from typing import TypeVar

import jwt
import pytest

from connect_desktop.server.dispatch.dispatching import dispatches_of
from connect_desktop.server.workers import Workers
from tests.server.dispatches.here import BODY, Here, is_page, launched
from tests.server_for_tests import PACKAGE

T = TypeVar("T")
LMS = "https://lms.acme.example"


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
        player = here.player_page(launched(here.come(dispatch, {"Referer": LMS})))
        assert ancestors in player.headers["Content-Security-Policy"]
        free = here.player_page(launched(here.come(here.dispatch())))
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
