"""What is secret in the database, and the key to it, on each database."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from connect_desktop.store.access import server_key
from connect_desktop.store.access.seal import Seal, SecretDamaged, ServerKeyMissing
from connect_desktop.store.access.sealing import take_over
from connect_desktop.store.access.server_key import ServerKeyUnusable, open_seal
from connect_desktop.store.access.signing_keys import SigningKeys
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.webhooks.outbox import Event
from connect_desktop.store.webhooks.webhooks import Webhook, Webhooks
from tests.store_for_tests import SteppingClock

OLD, NEW, OTHER = (
    "an old key of more than 32 letters",
    "a new key of more than thirty-two",
    "a key that opens nothing in here..",
)
SECRET = "whsec_c2VjcmV0IHRoYXQgcmVjZWl2ZXJzIGtub3c="


def sealed_with(*keys: str) -> Seal:
    return Seal(keys, "the test")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(server_key.VARIABLE, raising=False)
    return tmp_path / "server.key"


@pytest.fixture
def database(tmp_path: Path, clock: SteppingClock) -> Store:
    """A database of its own: a seal is for all of it."""
    return open_store(tmp_path / "own.sqlite3", clock)


def webhooks(store: Store, seal: Seal, clock: SteppingClock) -> Webhooks:
    return Webhooks(store.database.connections, seal, store.tenant_id, clock)


def everything(store: Store) -> str:
    """All that is kept where secrets may be."""
    with store.database.connections.reading() as connection:
        rows = [
            connection.execute(f"SELECT * FROM {table} WHERE tenant_id = ?", (store.tenant_id,)).fetchall()
            for table in ("signing_key", "webhook")
        ]
    return json.dumps([[list(row) for row in table] for table in rows])


class TestASeal:
    def test_opens_what_it_closed_for_its_owner_and_no_other(self) -> None:
        seal = sealed_with(NEW)
        kept = seal.close(SECRET, "webhook/t/1")
        assert SECRET not in kept
        assert seal.open(kept, "webhook/t/1") == SECRET
        assert seal.close(SECRET, "webhook/t/1") != kept
        with pytest.raises(SecretDamaged):
            seal.open(kept, "webhook/t/2")

    def test_opens_by_each_of_its_keys_and_closes_by_the_first(self) -> None:
        before = sealed_with(OLD).close(SECRET, "o")
        both = sealed_with(NEW, OLD)
        assert both.open(before, "o") == SECRET
        assert sealed_with(NEW).open(both.close(SECRET, "o"), "o") == SECRET

    def test_says_which_key_is_missing_and_where(self) -> None:
        kept = sealed_with(OLD).close(SECRET, "o")
        with pytest.raises(ServerKeyMissing, match=f"{sealed_with(OLD).key_id}, which is not in the test"):
            sealed_with(NEW).open(kept, "o")

    @pytest.mark.parametrize(
        "kept", [SECRET, "", f"sealed:{sealed_with(NEW).key_id}:", "sealed:{}:AAAA", "sealed:{}:Ä"]
    )
    def test_takes_nothing_that_it_did_not_seal(self, kept: str) -> None:
        with pytest.raises(SecretDamaged):
            sealed_with(NEW).open(kept.format(sealed_with(NEW).key_id), "o")

    def test_tells_no_key(self) -> None:
        assert NEW not in repr(sealed_with(NEW))


def test_no_secret_lies_open_in_the_database(store: Store, clock: SteppingClock) -> None:
    seal = sealed_with(NEW)
    signing = SigningKeys(store.database.connections, seal, clock).signing(store.tenant_id)
    here = webhooks(store, seal, clock)
    made = here.create("https://example.com/", {Event.SESSION_UPDATED}, SECRET)
    here.rotate(made.id, SECRET + "2", clock() + timedelta(days=1))
    kept = everything(store)
    assert signing.secret not in kept
    assert SECRET not in kept
    found = here.get(made.id)
    assert found is not None
    assert found.secrets_at(clock()) == (SECRET + "2", SECRET)


def test_what_lay_open_is_sealed_and_still_opens(database: Store, file: Path, clock: SteppingClock) -> None:
    with closing(database) as store:
        with store.database.connections.writing() as connection:
            now = clock().isoformat()
            connection.execute("INSERT INTO signing_key VALUES (?, 'kid', 'open to all', ?)", (store.tenant_id, now))
            connection.execute(
                "INSERT INTO webhook (tenant_id, id, url, events, secret, old_secret, enabled, created_at, updated_at)"
                " VALUES (?, 'wh', 'https://e', 'session.updated', ?, ?, 1, ?, ?)",
                (store.tenant_id, SECRET, SECRET + "0", now, now),
            )
        seal = open_seal(store.database.connections, file)
        assert not {"open to all", SECRET} & set(json.dumps(everything(store)).split('"'))
        assert SECRET not in everything(store)
        key = SigningKeys(store.database.connections, seal, clock).find(store.tenant_id, "kid")
        assert key is not None
        assert key.secret == "open to all"
        webhook = webhooks(store, seal, clock).get("wh")
        assert webhook is not None
        assert (webhook.secret, webhook.old_secret) == (SECRET, SECRET + "0")


def _told(store: Store, seal: Seal, clock: SteppingClock) -> Webhook:
    return webhooks(store, seal, clock).create("https://example.com/", {Event.SESSION_UPDATED}, SECRET)


class TestTheKey:
    def test_is_made_once_for_its_owner_alone(self, database: Store, file: Path) -> None:
        with closing(database) as store:
            seal = open_seal(store.database.connections, file)
            assert file.stat().st_mode & 0o777 == 0o600
            made = file.read_text()
            assert open_seal(store.database.connections, file).key_id == seal.key_id
            assert file.read_text() == made
            assert [path.name for path in file.parent.glob("server.key*")] == [file.name]

    def test_that_is_not_there_is_named_and_none_is_made(self, database: Store, file: Path) -> None:
        with closing(database) as store:
            seal = open_seal(store.database.connections, file)
            away = file.rename(file.with_name("away"))
            with pytest.raises(ServerKeyMissing, match=rf"{seal.key_id}, which is not in .*server\.key; put it back"):
                open_seal(store.database.connections, file)
            assert not file.exists()
            away.rename(file)
            assert open_seal(store.database.connections, file).key_id == seal.key_id

    def test_of_another_database_opens_nothing_and_changes_nothing(
        self, database: Store, file: Path, clock: SteppingClock
    ) -> None:
        with closing(database) as store:
            _told(store, open_seal(store.database.connections, file), clock)
            before = everything(store)
            file.write_text(OTHER.replace(" ", "-"))
            with pytest.raises(ServerKeyMissing):
                open_seal(store.database.connections, file)
            assert everything(store) == before

    def test_may_come_by_the_environment(self, database: Store, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(server_key.VARIABLE, "x" * 40)
        with closing(database) as store:
            open_seal(store.database.connections, file)
            assert not file.exists()
            monkeypatch.delenv(server_key.VARIABLE)
            with pytest.raises(ServerKeyMissing):
                open_seal(store.database.connections, file)
            file.write_text("x" * 40)
            open_seal(store.database.connections, file)

    @pytest.mark.parametrize("text", ["", "short\n", "x" * 40 + "\nshort", "ü" * 40])
    def test_that_is_none_is_refused_in_a_sentence(self, database: Store, file: Path, text: str) -> None:
        file.write_text(text, encoding="utf-8")
        with closing(database) as store, pytest.raises(ServerKeyUnusable, match=r"cannot be used \(.*\); name another"):
            open_seal(store.database.connections, file)

    def test_that_cannot_be_written_is_told(self, database: Store, file: Path) -> None:
        with closing(database) as store, pytest.raises(ServerKeyUnusable, match="No such file or directory"):
            open_seal(store.database.connections, file.parent / "nowhere" / "server.key")

    def test_is_changed_by_a_line_before_it(self, database: Store, file: Path, clock: SteppingClock) -> None:
        with closing(database) as store:
            made = _told(store, open_seal(store.database.connections, file), clock)
            file.write_text("n" * 40 + "\n" + file.read_text())
            before = everything(store)
            open_seal(store.database.connections, file)
            assert everything(store) != before
            # What was sealed by the old one is sealed by the new one alone.
            file.write_text("n" * 40)
            found = webhooks(store, open_seal(store.database.connections, file), clock).get(made.id)
            assert found is not None
            assert found.secret == SECRET

    def test_of_who_comes_first_counts_for_all(self, database: Store) -> None:
        with closing(database) as store:
            take_over(store.database.connections, sealed_with(NEW), forget=False)
            with pytest.raises(ServerKeyMissing):
                take_over(store.database.connections, sealed_with(OLD), forget=False)

    def test_that_is_lost_can_be_gone_on_without(self, database: Store, file: Path, clock: SteppingClock) -> None:
        with closing(database) as store:
            connections = store.database.connections
            seal = open_seal(connections, file)
            made = _told(store, seal, clock)
            signing = SigningKeys(connections, seal, clock).signing(store.tenant_id)
            file.unlink()
            anew = open_seal(connections, file, forget=True)
            assert anew.key_id != seal.key_id
            assert SigningKeys(connections, anew, clock).find(store.tenant_id, signing.id) is None
            found = webhooks(store, anew, clock).get(made.id)
            assert found is not None
            assert found.secret != SECRET
            assert not found.enabled
            assert found.disabled_reason is not None
            assert "rotate it" in found.disabled_reason


def test_another_key_signs_after_a_week_and_the_one_before_it_verifies(store: Store, clock: SteppingClock) -> None:
    keys = SigningKeys(store.database.connections, sealed_with(NEW), clock)
    first = keys.signing(store.tenant_id)
    clock.step(timedelta(days=6).total_seconds())
    assert keys.signing(store.tenant_id) == first
    clock.step(timedelta(days=1).total_seconds())
    second = keys.signing(store.tenant_id)
    assert second.id != first.id
    assert keys.find(store.tenant_id, first.id) == first
    clock.step(timedelta(days=7).total_seconds())
    assert keys.signing(store.tenant_id).id != second.id
    assert keys.find(store.tenant_id, first.id) is None
    assert keys.find(store.tenant_id, second.id) == second
