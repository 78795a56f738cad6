"""What a run knows of its tenant, and the words that its rules share."""

from __future__ import annotations

from typing import Any

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from tests.server_model_for_tests import ModelDispatch, ModelSession, Token
from tests.tenant_for_tests import MOST_AT_ONCE, Site, TenantClient

Body = dict[str, Any]
Said = tuple[str, str, Body, bytes]
"""A PUT that can be sent again: session, Idempotency-Key, body, and what was answered."""

racers = st.integers(2, MOST_AT_ONCE)


class Known(RuleBasedStateMachine):
    """A tenant, and what it must have by now."""

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
        self.count = self.looks = 0

    def new(self, kind: str) -> str:
        self.count += 1
        return f"{kind}-{self.count}"

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
