"""Launching sessions and writing to them: one at a time, again, and at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.laws.known import Body, Known, racers
from tests.server_model_for_tests import ModelSession
from tests.tenant_for_tests import token_in

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


class OfSessions(Known):
    """Of N who write at one version one wins, versions rise by one, and what is sent again changes nothing."""

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
