"""Several transactions that wait for the one writer, kept by one commit.

Making a commit safe against loss of power costs the disk about as much for many changes as for one, and a turn of the
writing thread costs about as much as a small change. So those who wait when the writer is free are written together,
in the order in which they came, each within a savepoint: one that fails takes back what is its own and nothing else.
Nobody is answered before all of it is kept. Where the whole cannot be kept, for a full disk say, each is tried alone,
as if there had been no others.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from msgspec import Struct

from connect_desktop.errors import ConnectError
from connect_desktop.server.problems import Problem
from connect_desktop.server.workers import Workers
from connect_desktop.store.collisions import COLLISIONS
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import DatabaseBusy
from connect_desktop.store.transaction import Transaction, in_parts

# Who comes next, be it to write by themselves, waits for no more than these.
_MOST = 32

T = TypeVar("T")


def _nothing(_: object) -> None:
    """There is nothing to settle."""


@dataclass(slots=True, eq=False)
class _Waiting:
    work: Callable[[Connection], Any]
    settle: Callable[[Any], None]
    answer: asyncio.Future[Any]


class _Outcome(Struct, frozen=True):
    value: Any = None
    error: Exception | None = None


class GroupCommit:
    """Writes what is one transaction each. Where a database takes several writers at once, it groups commits by itself,
    and each is written alone."""

    def __init__(self, connections: Connections, workers: Workers) -> None:
        self._connections = connections
        self._workers = workers
        self._grouping = connections.writers == 1
        self._waiting: deque[_Waiting] = deque()
        self._turns: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many wait to be written."""
        return len(self._waiting)

    async def write(
        self, work: Callable[[Connection], T], settle: Callable[[T], None] = _nothing, *, guarded: bool = False
    ) -> T:
        """What `work` gives once it is kept; it touches the database through its connection alone, and may be done
        again from its start. `settle` is told in the thread that writes, before anything else is written there.

        `guarded` is as in `Connections.writing`. Raises what `work` raises, with its changes taken back, and
        `StoreError`.
        """
        if not self._grouping:
            return await self._workers.write(partial(self._alone, work, settle, guarded=guarded))
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(work, settle, answer))
        if self._turns is None:
            self._turns = asyncio.create_task(self._take_turns())
        return await answer

    async def _take_turns(self) -> None:
        group: list[_Waiting] = []
        try:
            while self._waiting:
                group.clear()
                outcomes = await self._workers.write(partial(self._turn, group))
                for one, outcome in zip(group, outcomes, strict=True):
                    if isinstance(outcome.error, COLLISIONS):
                        outcome = await self._again(one)
                    _tell(one.answer, outcome)
        except Exception as error:
            # There is no thread to be had, say: nobody is to wait for what nobody does.
            for one in (*group, *self._waiting):
                _tell(one.answer, _Outcome(error=error))
            self._waiting.clear()
        finally:
            self._turns = None

    def _turn(self, group: list[_Waiting]) -> Sequence[_Outcome]:
        """Write who waits by now; `group` is who that was."""
        while self._waiting and len(group) < _MOST:
            group.append(self._waiting.popleft())
        if len(group) > 1:
            try:
                outcomes = self._together(group)
            except DatabaseBusy as error:
                # Each alone would wait as long again.
                return [_Outcome(error=error) for _ in group]
            except Exception:
                return [self._tried(one) for one in group]
            return [self._settled(one, outcome) for one, outcome in zip(group, outcomes, strict=True)]
        return [self._tried(one) for one in group]

    def _together(self, group: Sequence[_Waiting]) -> list[_Outcome]:
        with in_parts(self._connections) as transaction:
            return [_part(one.work, transaction) for one in group]

    def _settled(self, one: _Waiting, outcome: _Outcome) -> _Outcome:
        if outcome.error is None:
            try:
                one.settle(outcome.value)
            except Exception as error:
                return _Outcome(error=error)
        return outcome

    def _tried(self, one: _Waiting) -> _Outcome:
        try:
            return _Outcome(self._alone(one.work, one.settle))
        except Exception as error:
            return _Outcome(error=error)

    async def _again(self, one: _Waiting) -> _Outcome:
        """Somebody else was quicker; the workers know how to try again."""
        try:
            return _Outcome(await self._workers.write(partial(self._alone, one.work, one.settle)))
        except Exception as error:
            return _Outcome(error=error)

    def _alone(self, work: Callable[[Connection], T], settle: Callable[[T], None], *, guarded: bool = False) -> T:
        with self._connections.writing(guarded=guarded) as connection:
            value = work(connection)
        settle(value)
        return value


def _part(work: Callable[[Connection], Any], transaction: Transaction) -> _Outcome:
    """What came of it; raises where it may concern the others too."""
    try:
        return _Outcome(transaction.part(work, (Problem, ConnectError)))
    except (Problem, ConnectError) as error:
        return _Outcome(error=error)


def _tell(answer: asyncio.Future[Any], outcome: _Outcome) -> None:
    if answer.done():
        return  # nobody waits any more
    if outcome.error is None:
        answer.set_result(outcome.value)
    else:
        answer.set_exception(outcome.error)
