"""Any number of statements, conflicts, replays and new launches, against the rules said in a few lines."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from connect_desktop.runtime.errors import VersionConflict
from connect_desktop.runtime.navigation import Completion, Success
from connect_desktop.runtime.remembered_traces import RememberedTraces
from connect_desktop.runtime.session_record import save_record
from connect_desktop.runtime.statement import Statement
from connect_desktop.scorm.cam.course import Edition, Item
from connect_desktop.scorm.rte.durations import format_timeinterval
from connect_desktop.store.access.answers import Answer, Request
from connect_desktop.store.access.tenants import Tenants
from connect_desktop.store.database import Database, Store, open_store, store_of, utc_now
from connect_desktop.store.records import PackageKind, PackageRecord
from tests.courses_for_tests import make_course
from tests.stating_for_tests import stated

COURSE = make_course(Edition.SCORM_2004_4TH, Item(identifier="a", title="A", launch="a.html"))
KEYS = st.sampled_from(["cmi.location", "cmi.suspend_data", "cmi.interactions.0.id", "cmi.exit", "their.own"])
ELEMENTS = st.dictionaries(KEYS, st.none() | st.text(max_size=3), max_size=3)
TIMES = st.none() | st.integers(0, 10_000)
COMPLETIONS = st.none() | st.sampled_from(list(Completion))
SUCCESSES = st.none() | st.sampled_from(list(Success))


class Sessions(RuleBasedStateMachine):
    """One session and what it must be."""

    def new_store(self) -> Store:
        self.folder = tempfile.TemporaryDirectory()
        return open_store(Path(self.folder.name) / "connect.db")

    @initialize()
    def begin(self) -> None:
        self.store = self.new_store()
        self.store.packages.put(
            PackageRecord(
                id="pkg",
                content_hash="0" * 64,
                kind=PackageKind.ZIP,
                location="",
                title="Course",
                edition=COURSE.edition.value,
                size=1,
                imported_at=utc_now(),
            )
        )
        self.store.sessions.create("s", self.store.learners.known_as("ada").id, "pkg")
        self.remembered = RememberedTraces()
        self.version = 1
        self.elements: dict[str, str] = {}
        self.completion, self.success = Completion.UNKNOWN, Success.UNKNOWN
        self.times: dict[str, int] = {}
        self.launch = "first"
        self.requests: dict[str, tuple[Statement, Answer]] = {}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(elements=ELEMENTS, time=TIMES, completion=COMPLETIONS, success=SUCCESSES, apart=st.booleans())
    def say(
        self,
        elements: dict[str, str | None],
        time: int | None,
        completion: Completion | None,
        success: Success | None,
        apart: bool,
    ) -> None:
        statement = Statement(
            cmi_data=elements,
            session_time=None if time is None else format_timeinterval(time),
            completion=completion,
            success=success,
        )
        request = _request(f"key-{len(self.requests)}") if apart else None
        answer = stated(
            self.store, "s", statement, COURSE, version=self.version, request=request, remembered=self.remembered
        )
        if request is not None:
            self.requests[request.idempotency_key] = (statement, answer)
        self.version += 1
        for key, value in elements.items():
            self.elements.pop(key, None)
            if value is not None:
                self.elements[key] = value
        self.completion = completion or self.completion
        self.success = success or self.success
        if time is not None:
            self.times[request.idempotency_key if request else self.launch] = time
        assert json.loads(answer.body)["version"] == self.version

    @rule(elements=ELEMENTS, away=st.integers(1, 3))
    def say_too_late(self, elements: dict[str, str | None], away: int) -> None:
        with pytest.raises(VersionConflict) as conflict:
            stated(self.store, "s", Statement(cmi_data=elements), COURSE, version=self.version - away)
        assert conflict.value.current == self.version

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def say_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.requests)))
        statement, answer = self.requests[key]
        assert stated(self.store, "s", statement, COURSE, version=1, request=_request(key)) == answer

    @rule()
    def launch_anew(self) -> None:
        self.launch = self.store.launches.new_id()
        self.store.sessions.speak_for("s", self.launch)

    @invariant()
    def the_record_is_as_it_was_said(self) -> None:
        session = self.store.sessions.get("s")
        assert session is not None
        kept: dict[str, Any] = {
            "version": session.version,
            "elements": dict(session.cmi_data or {}),
            "time": session.total_time,
            "outcome": (session.completion, session.success),
        }
        assert kept == {
            "version": self.version,
            "elements": self.elements,
            "time": sum(self.times.values()),
            "outcome": (self.completion.value, self.success.value),
        }

    @precondition(lambda self: self.version > 1)
    @rule()
    def fold_from_the_journal_alone(self) -> None:
        before = self.store.sessions.get("s")
        after = save_record(self.store, "s", COURSE)
        self.version += 1
        assert before is not None
        assert (after.cmi_data, after.total_time) == (before.cmi_data, before.total_time)


def _request(key: str) -> Request:
    return Request(asked_by="me", idempotency_key=key, hash="same")


def test_sessions_on_postgresql(postgres_address: str) -> None:
    class SessionsOnPostgres(Sessions):
        def new_store(self) -> Store:
            database = Database(postgres_address)
            tenants = Tenants(database.connections, utc_now)
            tenant_id = tenants.add("a run's own")
            return store_of(database, tenant_id, tenants.device_of(tenant_id), utc_now)

    run_state_machine_as_test(
        SessionsOnPostgres, settings=settings(max_examples=6, stateful_step_count=15, deadline=None)
    )


TestSessions = Sessions.TestCase
TestSessions.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
