"""Transactions that wait for the one writer, kept by one commit: each as if it had been alone."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from connect_desktop.server.group_commit import GroupCommit
from connect_desktop.server.problems import Problem
from connect_desktop.server.workers import Workers
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.errors import AlreadyThere, DatabaseBusy, DiskFull
from connect_desktop.store.sqlite import SqliteConnections
from tests.store_for_tests import ROOT

ALL = 20


class Watched(SqliteConnections):
    """Counts transactions that were asked for and that were kept. Those with as many parts as `failing` says fail at
    their end."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked = 0
        self.kept = 0
        self.busy = False
        self.failing: Callable[[int], bool] = lambda _parts: False

    @contextmanager
    def writing(self, *, guarded: bool = False) -> Iterator[Any]:
        self.asked += 1
        if self.busy:
            raise DatabaseBusy(self.path)
        parts = 0

        def traced(statement: str) -> None:
            nonlocal parts
            parts += statement.startswith("SAVEPOINT")

        with super().writing(guarded=guarded) as connection:
            connection.set_trace_callback(traced)
            try:
                yield connection
            finally:
                connection.set_trace_callback(None)
            if self.failing(parts):
                raise DiskFull(self.path)
        self.kept += 1


@pytest.fixture
def connections(store: Store, tmp_path: Path) -> Iterator[Watched]:
    path = Path(store.database.connections.place)
    with closing(Watched(path)) as watched:
        yield watched


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "connect.db")) as opened:
        yield opened


def put(name: str, error: Exception | None = None) -> Callable[[Connection], str]:
    """Keeps a name; with an error, raises it afterwards."""

    def work(connection: Connection) -> str:
        connection.execute("INSERT INTO meta (name, value) VALUES (?, 'put')", (name,))
        if error is not None:
            raise error
        return name

    return work


def names(connections: SqliteConnections) -> list[str]:
    """What is kept, in the order in which it was written."""
    with connections.reading() as connection:
        return [row[0] for row in connection.execute("SELECT name FROM meta WHERE value = 'put' ORDER BY rowid")]


async def all_of(*waiting: Coroutine[Any, Any, Any]) -> list[Any]:
    return await asyncio.gather(*waiting, return_exceptions=True)


def test_who_waits_together_is_kept_by_one_commit_in_order(connections: Watched) -> None:
    async def write() -> list[str]:
        group_commit = GroupCommit(connections, Workers())
        return await all_of(*(group_commit.write(put(f"{number}")) for number in range(ALL)))

    wanted = [f"{number}" for number in range(ALL)]
    assert asyncio.run(write()) == wanted
    assert names(connections) == wanted
    assert connections.kept == 1


@pytest.mark.parametrize("error", [Problem(409, "no", "No."), DiskFull("elsewhere"), ValueError("a fault of ours")])
def test_one_that_fails_takes_back_what_is_its_own(connections: Watched, error: Exception) -> None:
    async def write() -> list[Any]:
        group_commit = GroupCommit(connections, Workers())
        works = [put(f"{number}", error if number == 7 else None) for number in range(ALL)]
        return await all_of(*(group_commit.write(work) for work in works))

    answers = asyncio.run(write())
    assert answers.pop(7) is error
    assert answers == names(connections) == [f"{number}" for number in range(ALL) if number != 7]


def test_one_that_breaks_a_rule_of_the_database_fails_alone(connections: Watched) -> None:
    async def write() -> list[Any]:
        group_commit = GroupCommit(connections, Workers())
        return await all_of(*(group_commit.write(put(name)) for name in ("a", "b", "a", "c")))

    a, b, again, c = asyncio.run(write())
    assert (a, b, c) == ("a", "b", "c")
    assert isinstance(again, AlreadyThere)
    assert names(connections) == ["a", "b", "c"]


def test_where_the_whole_cannot_be_kept_each_is_tried_alone(connections: Watched) -> None:
    connections.failing = lambda parts: parts > 0

    async def write() -> list[Any]:
        group_commit = GroupCommit(connections, Workers())
        return await all_of(*(group_commit.write(put(f"{number}")) for number in range(ALL)))

    assert asyncio.run(write()) == names(connections) == [f"{number}" for number in range(ALL)]
    assert connections.kept == ALL


