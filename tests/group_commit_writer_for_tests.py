"""A process that writes by group commit from many tasks at once and says what it was told is kept, until it is killed.

`python -m tests.group_commit_writer_for_tests DATABASE`
"""

from __future__ import annotations

import asyncio
import sys
from itertools import count
from pathlib import Path

from connect_desktop.server.group_commit import GroupCommit
from connect_desktop.server.workers import Workers
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import open_store

_TASKS = 16


async def _write(path: Path) -> None:
    group_commit = GroupCommit(open_store(path).database.connections, Workers())
    numbers = count()

    async def write_on() -> None:
        for number in numbers:

            def put(connection: Connection, name: str = f"n{number}") -> str:
                connection.execute("INSERT INTO meta (name, value) VALUES (?, '')", (name,))
                return name

            sys.stdout.write(f"{await group_commit.write(put)}\n")
            sys.stdout.flush()

    await asyncio.gather(*(write_on() for _ in range(_TASKS)))


if __name__ == "__main__":
    asyncio.run(_write(Path(sys.argv[1])))
