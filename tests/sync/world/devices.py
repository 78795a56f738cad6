"""Devices on which learners play."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

import httpx

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.store.records import EntryKind, PackageRecord
from tests.store_for_tests import SteppingClock
from tests.sync.world.courses import Shelf
from tests.sync.world.places import Place
from tests.sync.world.playing import FOR_CREDIT, Playing
from tests.sync.world.syncing import Served, Syncer


class Device(Place):
    """A device on which learners play, one at a time, and which syncs with one server or several."""

    def __init__(
        self,
        name: str,
        folder: Path,
        shelf: Shelf,
        clock: SteppingClock,
        servers: Iterable[Served],
        route: httpx.BaseTransport,
    ) -> None:
        super().__init__(name, folder, shelf, clock)
        self.playing: Playing | None = None
        self.syncer = Syncer(self, servers, route)

    @classmethod
    def cloned(cls, of: Device, name: str, folder: Path, servers: Iterable[Served], route: httpx.BaseTransport) -> Self:
        """A device whose data folder is a copy of another's."""
        of.back_up(folder / "0")
        clone = cls(name, folder, of.shelf, SteppingClock(of.clock()), servers, route)
        clone.syncer.believes = dict(of.syncer.believes)
        return clone

    def start(self) -> None:
        super().start()
        self.syncer.start()
        self.settle()

    def stop(self) -> None:
        if self.playing is not None:
            # What it still writes goes into a folder that nobody looks into any more.
            with suppress(ConnectError):
                self.playing.close()
            self.playing = None
        super().stop()

    def settle(self) -> None:
        """End the launches that were cut off, as a start of the application does."""
        launching = Launching(self.store, clock=self.clock)
        for launch in self.store.launches.unended():
            session = self.store.sessions.get(launch.session_id)
            assert session is not None
            launching.settle(launch, self.shelf.courses[session.package_id])

    def begin(self, learner: str, number: int, *, anew: bool, options: LaunchOptions = FOR_CREDIT) -> None:
        self.open(self.shelf.packages[number % len(self.shelf.packages)], learner, anew=anew, options=options)

    def open(
        self,
        package: PackageRecord,
        learner: str,
        *,
        anew: bool = False,
        options: LaunchOptions = FOR_CREDIT,
        part: str | None = None,
    ) -> None:
        person = self.store.learners.known_as(learner)
        course = self.shelf.courses[package.id]
        _, running = Launching(self.store, clock=self.clock).open(course, package.id, person, options, anew=anew)
        self.playing = Playing(running, course.edition.is_2004)
        self.playing.begin(part)

    def write_beside(self, value: str) -> None:
        """Go on with the launches that were being played when this disk was copied, as a copy of the machine would."""
        for launch in self.store.launches.unended():
            journal = self.store.journal(launch)
            journal.append(EntryKind.SET, "ITEM1", "cmi.suspend_data", value)
            journal.commit()
            journal.close()