def test_nothing_is_answered_or_settled_that_was_not_kept(connections: Watched) -> None:
    connections.failing = lambda _parts: True
    settled: list[str] = []

    async def write() -> list[Any]:
        group_commit = GroupCommit(connections, Workers())
        return await all_of(*(group_commit.write(put(f"{number}"), settled.append) for number in range(ALL)))

    assert all(isinstance(answer, DiskFull) for answer in asyncio.run(write()))
    assert names(connections) == settled == []


def test_who_finds_the_database_busy_does_not_wait_for_each_in_turn(connections: Watched) -> None:
    connections.busy = True

    async def write() -> list[Any]:
        group_commit = GroupCommit(connections, Workers())
        return await all_of(*(group_commit.write(put(f"{number}")) for number in range(ALL)))

    assert {type(answer) for answer in asyncio.run(write())} == {DatabaseBusy}
    assert connections.asked == 1


def test_where_there_is_no_thread_to_write_nobody_waits_for_one(
    connections: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_thread(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def write() -> tuple[list[Any], str]:
        group_commit = GroupCommit(connections, Workers())
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", no_thread)
            refused = await all_of(*(group_commit.write(put(f"{number}")) for number in range(3)))
        return refused, await group_commit.write(put("afterwards"))

    refused, done = asyncio.run(asyncio.wait_for(write(), 20))
    assert [type(it) for it in refused] == 3 * [RuntimeError]
    assert (done, names(connections)) == ("afterwards", ["afterwards"])


def test_what_is_settled_was_kept_before(connections: Watched) -> None:
    seen: list[list[str]] = []

    async def write() -> list[Any]:
        group_commit = GroupCommit(connections, Workers())
        return await all_of(
            *(group_commit.write(put(name), lambda _: seen.append(names(connections))) for name in "abc")
        )

    asyncio.run(write())
    assert seen == [["a", "b", "c"]] * 3


def test_who_writes_alone_gets_a_turn_between_groups(connections: Watched) -> None:
    ended: list[str] = []

    async def write() -> None:
        loop, workers = asyncio.get_running_loop(), Workers()
        group_commit = GroupCommit(connections, workers)
        coming: list[asyncio.Task[None]] = []

        async def alone() -> None:
            await workers.write(lambda: None)
            ended.append("alone")

        def first(connection: Connection) -> None:
            """While this is written, somebody comes who writes alone."""
            loop.call_soon_threadsafe(lambda: coming.append(loop.create_task(alone())))

        async def in_group(work: Callable[[Connection], Any]) -> None:
            await group_commit.write(work)
            ended.append("one of many")

        await asyncio.gather(in_group(first), *(in_group(put(f"{number}")) for number in range(100)))
        await asyncio.gather(*coming)

    asyncio.run(write())
    assert ended.index("alone") < len(ended) - 1


def test_who_does_not_wait_any_more_does_the_others_no_harm(connections: Watched) -> None:
    async def write() -> list[Any]:
        group_commit = GroupCommit(connections, Workers())
        gone = asyncio.create_task(group_commit.write(put("gone")))
        staying = asyncio.create_task(group_commit.write(put("staying")))
        await asyncio.sleep(0)
        gone.cancel()
        return await all_of(staying, group_commit.write(put("later")))  # type: ignore[arg-type]

    assert asyncio.run(write()) == ["staying", "later"]


def test_what_was_answered_survives_a_kill(store: Store) -> None:
    command = [sys.executable, "-m", "tests.group_commit_writer_for_tests", str(store.database.connections.place)]
    for enough in (50, 333, 720):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            answered = list(islice(process.stdout, enough))
            process.kill()
            answered += process.stdout
        with store.database.connections.writing() as connection:
            kept = {row[0] for row in connection.execute("SELECT name FROM meta")}
            connection.execute("DELETE FROM meta WHERE name LIKE 'n%'")
        whole = {line.strip() for line in answered if line.endswith("\n")}
        assert len(whole) >= enough
        assert whole <= kept
