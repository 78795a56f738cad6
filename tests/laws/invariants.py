"""What holds after each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from hypothesis.stateful import invariant

from tests.laws.known import Body, Known
from tests.server_model_for_tests import completion_of

T = TypeVar("T")


class Invariants(Known):
    """The server has what the model has, and the dead stay dead."""

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
    def caps_are_never_exceeded(self) -> None:
        let_in = {it["id"]: it["licenseCount"] for it in self.tenant.listed("/api/v1/dispatches", "dispatches")}
        for dispatch in self.dispatches:
            if dispatch.most is not None:
                assert let_in[dispatch.id] <= dispatch.most
                assert len(set(dispatch.learners.values())) <= dispatch.most

    @invariant()
    def what_is_dead_stays_dead(self) -> None:
        for link, status in self.some(list(self.dead_links.items())):
            assert self.tenant.ask("GET", f"/player/dispatch/{link}").status_code == status
        for token in self.some([token for token in self.tokens if self.alive(token) is None]):
            path = f"/api/v1/sessions/{token.session}"
            assert self.tenant.ask("PUT", path, token=token.text, json={"version": 1}).status_code == 401
        for text, scope, in_force in self.some(list(self.keys.values())):
            expected = 401 if not in_force else 404 if scope == "admin" else 403
            assert self.tenant.ask("DELETE", "/api/v1/sessions/none", key=text).status_code == expected

    def some(self, those: Sequence[T]) -> Sequence[T]:
        """The last two, which changed last, and one of those before them, another each time: what is dead stays so."""
        self.looks += 1
        return [*those[-2:], *([those[self.looks % len(those)]] if those else ())]

    @invariant()
    def a_stranger_sees_nothing(self) -> None:
        for path, name in (("sessions", "sessions"), ("reports/progress", "rows"), ("dispatches", "dispatches")):
            assert self.stranger.get(f"/{path}")[name] == []
        for session_id in list(self.sessions)[-1:]:
            for method in ("GET", "DELETE"):
                assert self.stranger.ask(method, f"/api/v1/sessions/{session_id}").status_code == 404


def _without_moments(document: Mapping[str, Any]) -> Body:
    return {name: value for name, value in document.items() if name not in ("created_at", "updated_at")}


def _uses(dispatch: Mapping[str, Any]) -> tuple[str, int, int, int, bool]:
    link = dispatch["launchUrl"].rpartition("/")[2]
    counts = dispatch["registrationCount"], dispatch["licenseCount"], dispatch["launchCount"]
    return link, *counts, dispatch["status"] == "revoked"
