"""What is kept of an exchange is kept at once, and before it is needed: whenever a device dies, it knows all of it or
nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from connect_desktop.store.connection import Connection
from connect_desktop.store.devices.sync_state import SyncState
from connect_desktop.store.devices.sync_work import SyncWork
from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.sync.report import Outcome
from tests.faulty_transport_for_tests import before
from tests.sync.conftest import MakeDevice
from tests.sync.world.courses import Shelf
from tests.sync.world.journal_world import SERVER, JournalWorld
from tests.sync_for_tests import Device

FIRST = ("cmi.core.session_time", "0000:01:00.25"), ("cmi.core.lesson_status", "passed")
SECOND = ("cmi.core.session_time", "0000:02:00"), ("cmi.core.lesson_status", "incomplete")

Known = tuple[dict[str, Receipt], int, int, bool, set[str]]
"""What is known of a session's server, and which launches there are: receipts, version, time, whether it is in step."""

Watch = Callable[[Device, str], list[Known]]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """A list of what is known from now on, each time after a transaction that changed it."""

    def watch(device: Device, session_id: str) -> list[Known]:
        connections = device.store.database.connections
        writing = connections.writing
        seen = [_known(device, session_id)]

        @contextmanager
        def watched(*, guarded: bool = False) -> Iterator[Connection]:
            with writing(guarded=guarded) as connection:
                yield connection
            if (known := _known(device, session_id)) != seen[-1]:
                seen.append(known)

        monkeypatch.setattr(connections, "writing", watched)
        return seen

    return watch


def _known(device: Device, session_id: str) -> Known:
    key = device.store.tenant_id, device.account.id
    state, work = SyncState(*key, device.timing.now), SyncWork(*key)
    with device.store.database.connections.reading() as connection:
        receipts = state.receipts(connection, session_id)
        session = state.session(connection, session_id)
        launches = {it.id for it in device.store.launches.of_session_within(connection, session_id)}
        mark = work.mark(connection, session_id)
    if session is None:
        return receipts, 0, 0, False, launches
    return receipts, session.version, session.held_time, session.mark == mark != "", launches


def test_an_acknowledgement(make_device: MakeDevice, watch: Watch, learner: str) -> None:
    device = make_device("a")
    session_id = device.begin(f"s-{uuid4()}", learner)
    for played, time in ((FIRST, 6025), (SECOND, 18025)):
        device.play(session_id, *played)
        seen = watch(device, session_id)
        assert device.sync().outcome is Outcome.DONE
        before, after = seen
        assert not before[3]
        assert (set(after[0]), after[2:4]) == (after[4], (time, True))
        assert (before[4], before[1] < after[1]) == (after[4], True)


def test_what_is_taken_in(make_device: MakeDevice, watch: Watch, learner: str) -> None:
    one, other = make_device("a"), make_device("b")
    session_id = one.begin(f"s-{uuid4()}", learner)
    other.store.learners.known_as(learner)
    for played, time in ((FIRST, 6025), (SECOND, 18025)):
        one.play(session_id, *played)
        one.sync()
        seen = watch(other, session_id)
        assert other.sync().outcome is Outcome.DONE
        # Whose session it is, and what the server says it came to, is asked first, while there is nothing of it here.
        before, after = (it for it in seen if it[4] or it is seen[0])
        assert (set(after[0]), after[2:4], len(after[4] - before[4])) == (after[4], (time, True), 1)


def test_what_is_sent_while_it_is_played_is_safe_from_a_loss_of_power(shelf: Shelf, tmp_path: Path) -> None:
    with asyncio.Runner() as loop:
        world = JournalWorld(tmp_path, shelf, loop, [(SERVER,)])
        device = world.devices[0]
        device.begin("ada", 1, anew=False)
        assert device.playing is not None
        device.syncer.run(SERVER)
        device.playing.write(("time", 100))
        assert not device.is_safe
        safe: list[bool] = []
        device.syncer.run(SERVER, (world.requests["push"], before(lambda: safe.append(device.is_safe))))
        assert safe == [True]
        for place in world.places:
            place.stop()
