"""Dispatches as learners come by them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import jwt
import pytest

from tests.server.dispatches.here import BODY, Here, is_page, launched
from tests.server_for_tests import PACKAGE, RunningServer


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
