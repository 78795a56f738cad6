"""Launches go to a session of their own by what they ran."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from connect_desktop.scorm.cam.course import Edition, Item
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.store.devices.sync_state import SyncState
from connect_desktop.store.records import PackageKind, PackageRecord
from connect_desktop.sync.journals.forking import fork
from tests.courses_for_tests import make_course

COURSE = make_course(Edition.SCORM_12, Item(identifier="a", title="A", launch="a.html"))


def test_only_what_is_named_goes(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "connect.db")) as store:
        session = store.sessions.create("s-1", store.learners.known_as("ada").id, "pkg_course")
        account = Accounts(store.database.connections, store.tenant_id, utc_now).add("https://school.example")
        state = SyncState(store.tenant_id, account.id, utc_now)
        launches = {}
        for content_hash in ("a" * 64, "b" * 64):
            package = PackageRecord(
                id=session.package_id,
                content_hash=content_hash,
                kind=PackageKind.ZIP,
                location="",
                title="Safety",
                edition="1.2",
                size=1,
                imported_at=utc_now(),
            )
            store.packages.put(package)
            launches[content_hash] = store.launches.begin(session.id).id
        with store.database.connections.writing() as connection:
            state.acknowledge(connection, session.id, dict.fromkeys(launches.values(), (1, "c" * 64)))
            forked = fork(connection, store, session, [launches["a" * 64]], "a" * 64, COURSE)
            again = fork(connection, store, session, [], "a" * 64, COURSE)
        assert forked is not None
        with store.database.connections.reading() as connection:
            held = [[*state.receipts(connection, it)] for it in (forked.id, session.id)]
        assert held == [[launches["a" * 64]], [launches["b" * 64]]], "what a server has of it is known as before"
        assert again is None, "it was there before"
        assert [it.id for it in store.launches.of_session(forked.id)] == [launches["a" * 64]]
        assert [it.id for it in store.launches.of_session(session.id)] == [launches["b" * 64]]
