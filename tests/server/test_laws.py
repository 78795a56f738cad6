"""Any requests, in any order and at once, against a model that says in a few lines what must come of them.

A run takes a tenant of its own on a real server: SQLite in one process and in two, PostgreSQL in two. `LAWS_EXAMPLES`
in the environment says how many runs each of them gets, beside the few of every day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.laws.invariants import Invariants
from tests.laws.of_belongings import OfBelongings
from tests.laws.of_dispatches import OfDispatches
from tests.laws.of_sessions import OfSessions
from tests.postgres_for_tests import Postgres
from tests.server_for_tests import server_with_course
from tests.tenant_for_tests import Site, site_of

_EXAMPLES = int(os.environ.get("LAWS_EXAMPLES", "0"))
_A_FEW, _STEPS = 5, 25


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
    class Laws(OfSessions, OfDispatches, OfBelongings, Invariants):
        pass

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
