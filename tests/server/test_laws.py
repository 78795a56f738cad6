"""Any number of requests, in any order and at once, against a model that says in a few lines what must come of them.

A run takes a tenant of its own on a real server: SQLite in one process and in two, PostgreSQL in two. `LAWS_EXAMPLES`
in the environment says how many runs each of them gets, beside the few of every day.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import time
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.postgres_for_tests import Postgres
from tests.server_for_tests import server_with_course
from tests.server_model_for_tests import ModelDispatch, ModelSession, Token, completion_of
from tests.tenant_for_tests import MOST_AT_ONCE, Site, TenantClient, session_in, site_of, token_in

Body = dict[str, Any]
Said = tuple[str, str, Body, bytes]
"""A PUT that can be sent again: session, Idempotency-Key, body, and what was answered."""

_EXAMPLES = int(os.environ.get("LAWS_EXAMPLES", "0"))
_A_FEW, _STEPS = 5, 25
# A clock's second may be over between the request and its answer.
_SOON = 0.75

users = st.sampled_from(["ada", "bob"])
values = st.none() | st.sampled_from(["1", "2", "æ \U0001f600"])
elements = st.fixed_dictionaries(
    {},
    optional={
        "cmi.location": values,
        "cmi.suspend_data": values,
        "their.own": values,
        "cmi.completion_status": st.none() | st.sampled_from(["completed", "incomplete", "not attempted"]),
        "cmi.success_status": st.none() | st.sampled_from(["passed", "failed"]),
        "cmi.score.raw": st.none() | st.sampled_from(["0", "40", "85.5"]),
        "cmi.score.scaled": st.none() | st.sampled_from(["-1", "0.5"]),
    },
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "cmi_data": elements,
        "completion_status": st.none() | st.sampled_from(["unknown", "not attempted", "incomplete", "completed"]),
        "success_status": st.none() | st.sampled_from(["unknown", "failed", "passed"]),
        "score": st.none() | st.fixed_dictionaries({"raw": st.sampled_from([0, 3, 10]), "max": st.sampled_from([10])}),
        "session_time": st.sampled_from(["PT15M30S", "PT0.25S", "0000:20:45.00"]),
    },
)
racers = st.integers(2, MOST_AT_ONCE)
limits = st.none() | st.integers(1, 4)


class Laws(RuleBasedStateMachine):
    """A tenant and what it must have."""

    site: Site

    @initialize()
    def begin(self) -> None:
        self.tenant, self.stranger = TenantClient(self.site, "Mine"), TenantClient(self.site, "Theirs")
        self.packages = [self.tenant.upload(edition="2004")]
        self.sessions: dict[str, ModelSession] = {}
        self.gone: list[str] = []
        self.tokens: list[Token] = []
        self.said: list[Said] = []
        self.dispatches: list[ModelDispatch] = []
        self.dead_links: dict[str, int] = {}
        self.keys: dict[str, tuple[str, str, bool]] = {}
        self.webhooks: list[str] = []
        self.count = 0

    def new(self, kind: str) -> str:
        self.count += 1
        return f"{kind}-{self.count}"

    # Launching

    @rule(user=users, again=st.booleans(), data=st.data())
    def launch(self, user: str, again: bool, data: st.DataObject) -> None:
        known = sorted([*self.sessions, *self.gone])
        session_id = data.draw(st.sampled_from(known)) if again and known else self.new("s")
        package = data.draw(st.sampled_from(self.packages)) if self.packages else "pkg_gone"
        body = {"user_id": user, "session_id": session_id}
        answers = self.twice("POST", f"/api/v1/packages/{package}/launch", json=body)
        found = self.sessions.get(session_id)
        status = 200
        if package not in self.packages:
            status = 404
        elif found is not None and (found.user, found.package) != (user, package):
            status = 409
        assert [answer.status_code for answer in answers] == [status] * 2, answers[0].text
        if status != 200:
            return
        session = self.sessions.setdefault(session_id, ModelSession(id=session_id, user=user, package=package))
        token = token_in(answers[0].json()["launch_url"], session)
        session.launch = token.launch
        self.tokens.append(token)

    @precondition(lambda self: self.tokens)
    @rule(data=st.data())
    def refresh(self, data: st.DataObject) -> None:
        token = data.draw(st.sampled_from(self.tokens))
        session = self.alive(token)
        answer = self.tenant.ask("POST", f"/api/v1/sessions/{token.session}/refresh-token", token=token.text)
        assert answer.status_code == (401 if session is None else 200)
        if session is not None:
            renewed = token_in(answer.json()["launch_url"], session)
            assert renewed.launch == token.launch
            self.tokens.append(renewed)

    # Writing

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), body=bodies, how=st.sampled_from(["plainly", "matching", "apart", "by token"]))
    def put(self, data: st.DataObject, body: Body, how: str) -> None:
        session = self.some_session(data)
        token = self.tenant_token(session) if how == "by token" else None
        key = self.new("put") if how == "apart" else None
        headers = {"Idempotency-Key": key} if key else {}
        if how == "matching":
            headers["If-Match"] = f'"v{session.version}"'
        said = {"version": session.version, **body}
        answer = self.put_later(session, body, headers=headers, token=token.text if token else None)()
        self.accept(session, body, answer, speaks_for=token.launch if token else key)
        if key is not None and answer.status_code == 200:
            self.said.append((session.id, key, said, answer.content))

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), body=bodies, count=racers)
    def race(self, data: st.DataObject, body: Body, count: int) -> None:
        session = self.some_session(data)
        said = [{**body, "cmi_data": {"cmi.location": f"{self.count}-{number}"}} for number in range(count)]
        answers = self.site.at_once([self.put_later(session, it) for it in said])
        won = [number for number, answer in enumerate(answers) if answer.status_code != 409]
        if session.package not in self.packages:
            assert [answer.status_code for answer in answers] == [404] * count
            return
        assert len(won) == 1, [answer.status_code for answer in answers]
        self.accept(session, said[won[0]], answers[won[0]])
        lost = [answer.json() for number, answer in enumerate(answers) if number != won[0]]
        assert [it["current_version"] for it in lost] == [session.version] * (count - 1)

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), body=bodies, count=racers)
    def race_with_oneself(self, data: st.DataObject, body: Body, count: int) -> None:
        session, key = self.some_session(data), self.new("put")
        said = {"version": session.version, **body}
        answers = self.site.at_once(
            [self.put_later(session, body, headers={"Idempotency-Key": key}) for _ in range(count)]
        )
        assert len({(answer.status_code, answer.content) for answer in answers}) == 1
        self.accept(session, body, answers[0], speaks_for=key)
        if answers[0].status_code == 200:
            self.said.append((session.id, key, said, answers[0].content))

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), body=bodies, away=st.sampled_from([-1, 1, 7]))
    def put_too_late(self, data: st.DataObject, body: Body, away: int) -> None:
        session = self.some_session(data)
        answer = self.put_later(session, {**body, "version": max(1, session.version) + abs(away)})()
        there = session.package in self.packages
        assert answer.status_code == (409 if there else 404), answer.text
        if there:
            assert answer.json()["current_version"] == session.version
        other = {"If-Match": f'"v{session.version + away}"'}
        answer = self.put_later(session, body, headers=other)()
        assert (answer.status_code, answer.json()["current_version"]) == (412, session.version)

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        session_id, key, body, content = data.draw(st.sampled_from(self.said))
        path, headers = f"/api/v1/sessions/{session_id}", {"Idempotency-Key": key}
        again = self.tenant.ask("PUT", path, json=body, headers=headers)
        assert (again.status_code, again.content) == (200, content)
        other = self.tenant.ask("PUT", path, json={**body, "cmi_data": {"another": "body"}}, headers=headers)
        assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency-key-reused")

    @rule(data=st.data(), said=st.lists(st.tuples(bodies, st.sampled_from([0, 0, 0, -1])), min_size=1, max_size=4))
    def sync(self, data: st.DataObject, said: list[tuple[Body, int]]) -> None:
        """Several pushes of one session, which may be new, in one request; sent twice at once."""
        package = data.draw(st.sampled_from(self.packages)) if self.packages else "pkg_gone"
        new = ModelSession(id=self.new("s"), user="ada", package=package)
        session = data.draw(st.sampled_from([*self.sessions.values(), new]))
        pushes: list[Body] = []
        expected: list[tuple[int, int]] = []
        there, version = session is not new, session.version
        for body, away in said:
            push = {**body, "session_id": session.id, "version": max(1, version + away)}
            if session is new:
                push["launch"] = {"package_id": package, "user_id": "ada"}
            pushes.append(push)
            taken = push["version"] == version
            status = 404 if session.package not in self.packages else 200 if taken else 409
            there, version = there or status == 200, version + (status == 200)
            expected.append((status, version))
        answers = self.twice("POST", "/api/v1/sync", json={"pushes": pushes})
        assert [answer.status_code for answer in answers] == [207, 207], answers[0].text
        results = answers[0].json()["results"]
        assert [it["status"] for it in results] == [status for status, _ in expected]
        for push, (status, at), result in zip(pushes, expected, results, strict=True):
            if status == 200:
                self.take(session, push, result["body"])
            elif status == 409:
                assert result["body"]["current_version"] == at
        if there:
            self.sessions.setdefault(session.id, session)

    @precondition(lambda self: self.sessions)
    @rule(data=st.data())
    def delete_session(self, data: st.DataObject) -> None:
        session = self.some_session(data)
        path = f"/api/v1/sessions/{session.id}"
        statuses = [answer.status_code for answer in self.site.at_once([self.tenant.later("DELETE", path)] * 2)]
        assert sorted(statuses) == [204, 404]
        del self.sessions[session.id]
        self.gone.append(session.id)
        # Answers that told of it go with it.
        self.said = [said for said in self.said if said[0] != session.id]

    # Dispatches

    @precondition(lambda self: self.packages)
    @rule(data=st.data(), registrations=limits, licenses=limits)
    def dispatch(self, data: st.DataObject, registrations: int | None, licenses: int | None) -> None:
        package = data.draw(st.sampled_from(self.packages))
        body = {"label": "L", "destination": "D", "registration_limit": registrations, "license_limit": licenses}
        answers = self.twice("POST", f"/api/v1/packages/{package}/dispatches", json=body)
        assert [answer.status_code for answer in answers] == [201, 201], answers[0].text
        made = answers[0].json()["dispatch"]
        link = made["launchUrl"].rpartition("/")[2]
        self.dispatches.append(
            ModelDispatch(
                id=made["id"], package=package, link=link, registration_limit=registrations, license_limit=licenses
            )
        )

    @precondition(lambda self: self.dispatches)
    @rule(data=st.data(), count=racers, fresh=st.booleans(), old=st.booleans())
    def come(self, data: st.DataObject, count: int, fresh: bool, old: bool) -> None:
        """Learners who come at once: new ones, or the same few again, by the link of today or one from before."""
        dispatch = data.draw(st.sampled_from(self.dispatches))
        link = data.draw(st.sampled_from([dispatch.link, *(dispatch.dying if old else ())]))
        learners = [self.new("l") if fresh else f"l{number % 3}" for number in range(count)]
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

    # Keys, packages, webhooks

    @rule(scope=st.sampled_from(["read", "write", "admin"]))
    def make_key(self, scope: str) -> None:
        made = self.tenant.ask("POST", "/api/admin/api-keys", json={"name": "K", "scope": scope})
        self.keys[made.json()["id"]] = made.json()["key"], scope, True

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def revoke_key(self, data: st.DataObject) -> None:
        key_id = data.draw(st.sampled_from(sorted(self.keys)))
        text, scope, in_force = self.keys[key_id]
        answer = self.tenant.ask("DELETE", f"/api/admin/api-keys/{key_id}")
        assert answer.status_code == (204 if in_force else 404)
        self.keys[key_id] = text, scope, False

    @rule(edition=st.sampled_from(["2004", "1.2"]))
    def upload(self, edition: str) -> None:
        package_id = self.tenant.upload(edition)
        if package_id not in self.packages:
            self.packages.append(package_id)

    @precondition(lambda self: self.packages)
    @rule(data=st.data(), force=st.booleans())
    def delete_package(self, data: st.DataObject, force: bool) -> None:
        package = data.draw(st.sampled_from(self.packages))
        used = any(session.package == package for session in self.sessions.values())
        answer = self.tenant.ask("DELETE", f"/api/v1/packages/{package}", params={"force": force})
        assert answer.status_code == (409 if used and not force else 204), answer.text
        if answer.status_code == 204:
            self.packages.remove(package)

    @rule()
    def make_webhook(self) -> None:
        body = {"url": "https://hooks.invalid/in", "events": ["session.updated"]}
        made = self.tenant.ask("POST", "/api/v1/webhooks", json=body).raise_for_status()
        self.webhooks.append(made.json()["id"])

    @precondition(lambda self: self.webhooks)
    @rule(data=st.data())
    def delete_webhook(self, data: st.DataObject) -> None:
        webhook_id = data.draw(st.sampled_from(self.webhooks))
        statuses = [self.tenant.ask("DELETE", f"/api/v1/webhooks/{webhook_id}").status_code for _ in range(2)]
        assert statuses == [204, 404]
        self.webhooks.remove(webhook_id)

    # What holds after each step

    @invariant()
    def sessions_are_as_they_were_said(self) -> None:
        listed = self.tenant.listed("/api/v1/sessions", "sessions")
        assert {it["id"]: _without_moments(it) for it in listed} == {
            session.id: {**session.shown(), "tenant_id": self.tenant.id} for session in self.sessions.values()
        }
        assert len(listed) == len(self.sessions)
        assert [it["updated_at"] for it in listed] == sorted((it["updated_at"] for it in listed), reverse=True)
        for document in listed[:2]:
            answer = self.tenant.ask("GET", f"/api/v1/sessions/{document['id']}")
            assert (answer.json(), answer.headers["ETag"]) == (document, f'"v{document["version"]}"')
        for session_id in self.gone[-1:]:
            there = session_id in self.sessions
            assert self.tenant.ask("GET", f"/api/v1/sessions/{session_id}").status_code == (200 if there else 404)

    @invariant()
    def reports_say_what_counting_again_says(self) -> None:
        sessions = list(self.sessions.values())
        rows = self.tenant.listed("/api/v1/reports/progress", "rows")
        assert {it["session_id"]: (it["completion_status"], it["time_spent_seconds"]) for it in rows} == {
            session.id: (session.completion, session.time) for session in sessions
        }
        report = self.tenant.get("/reports/completion")
        assert report["overall"] == completion_of(sessions)
        by_package = {it["package_id"]: it["sessions"] for it in report["packages"]}
        assert by_package == Counter(session.package for session in sessions)
        scores = self.tenant.get("/reports/scores")["overall"]
        assert scores["scored"] == sum(session.score["scaled"] is not None for session in sessions)

    @invariant()
    def lists_hold_what_there_is(self) -> None:
        assert {it["id"] for it in self.tenant.listed("/api/v1/packages", "packages")} == set(self.packages)
        assert {it["id"] for it in self.tenant.listed("/api/v1/webhooks", "webhooks")} == set(self.webhooks)
        keys = {it["id"]: it["revoked_at"] is None for it in self.tenant.listed("/api/admin/api-keys", "api_keys")}
        assert {**keys, **{key_id: in_force for key_id, (_, _, in_force) in self.keys.items()}} == keys
        assert len(keys) == len(self.keys) + 1
        dispatches = self.tenant.listed("/api/v1/dispatches", "dispatches")
        assert {it["id"]: _uses(it) for it in dispatches} == {
            it.id: (it.link, len(it.learners), len(it.learners), it.launches, it.revoked) for it in self.dispatches
        }

    @invariant()
    def what_is_dead_stays_dead(self) -> None:
        for link, status in list(self.dead_links.items())[-2:]:
            assert self.tenant.ask("GET", f"/player/dispatch/{link}").status_code == status
        for token in [token for token in self.tokens if self.alive(token) is None][-2:]:
            path = f"/api/v1/sessions/{token.session}"
            assert self.tenant.ask("PUT", path, token=token.text, json={"version": 1}).status_code == 401
        for text, scope, in_force in list(self.keys.values())[-2:]:
            expected = 401 if not in_force else 404 if scope == "admin" else 403
            assert self.tenant.ask("DELETE", "/api/v1/sessions/none", key=text).status_code == expected

    @invariant()
    def a_stranger_sees_nothing(self) -> None:
        for path, name in (("sessions", "sessions"), ("reports/progress", "rows"), ("dispatches", "dispatches")):
            assert self.stranger.get(f"/{path}")[name] == []
        for session_id in list(self.sessions)[-1:]:
            for method in ("GET", "DELETE"):
                assert self.stranger.ask(method, f"/api/v1/sessions/{session_id}").status_code == 404

    # Words that the rules share

    def twice(self, method: str, path: str, **more: Any) -> list[httpx.Response]:
        """The answers to a request that is sent again while it is under way: it is one request."""
        headers = {"Idempotency-Key": self.new("request")}
        answers = self.site.at_once([self.tenant.later(method, path, headers=headers, **more) for _ in range(2)])
        assert len({(answer.status_code, answer.content) for answer in answers}) == 1, [it.text for it in answers]
        return answers

    def some_session(self, data: st.DataObject) -> ModelSession:
        return self.sessions[data.draw(st.sampled_from(sorted(self.sessions)))]

    def alive(self, token: Token) -> ModelSession | None:
        """The session that the token opens still."""
        session = self.sessions.get(token.session)
        return session if session is not None and session.life is token.life else None

    def tenant_token(self, session: ModelSession) -> Token | None:
        """The last token of the session that is alive."""
        return next((it for it in reversed(self.tokens) if self.alive(it) is session), None)

    def put_later(
        self, session: ModelSession, body: Body, *, headers: Mapping[str, str] | None = None, token: str | None = None
    ) -> Callable[[], httpx.Response]:
        said = {"version": session.version, **body}
        path = f"/api/v1/sessions/{session.id}"
        return self.tenant.later("PUT", path, json=said, headers=dict(headers or {}), token=token)

    def accept(self, session: ModelSession, body: Body, answer: httpx.Response, speaks_for: str | None = None) -> None:
        """An answer to a PUT that nothing stood in the way of but a package that is gone."""
        there = session.package in self.packages
        assert answer.status_code == (200 if there else 404), answer.text
        if there:
            self.take(session, body, answer.json(), speaks_for)

    def take(self, session: ModelSession, body: Body, document: Body, speaks_for: str | None = None) -> None:
        if speaks_for is None:
            session.launch = session.launch or self.new("launch")
            speaks_for = session.launch
        session.say(body, speaks_for)
        assert document["version"] == session.version

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


def _without_moments(document: Mapping[str, Any]) -> Body:
    return {name: value for name, value in document.items() if name not in ("created_at", "updated_at")}


def _uses(dispatch: Mapping[str, Any]) -> tuple[str, int, int, int, bool]:
    link = dispatch["launchUrl"].rpartition("/")[2]
    counts = dispatch["registrationCount"], dispatch["licenseCount"], dispatch["launchCount"]
    return link, *counts, dispatch["status"] == "revoked"


@pytest.fixture(params=["sqlite", "sqlite in two processes", "postgres in two processes"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    database = None
    if request.param.startswith("postgres"):
        postgres: Postgres = request.getfixturevalue("postgres")
        database = postgres.new_database()
    options = ["--workers", "2"] if request.param.endswith("in two processes") else []
    with server_with_course(tmp_path, database, options) as server, site_of(server, database) as site:
        yield site


@pytest.mark.timeout(0 if _EXAMPLES else 120)
def test_laws(site: Site) -> None:
    class LawsHere(Laws):
        pass

    LawsHere.site = site
    run_state_machine_as_test(
        LawsHere,
        settings=settings(
            max_examples=_EXAMPLES or _A_FEW,
            stateful_step_count=_STEPS,
            derandomize=not _EXAMPLES,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
