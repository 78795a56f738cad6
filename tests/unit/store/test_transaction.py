"""A transaction of parts: what each adds is written once at the end, and goes with a part that is taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.transaction import Transaction, in_parts, once


class Names:
    """A sum of names."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)

    def add(self, other: Names) -> None:
        self.names += other.names


class Refused(Exception):
    """What a part may raise."""


_INSERT = "INSERT INTO device (tenant_id, id, created_at, here) VALUES (?, ?, ?, 0)"


def named(store: Store, name: str, *, refused: bool = False) -> Callable[[Connection], str]:
    """A part that writes a name and adds it."""

    def write(connection: Connection, names: Names) -> None:
        connection.execute(_INSERT, (store.tenant_id, ",".join(names.names), "sum"))

    def work(connection: Connection) -> str:
        assert isinstance(connection, Transaction)
        connection.execute(_INSERT, (store.tenant_id, f"part {name}", "part"))
        connection.add("names", Names(name), write)
        if refused:
            raise Refused
        return name

    return work


def kept(store: Store, kind: str) -> list[str]:
    query = "SELECT id FROM device WHERE tenant_id = ? AND created_at = ? ORDER BY id"
    with store.database.connections.reading() as connection:
        rows = connection.execute(query, (store.tenant_id, kind)).fetchall()
    return [row[0].removeprefix("part ") for row in rows]


def test_what_parts_add_is_written_once(store: Store) -> None:
    with in_parts(store.database.connections) as transaction:
        assert [transaction.part(named(store, name), (Refused,)) for name in "abc"] == ["a", "b", "c"]
        assert kept(store, "sum") == []
    assert (kept(store, "part"), kept(store, "sum")) == (["a", "b", "c"], ["a,b,c"])


def test_a_part_that_is_taken_back_adds_nothing(store: Store) -> None:
    with in_parts(store.database.connections) as transaction:
        transaction.part(named(store, "a"), (Refused,))
        with pytest.raises(Refused):
            transaction.part(named(store, "b", refused=True), (Refused,))
        transaction.part(named(store, "c"), (Refused,))
    assert (kept(store, "part"), kept(store, "sum")) == (["a", "c"], ["a,c"])


def test_a_part_within_a_part_goes_with_it(store: Store) -> None:
    def outer(connection: Connection) -> None:
        assert isinstance(connection, Transaction)
        connection.part(named(store, "inner"), (Refused,))
        raise Refused

    with in_parts(store.database.connections) as transaction:
        transaction.part(named(store, "a"), (Refused,))
        with pytest.raises(Refused):
            transaction.part(outer, (Refused,))
    assert (kept(store, "part"), kept(store, "sum")) == (["a"], ["a"])


def test_what_parts_have_in_common_is_found_once_in_each_transaction(store: Store) -> None:
    sought: list[str] = []

    def seek(connection: Connection, name: str) -> str:
        def find() -> str:
            sought.append(name)
            return f"found {name}"

        return once(connection, name, find)

    for _ in range(2):
        with in_parts(store.database.connections) as transaction:
            found = [transaction.part(partial(seek, name=name), ()) for name in "aba"]
        assert found == ["found a", "found b", "found a"]
    assert sought == ["a", "b", "a", "b"]
    with store.database.connections.reading() as connection:
        assert [seek(connection, "a") for _ in range(2)] == ["found a"] * 2
    assert sought[4:] == ["a", "a"]


def test_what_is_not_foreseen_gives_up_the_whole(store: Store) -> None:
    def both(transaction: Transaction) -> None:
        transaction.part(named(store, "a"), ())
        transaction.part(named(store, "b", refused=True), ())

    with pytest.raises(Refused), in_parts(store.database.connections) as transaction:
        both(transaction)
    assert (kept(store, "part"), kept(store, "sum")) == ([], [])


def test_reports_count_what_one_transaction_changes_often(store: Store) -> None:
    learner = store.learners.add("Ada")
    with in_parts(store.database.connections) as transaction:
        for session_id in ("s1", "s2"):
            store.sessions.create(session_id, learner.id, "p", within=transaction)
        for scaled in (0.25, 0.5):
            store.sessions.save_record(
                "s1",
                completion="completed",
                success="passed",
                scaled=scaled,
                total_time=100,
                suspended=False,
                within=transaction,
            )
    with store.database.connections.reading() as connection:
        counted = connection.execute(
            "SELECT sessions, completed, scored, score_sum, time_sum FROM session_tally"
            " WHERE tenant_id = ? AND package_id = 'p' AND period = 'a'",
            (store.tenant_id,),
        ).fetchall()
        scores = connection.execute(
            "SELECT percent, sessions FROM score_tally WHERE tenant_id = ? AND package_id = 'p' AND period = 'a'",
            (store.tenant_id,),
        )
        assert (counted, scores.fetchall()) == ([(2, 1, 1, 500_000, 100)], [(50, 1)])
