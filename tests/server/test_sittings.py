"""How long a course that is played in a browser stays open, and how many of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from msgspec.structs import replace

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.courses import Courses
from connect_desktop.server.pages.words import words_for
from connect_desktop.server.player.sittings import Sittings
from connect_desktop.server.problems import Problem
from connect_desktop.server.settings import SittingLimits
from connect_desktop.server.tenant_stores import TenantStores
from connect_desktop.server.tokens import Claims
from connect_desktop.server.workers import Workers
from connect_desktop.store.database import Database, Store, utc_now
from connect_desktop.store.errors import DatabaseBusy
from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, add_package

T = TypeVar("T")

LIMITS = SittingLimits(most=3, idle=600, heartbeat=60)


@dataclass
class Room:
    """Sittings, and a watch that a test sets."""

    sittings: Sittings
    workers: Workers
    store: Store
    seconds: float = 0

    def claims(self, session_id: str) -> Claims:
        learner = self.store.learners.known_as("ada")
        session = self.store.sessions.create(session_id, learner.id, PACKAGE)
        return Claims(
            tenant_id=self.store.tenant_id,
            session_id=session.id,
            package_id=PACKAGE,
            learner_id=learner.id,
            launch_id=self.store.launches.new_id(),
            epoch=session.token_epoch,
        )

    def open(self, session_id: str) -> str:
        name, sitting = self.sittings.open(self.claims(session_id), words_for(None))
        sitting.begin(None)
        return name

    def why(self, session_id: str, name: str) -> str:
        """Why the sitting is over; "" while it is not."""
        return refusal(lambda: self.sittings.find(session_id, name))


def refusal(act: Callable[[], object]) -> str:
    try:
        act()
    except Problem as problem:
        return problem.code
    return ""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    add_package(tmp_path / "data", build_zip(tmp_path / "course.zip"))
    paths = DataPaths(tmp_path / "data")
    library, workers = PackageLibrary(paths.packages), Workers()
    with closing(Database(paths.database)) as database:
        stores = TenantStores(database, utc_now)
        sittings = Sittings(
            stores, library, Courses(library), workers, utc_now, limits=LIMITS, now=lambda: made.seconds
        )
        made = Room(sittings, workers, stores.of(database.tenant_id))
        yield made


async def swept(room: Room) -> None:
    """After one look at who is silent."""
    room.sittings.limits = replace(room.sittings.limits, idle=0.01)
    sweeping = asyncio.create_task(room.sittings.sweep())
    while len(room.sittings) > 1:
        await asyncio.sleep(0)
    # Whoever writes next comes after the sitting's end.
    await room.workers.write(lambda: None)
    sweeping.cancel()
    with suppress(asyncio.CancelledError):
        await sweeping


def test_a_page_that_is_silent_for_too_long_loses_its_sitting_and_its_launch_ends(room: Room) -> None:
    silent, heard = room.open("silent"), room.open("heard")
    room.seconds = 5
    room.sittings.find("heard", heard)
    asyncio.run(swept(room))
    assert (room.why("silent", silent), room.why("heard", heard)) == ("sitting-idle", "")
    assert not room.store.launches.running("silent")
    assert room.store.launches.running("heard")


def test_a_database_that_is_busy_for_a_while_does_not_end_the_sweeping(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open("silent")
    room.seconds = 5
    looked: list[str] = []
    close = room.sittings.close

    def fails_once(key: tuple[str, str], reason: str = "over") -> None:
        looked.append(reason)
        if len(looked) == 1:
            raise DatabaseBusy(Path("connect.db"))
        close(key, reason)

    monkeypatch.setattr(room.sittings, "close", fails_once)
    room.open("heard")
    asyncio.run(swept(room))
    assert looked == ["idle", "idle"]


def test_a_second_window_ends_the_first_and_says_so(room: Room) -> None:
    first = room.open("s")
    second = room.open("s")
    assert (room.why("s", first), room.why("s", second)) == ("sitting-elsewhere", "")
    assert room.why("s", "never-was") == "sitting-lost"


def test_a_revoked_token_ends_its_sitting_with_the_next_sign_of_life(room: Room) -> None:
    name = room.open("s")
    asyncio.run(room.sittings.stay("s", name))
    room.store.sessions.revoke_tokens("s")
    with pytest.raises(Problem) as raised:
        asyncio.run(room.sittings.stay("s", name))
    assert (raised.value.status, raised.value.code) == (410, "sitting-revoked")
    assert not room.store.launches.running("s")


class TestWhileOthersWrite:
    """What is decided of a sitting is done when the writing thread comes to it; by then much may have happened."""

    @staticmethod
    async def queued(room: Room, *acts: Callable[[], Coroutine[Any, Any, T]]) -> list[T | BaseException]:
        """What these come to, each of which waits for the writing thread before the next begins."""
        gate = threading.Event()
        busy = asyncio.create_task(room.workers.write(gate.wait))
        tasks: list[asyncio.Task[T]] = []
        for act in acts:
            tasks.append(asyncio.create_task(act()))
            while room.workers.waiting_to_write < len(tasks):
                await asyncio.sleep(0)
        gate.set()
        await busy
        done = await asyncio.gather(*tasks, return_exceptions=True)
        # Whoever writes next comes after all of them.
        await room.workers.write(lambda: None)
        return done

    async def open(self, room: Room) -> str:
        return await room.workers.write(lambda: room.open("s"))

    async def say(self, room: Room, name: str) -> str:
        return await room.sittings.speak("s", name, lambda sitting: "over" if sitting.is_over else "said")

    async def leave(self, room: Room, name: str) -> str:
        """The page is gone, and nothing can be on its way any more."""
        room.seconds += 10 * LIMITS.on_their_way
        room.sittings.leave_soon("s", name)
        return name

    async def sweep(self, room: Room) -> str:
        room.seconds += 10 * LIMITS.idle
        sweeping = asyncio.create_task(room.sittings.sweep())
        while room.workers.waiting_to_write < 2:
            await asyncio.sleep(0)
        await room.workers.write(lambda: None)
        sweeping.cancel()
        return ""

    def test_a_page_that_is_loaded_again_keeps_the_new_sitting(self, room: Room) -> None:
        first = room.open("s")
        second, *_ = asyncio.run(self.queued(room, lambda: self.open(room), lambda: self.leave(room, first)))
        assert room.why("s", str(second)) == ""

    def test_a_silent_page_that_is_opened_anew_keeps_the_new_sitting(self, room: Room) -> None:
        room.open("s")
        room.sittings.limits = replace(LIMITS, idle=0.01)
        second, *_ = asyncio.run(self.queued(room, lambda: self.open(room), lambda: self.sweep(room)))
        assert room.why("s", str(second)) == ""

    def test_a_call_that_was_on_its_way_all_the_same_is_answered(self, room: Room) -> None:
        name = room.open("s")
        _, said = asyncio.run(self.queued(room, lambda: self.leave(room, name), lambda: self.say(room, name)))
        assert said == "said"

    def test_a_call_from_the_window_before_is_not_made(self, room: Room) -> None:
        first = room.open("s")
        second, said = asyncio.run(self.queued(room, lambda: self.open(room), lambda: self.say(room, first)))
        assert isinstance(said, Problem)
        assert (said.code, room.why("s", str(second))) == ("sitting-elsewhere", "")

    def test_a_token_that_was_revoked_ends_only_what_was_opened_with_it(self, room: Room) -> None:
        first = room.open("s")
        room.store.sessions.revoke_tokens("s")
        second, said = asyncio.run(self.queued(room, lambda: self.open(room), lambda: self.say(room, first)))
        assert isinstance(said, Problem)
        assert (said.code, room.why("s", str(second))) == ("sitting-elsewhere", "")


def test_there_is_an_end_to_how_many_are_played_at_a_time(room: Room) -> None:
    names = {session_id: room.open(session_id) for session_id in ("a", "b", "c")}
    assert refusal(lambda: room.open("d")) == "too-many-sittings"
    room.seconds = 10 * LIMITS.heartbeat
    for session_id in ("b", "c"):
        room.sittings.find(session_id, names[session_id])
    room.open("d")
    assert (room.why("a", names["a"]), room.why("b", names["b"])) == ("sitting-idle", "")
    assert len(room.sittings) == LIMITS.most
