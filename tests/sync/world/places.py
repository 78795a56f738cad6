"""Places: each a database on a disk that dies, is put back, and is copied as disks are."""

from __future__ import annotations

import shutil
from pathlib import Path

from connect_desktop.store.database import Database, Store, store_of
from tests.store_for_tests import SteppingClock
from tests.sync.world.courses import Shelf
from tests.sync.world.disk import LogMark, WatchedConnections, image, log_mark, tear
from tests.sync.world.seen import Seen, look

DATABASE = "connect.db"
LEARNERS = ("ada", "bob")
"""Everybody is known everywhere: what nobody here learns is not asked for."""


class Place:
    """A program and its database. `life` counts how often it was started; `seen` is what was last found in it, `safe`
    what was last found in it when a loss of power would have taken nothing."""

    def __init__(self, name: str, folder: Path, shelf: Shelf, clock: SteppingClock) -> None:
        self.name = name
        self.shelf = shelf
        self.clock = clock
        self.folder = folder
        self.life = 0
        self.seen: Seen
        self.store = self._open()
        for package in shelf.packages:
            self.store.packages.put(package)
        for learner in LEARNERS:
            self.store.learners.known_as(learner)
        self._seen_at = -1, LogMark()
        self.safe = self.look()

    @property
    def database(self) -> Path:
        return self.folder / str(self.life) / DATABASE

    @property
    def connections(self) -> WatchedConnections:
        connections = self.store.database.connections
        assert isinstance(connections, WatchedConnections)
        return connections

    @property
    def is_safe(self) -> bool:
        """Whether a loss of power would take nothing."""
        return self.connections.safe == log_mark(self.database)

    def look(self) -> Seen:
        """What is in its database; nothing is read where nothing was written since."""
        mark = self.life, log_mark(self.database)
        if mark != self._seen_at:
            self.seen, self._seen_at = look(self.database), mark
        return self.seen

    def start(self) -> None:
        """Begin another life with what lies in the folder."""
        self.store = self._open()

    def stop(self) -> None:
        """An end in order."""
        self.store.close()

    def die(self, torn: float | None = None) -> None:
        """Die at once and start again from what the disk holds; where power is lost with it, this share is left of
        what was not safe yet."""
        self._leave(self._image(torn))
        self.start()

    def back_up(self, copy: Path) -> None:
        """A copy of the data folder."""
        image(self.database, copy / DATABASE)

    def put_back(self, copy: Path) -> None:
        """Go on from a copy of the data folder."""
        self._leave(self._next())
        image(copy / DATABASE, self.database)
        self.start()

    def _image(self, torn: float | None = None) -> int:
        life, now, safe = self._next(), log_mark(self.database), self.connections.safe
        copy = self.folder / str(life) / DATABASE
        image(self.database, copy)
        if torn is not None:
            tear(copy, now, safe, torn)
        return life

    def _next(self) -> int:
        return max(int(it.name) for it in self.folder.iterdir() if it.name.isdecimal()) + 1

    def _leave(self, life: int) -> None:
        old = self.database.parent
        self.stop()
        shutil.rmtree(old)
        self.life = life

    def _open(self) -> Store:
        database = Database(self.database, self.clock)
        database.close()
        database.connections = WatchedConnections(self.database)
        return store_of(database, database.tenant_id, database.device_id, self.clock)
