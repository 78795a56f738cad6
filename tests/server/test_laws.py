"""Any requests, in any order and at once, against a model that says in a few lines what must come of them.

A run takes a tenant of its own on a real server: SQLite in one process and in two, PostgreSQL in two. `LAWS_EXAMPLES`
in the environment says how many runs each of them gets, beside the few of every day.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.laws.invariants import Invariants
from tests.laws.of_belongings import OfBelongings
from tests.laws.of_dispatches import OfDispatches
from tests.laws.of_sessions import OfSessions
from tests.postgres_for_tests import Postgres
from tests.server_for_tests import server_with_course
from tests.tenant_for_tests import MOST_AT_ONCE, Site, site_of

_EXAMPLES = int(os.environ.get("LAWS_EXAMPLES", "0"))
_A_FEW, _STEPS = 5, 25


@pytest.fixture(params=["sqlite", "sqlite in two processes", "postgres in two processes"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    database = None
    if request.param.startswith("postgres"):
        postgres: Postgres = request.getfixturevalue("postgres")
        database = postgres.new_database()
    options = ["--workers", "2"] if request.param.endswith("in two processes") else []
    with server_with_course(tmp_path, database, options) as server:
        with site_of(server, database) as site:
            yield site
        log = (server.data / "connect-desktop.log").read_text(encoding="utf-8")
        # Whoever finds a worker gone finds here how it ended.
        assert "another takes its place" not in log, log


class Laws(OfSessions, OfDispatches, OfBelongings, Invariants):
    """All of them."""

    def story(self, data: st.DataObject) -> None:
        """Every rule at least once, where it has most to say."""
        body = {"cmi_data": {"cmi.score.raw": "40", "their.own": "1"}, "session_time": "PT15M30S"}
        steps: list[Callable[..., None]] = [
            partial(self.launch, user="ada", again=False),
            *(partial(self.put, body=body, how=how) for how in ("plainly", "matching", "apart", "by token")),
            partial(self.race, body=body, count=MOST_AT_ONCE),
            partial(self.race_with_oneself, body=body, count=MOST_AT_ONCE),
            partial(self.put_too_late, body=body, away=-1),
            self.send_again,
            self.refresh,
            partial(self.sync, said=[(body, 0), (body, -1), (body, 0)]),
            partial(self.dispatch, registrations=2, licenses=None),
            partial(self.limit, registrations=4, licenses=3),
            partial(self.come, count=MOST_AT_ONCE, fresh=True, old=False),
            partial(self.limit, registrations=None, licenses=1),
            partial(self.rotate, grace=0),
            partial(self.come, count=MOST_AT_ONCE, fresh=True, old=True),
            partial(self.revoke, count=MOST_AT_ONCE, forget=False),
            partial(self.rotate, grace=3600),
            partial(self.limit, registrations=None, licenses=None),
            partial(self.revoke, count=MOST_AT_ONCE, forget=True),
        ]
        self.begin()
        for step in steps:
            step(data=data)
            self.look()
        for scope in ("read", "write", "admin"):
            self.make_key(scope=scope)
        self.revoke_key(data=data)
        self.upload(edition="1.2")
        self.make_webhook()
        self.look()
        self.delete_webhook(data=data)
        self.delete_session(data=data)
        self.delete_package(data=data, force=True)
        self.look()

    def look(self) -> None:
        for invariant in self.invariants:
            invariant.function(self)


@pytest.mark.timeout(120)
def test_every_law_once(site: Site) -> None:
    @settings(max_examples=1, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def once(data: st.DataObject) -> None:
        Laws.site = site
        Laws().story(data)

    once()


@pytest.mark.timeout(0 if _EXAMPLES else 120)
def test_laws_in_any_order(site: Site) -> None:
    Laws.site = site
    run_state_machine_as_test(
        Laws,
        settings=settings(
            max_examples=_EXAMPLES or _A_FEW,
            stateful_step_count=_STEPS,
            derandomize=not _EXAMPLES,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
