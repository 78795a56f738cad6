"""Doing again what came to nothing because others wrote at the same time.

On SQLite writers wait for each other and nothing collides. On PostgreSQL of two transactions that read what the other
writes one is refused; done again from its start it sees what the other did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import uniform
from time import sleep
from typing import TypeVar

from connect_desktop.store.errors import AlreadyThere, DatabaseBusy, WritesCollided

# Somebody else may have been quicker in adding the very same row; the next try finds it.
COLLISIONS = (WritesCollided, AlreadyThere)

_TRIES = 9
_FIRST_PAUSE = 0.004
_LONGEST_PAUSE = 0.4

T = TypeVar("T")


def pauses() -> Iterator[float]:
    """How long to wait before each further try, in seconds: longer and longer at random, so that those who collided
    do not meet again."""
    for number in range(_TRIES):
        yield uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**number))  # noqa: S311 - no secret


def kept(transaction: Callable[[], T]) -> T:
    """What the transaction gives when it does not collide, for callers that cannot be done again as a whole.

    Raises what it raises, and `DatabaseBusy` when it never came through.
    """
    for pause in pauses():
        try:
            return transaction()
        except WritesCollided:
            sleep(pause)
    try:
        return transaction()
    except WritesCollided as error:
        raise DatabaseBusy(str(error.values["path"])) from error
