"""Letting learners in by dispatches, within their limits and until they are revoked."""

from __future__ import annotations

from time import time

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.laws.known import Known, racers
from tests.server_model_for_tests import ModelDispatch, ModelSession, Token
from tests.tenant_for_tests import MOST_AT_ONCE, session_in, token_in

# A clock's second may be over between the request and its answer.
_SOON = 0.75

limits = st.none() | st.integers(1, 4)


class OfDispatches(Known):
    """However many come at once, no more get in than may, and nobody after the end."""

    @precondition(lambda self: self.packages)
    @rule(data=st.data(), registrations=limits, licenses=limits)
    def dispatch(self, data: st.DataObject, registrations: int | None, licenses: int | None) -> None:
        """A new one, which more want to be let in by than there may be places."""
        package = data.draw(st.sampled_from(self.packages))
        body = {"label": "L", "destination": "D", "registration_limit": registrations, "license_limit": licenses}
        answers = self.twice("POST", f"/api/v1/packages/{package}/dispatches", json=body)
        assert [answer.status_code for answer in answers] == [201, 201], answers[0].text
        made = answers[0].json()["dispatch"]
        link = made["launchUrl"].rpartition("/")[2]
        dispatch = ModelDispatch(
            id=made["id"], package=package, link=link, registration_limit=registrations, license_limit=licenses
        )
        self.dispatches.append(dispatch)
        self.come_at_once(dispatch, link, [self.new("l") for _ in range(MOST_AT_ONCE)])

    @precondition(lambda self: self.dispatches)
    @rule(data=st.data(), count=racers, fresh=st.booleans(), old=st.booleans())
    def come(self, data: st.DataObject, count: int, fresh: bool, old: bool) -> None:
        """Learners who come at once: new ones, or the same few again, by the link of today or one from before."""
        dispatch = data.draw(st.sampled_from(self.dispatches))
        link = data.draw(st.sampled_from([dispatch.link, *(dispatch.dying if old else ())]))
        self.come_at_once(dispatch, link, [self.new("l") if fresh else f"l{number % 3}" for number in range(count)])

    def come_at_once(self, dispatch: ModelDispatch, link: str, learners: list[str]) -> None:
        """As many new ones get in as there are places."""
        before, places = time(), dispatch.places
        asks = [self.tenant.later("GET", f"/player/dispatch/{link}", params={"learner_id": it}) for it in learners]
        answers = self.site.at_once(asks)
        if self.is_over(dispatch, link, before, answers):
            return
        came = {learner for learner in learners if learner not in dispatch.learners}
        self.let_in(dispatch, learners, answers)
        new = came & set(dispatch.learners)
        if all(answer.status_code != 410 for answer in answers):
            assert len(new) == (len(came) if places is None else min(places, len(came)))

    @precondition(lambda self: self.dispatches)
    @rule(data=st.data(), registrations=limits, licenses=limits)
    def limit(self, data: st.DataObject, registrations: int | None, licenses: int | None) -> None:
        """To more or to fewer than are in."""
        dispatch = data.draw(st.sampled_from(self.dispatches))
        body = {"registration_limit": registrations, "license_limit": licenses}
        answer = self.tenant.ask("PATCH", f"/api/v1/dispatches/{dispatch.id}", json=body)
        assert answer.status_code == (409 if dispatch.revoked else 200), answer.text
        if not dispatch.revoked:
            dispatch.limit(registrations, licenses)

    @precondition(lambda self: self.dispatches)
    @rule(data=st.data(), grace=st.sampled_from([0, 1, 3600]))
    def rotate(self, data: st.DataObject, grace: int) -> None:
        dispatch = data.draw(st.sampled_from(self.dispatches))
        answers = self.twice("POST", f"/api/v1/dispatches/{dispatch.id}/rotate", json={"grace_seconds": grace})
        assert {answer.status_code for answer in answers} == {409 if dispatch.revoked else 200}, answers[0].text
        if dispatch.revoked:
            return
        until = time() + grace
        dispatch.dying = {link: min(dies, until) for link, dies in {**dispatch.dying, dispatch.link: until}.items()}
        dispatch.link = answers[0].json()["dispatch"]["launchUrl"].rpartition("/")[2]

    @precondition(lambda self: self.dispatches)
    @rule(data=st.data(), count=racers, forget=st.booleans())
    def revoke(self, data: st.DataObject, count: int, forget: bool) -> None:
        """While learners come: whoever was let in before is out."""
        dispatch = data.draw(st.sampled_from(self.dispatches))
        link = f"/player/dispatch/{dispatch.link}"
        path = f"/api/v1/dispatches/{dispatch.id}"
        end = self.tenant.later("DELETE", path) if forget else self.tenant.later("POST", f"{path}/revoke")
        learners = [f"l{number % 3}" for number in range(count - 1)]
        asks = [self.tenant.later("GET", link, params={"learner_id": learner}) for learner in learners]
        ended, *answers = self.site.at_once([end, *asks])
        assert ended.status_code == (204 if forget else 200), ended.text
        self.let_in(dispatch, learners, answers)
        self.look_who_was_turned_away(dispatch, learners, forgotten=forget)
        if not dispatch.revoked:
            for session_id in dispatch.learners.values():
                if session_id in self.sessions:
                    self.sessions[session_id].life = object()
        dispatch.revoked = True
        for dead in (dispatch.link, *dispatch.dying):
            self.dead_links[dead] = 404 if forget else 410
        if forget:
            self.dispatches.remove(dispatch)

    def let_in(self, dispatch: ModelDispatch, learners: list[str], answers: list[httpx.Response]) -> None:
        """Those who got a launch of their session."""
        given: dict[str, list[Token]] = {}
        for learner, answer in zip(learners, answers, strict=True):
            assert answer.status_code in (302, 403, 404, 410)
            if answer.status_code == 302:
                session = self.registered(dispatch, learner, session_in(answer.headers["Location"]))
                dispatch.launches += 1
                given.setdefault(session.id, []).append(token_in(answer.headers["Location"], session))
        for session_id, tokens in given.items():
            self.tokens += tokens
            # Of those who came at once one was the last: whose launch a PUT speaks for now, a new token tells.
            answer = self.tenant.ask("POST", f"/api/v1/sessions/{session_id}/refresh-token").raise_for_status()
            newest = token_in(answer.json()["launch_url"], self.sessions[session_id])
            self.sessions[session_id].launch = newest.launch

    def look_who_was_turned_away(self, dispatch: ModelDispatch, learners: list[str], forgotten: bool) -> None:
        """Who came at the very moment may have been registered first, and got no token then."""
        for learner in learners:
            found = self.tenant.get("/sessions", user_id=f"{dispatch.id}:{learner}")["sessions"]
            if found and learner not in dispatch.learners:
                self.registered(dispatch, learner, found[0]["id"])
        if not forgotten:
            counted = self.tenant.get(f"/dispatches/{dispatch.id}")["dispatch"]["launchCount"]
            assert 0 <= counted - dispatch.launches <= len(learners)
            dispatch.launches = counted

    def registered(self, dispatch: ModelDispatch, learner: str, session_id: str) -> ModelSession:
        assert dispatch.learners.setdefault(learner, session_id) == session_id
        user = f"{dispatch.id}:{learner}"
        made = ModelSession(id=session_id, user=user, package=dispatch.package)
        return self.sessions.setdefault(session_id, made)

    def is_over(self, dispatch: ModelDispatch, link: str, before: float, answers: list[httpx.Response]) -> bool:
        """Whether nobody could come; near the end of a link's time either may be right."""
        statuses = {answer.status_code for answer in answers}
        dies = dispatch.dying.get(link)
        dead = dies is not None and before > dies + _SOON
        if dispatch.revoked or dispatch.package not in self.packages or dead:
            assert statuses == {410}
        elif dies is None or time() < dies - _SOON:
            assert 410 not in statuses
        return statuses == {410}
