"""What may go wrong wherever devices sync, in any order: the rules that the machines which Hypothesis drives share."""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from connect_desktop.runtime.sco_launch import LaunchOptions
from tests.faulty_transport_for_tests import before
from tests.full_disk_for_tests import no_file_grows_beyond
from tests.sync.world.courses import Shelf
from tests.sync.world.devices import Device
from tests.sync.world.network import FAULTS
from tests.sync.world.places import LEARNERS, Place
from tests.sync.world.playing import FOR_CREDIT, WRITES, Write
from tests.sync.world.syncing import Dies, Meeting, Syncer
from tests.sync.world.world import MOST_DEVICES, World, busy

RACED = "raced"
POINTS = ("enqueue", "send", "merge", "commit", "acknowledge")

# Files in memory: what a disk loses is decided here, and nobody waits for a real one.
_MEMORY = Path("/dev/shm")

ONE = st.integers(0, MOST_DEVICES - 1)
NUMBER = st.integers(0, 7)
LEARNER = st.sampled_from(LEARNERS)
WRITE = st.tuples(st.sampled_from(WRITES), st.integers(0, 400_000))
REQUESTS = ("any request", "push", "push", "push", "question", "pull", "pull")
PARTS = st.lists(st.lists(WRITE, max_size=4), min_size=1, max_size=3)
PLACE = st.integers(0, MOST_DEVICES + 1)
EXPIRED = "ck_live_expired"
ON_THE_WAY = st.lists(st.tuples(st.sampled_from(REQUESTS), st.sampled_from([*FAULTS, RACED])), max_size=4)
TORN = st.none() | st.floats(0, 1)

Way = list[tuple[str, str]]
"""Which request meets which fault."""


class GoesWrong(RuleBasedStateMachine):
    """Devices of a world; after each step what must hold at any time does, and in the end all is in step.

    `steps` counts those of all runs. `chance` is what ids are made from, the same in each run.
    """

    shelf: ClassVar[Shelf]
    chance: ClassVar[Random]
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.chance.seed(2004)
        self._stack = ExitStack()
        folder = tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)
        self._folder = Path(self._stack.enter_context(folder))
        self._is_at_rest = False
        self.world: World

    # Learners learn.

    @rule(one=ONE, learner=LEARNER, course=NUMBER, anew=st.booleans())
    def a_learner_begins(self, one: int, learner: str, course: int, anew: bool) -> None:
        device = self._device(one)
        if device.playing is None:
            device.begin(learner, course, anew=anew)
        self._stepped()

    @rule(one=ONE, writes=st.lists(WRITE, min_size=1, max_size=4), commits=st.booleans())
    def a_learner_learns(self, one: int, writes: list[Write], commits: bool) -> None:
        if playing := self._device(one).playing:
            playing.write(*writes)
            if commits and playing.has_content:
                assert playing.commit()
        self._stepped()

    @rule(one=ONE, suspend=st.booleans())
    def a_learner_goes_on(self, one: int, suspend: bool) -> None:
        if playing := self._device(one).playing:
            playing.go_on(suspend=suspend)
        self._stepped()

    @rule(one=ONE)
    def a_learner_stops(self, one: int) -> None:
        self._close(self._device(one))
        self._stepped()

    @rule(one=ONE, learner=LEARNER, course=NUMBER, parts=PARTS)
    def a_learner_takes_a_course(self, one: int, learner: str, course: int, parts: list[list[Write]]) -> None:
        self._take_course(self._device(one), learner, course, parts)
        self._stepped()

    @rule(one=ONE, full=st.integers(0, 30_000), writes=st.lists(WRITE, min_size=1, max_size=4))
    def the_disk_is_full_while_a_learner_learns(self, one: int, full: int, writes: list[Write]) -> None:
        device = self._device(one)
        if device.playing is not None:
            with self._full(device, full):
                device.playing.write(*writes)
                device.playing.commit()
        self._stepped()

    # Everybody syncs.

    @rule(one=ONE, number=NUMBER, on_the_way=ON_THE_WAY)
    def a_device_syncs(self, one: int, number: int, on_the_way: Way) -> None:
        self._sync(*self._syncer(one), number, on_the_way)
        self._stepped()

    @rule(one=ONE, learner=LEARNER, course=NUMBER, parts=PARTS, number=NUMBER, on_the_way=ON_THE_WAY)
    def a_device_syncs_what_was_learnt(
        self, one: int, learner: str, course: int, parts: list[list[Write]], number: int, on_the_way: Way
    ) -> None:
        self._take_course(self._device(one), learner, course, parts)
        self._sync(*self._syncer(one), number, on_the_way)
        self._stepped()

    @rule(one=ONE, two=ONE, learner=LEARNER, course=NUMBER, parts=PARTS, number=NUMBER, on_the_way=ON_THE_WAY)
    def two_devices_race(
        self, one: int, two: int, learner: str, course: int, parts: list[list[Write]], number: int, on_the_way: Way
    ) -> None:
        """Both learnt on the same session, and one syncs while the other does."""
        for device in (self._device(one), self._device(two)):
            self._take_course(device, learner, course, parts)
        self._sync(*self._syncer(one), number, [("push", RACED), *on_the_way])
        self._stepped()

    @rule(one=ONE, number=NUMBER, point=st.sampled_from(POINTS), times=st.integers(0, 2), torn=TORN, way=ON_THE_WAY)
    def a_device_dies_while_it_syncs(
        self, one: int, number: int, point: str, times: int, torn: float | None, way: Way
    ) -> None:
        if self._device(one).playing is None:
            self._take_course(self._device(one), "ada", number, [[("time", 100 * number)]])
        self._die_while_syncing(*self._syncer(one), number, (point, times), torn, way)
        self._stepped()

    @rule(one=ONE, number=NUMBER)
    def the_database_is_busy_while_a_device_syncs(self, one: int, number: int) -> None:
        place, syncer = self._syncer(one)
        with busy(place):
            self._sync(place, syncer, number, [])
        self._stepped()

    @rule(one=ONE, number=NUMBER, full=st.integers(0, 60_000))
    def the_disk_is_full_while_a_device_syncs(self, one: int, number: int, full: int) -> None:
        place, syncer = self._syncer(one)
        with self._full(place, full):
            self._sync(place, syncer, number, [])
        self._stepped()

    @rule(number=NUMBER)
    def what_was_delayed_arrives(self, number: int) -> None:
        self.world.network.deliver(number)
        self._stepped()

    @rule(one=ONE, number=NUMBER)
    def somebody_says_where_to_go_on(self, one: int, number: int) -> None:
        service = self._device(one).syncer.service
        if questions := service.questions():
            question = questions[number % len(questions)]
            service.resume_from(question.session_id, question.points[number % len(question.points)].launch_id)
        self._stepped()

    # Things happen.

    @rule(one=ONE, torn=TORN)
    def a_device_dies(self, one: int, torn: float | None) -> None:
        self._die(self._device(one), torn)
        self._stepped()

    @rule(one=PLACE)
    def a_backup_is_taken(self, one: int) -> None:
        self.world.back_up(self._place(one))
        self._stepped()

    @rule(one=PLACE)
    def a_backup_is_put_back(self, one: int) -> None:
        self.world.put_back(self._place(one))
        self._stepped()

    @rule(one=ONE, writes=st.none() | st.integers(0, 9))
    def a_device_is_copied(self, one: int, writes: int | None) -> None:
        """Its data folder; or the machine as it runs, whose copy goes on with what is being played."""
        if len(self.world.devices) < MOST_DEVICES:
            device = self._device(one)
            if writes is not None and device.playing is None:
                device.begin(LEARNERS[0], writes, anew=False)
            clone = self.world.clone(device)
            if writes is not None:
                clone.write_beside(f"elsewhere {writes}")
            clone.settle()
        self._stepped()

    @rule(one=ONE, days=st.integers(-4000, 4000), key=st.sampled_from(["expires", "is given anew", "stays"]))
    def time_passes(self, one: int, days: int, key: str) -> None:
        """A clock is set; a key expires, or one is given of which one hears only when one asks for it again."""
        device = self._device(one)
        device.clock.now += timedelta(days=days)
        if key == "expires":
            device.syncer.keys.keys = dict.fromkeys(device.syncer.keys.keys, EXPIRED)
        elif key == "is given anew":
            device.syncer.keys.first.append(EXPIRED)
        self._stepped()

    @rule(one=PLACE, course=NUMBER, back=st.booleans())
    def a_course_is_taken_away_or_given_back(self, one: int, course: int, back: bool) -> None:
        place = self._place(one)
        package = self.shelf.packages[course % len(self.shelf.packages)]
        if back:
            place.store.packages.put(package)
        elif not (isinstance(place, Device) and place.playing):
            place.store.packages.remove(package.id, force=True)
        self._stepped()

    @rule()
    def all_comes_to_rest(self) -> None:
        self._rest()
        self._stepped()
        self._is_at_rest = True

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                self._rest()
                for place in self.world.places:
                    place.stop()
        finally:
            self._stack.close()

    def _stepped(self) -> None:
        type(self).steps += 1
        self._is_at_rest = False
        self.world.check()

    def _rest(self) -> None:
        if not self._is_at_rest:
            self.world.settle_down()

    def _device(self, one: int) -> Device:
        return self.world.devices[one % len(self.world.devices)]

    def _syncer(self, one: int) -> tuple[Place, Syncer]:
        device = self._device(one)
        return device, device.syncer

    def _place(self, one: int) -> Place:
        return self.world.places[one % len(self.world.places)]

    def _take_course(
        self,
        device: Device,
        learner: str,
        course: int,
        parts: list[list[Write]],
        options: LaunchOptions = FOR_CREDIT,
    ) -> None:
        self._close(device)
        device.begin(learner, course, anew=False, options=options)
        assert device.playing is not None
        for writes in parts:
            device.playing.write(*writes)
            device.playing.go_on(suspend=True)
        self._close(device)

    def _close(self, device: Device) -> None:
        if device.playing is not None:
            device.playing.close()
            device.playing = None

    def _sync(self, place: Place, syncer: Syncer, number: int, on_the_way: Way) -> None:
        accounts = list(syncer.accounts)
        self.world.run(place, syncer, accounts[number % len(accounts)], *(self._meeting(*it) for it in on_the_way))

    def _die_while_syncing(
        self,
        place: Place,
        syncer: Syncer,
        number: int,
        dies_at: tuple[str, int],
        torn: float | None,
        on_the_way: Way,
    ) -> None:
        syncer.dies_at = dies_at
        try:
            self._sync(place, syncer, number, on_the_way)
        except Dies:
            self._die(place, torn)
        syncer.dies_at = None

    def _die(self, place: Place, torn: float | None) -> None:
        if torn is None:
            place.die()
        else:
            self.world.lose_power(place, torn)

    def _full(self, place: Place, more: int) -> AbstractContextManager[None]:
        log = place.database.with_name(f"{place.database.name}-wal")
        return no_file_grows_beyond(log.stat().st_size + more)

    def _meeting(self, request: str, fault: str) -> Meeting:
        raced = before(self._somebody_else_syncs)
        return self.world.requests[request], raced if fault == RACED else self.world.faults[fault]

    def _somebody_else_syncs(self) -> None:
        for _, syncer in self.world.syncers:
            for server in syncer.accounts:
                if not syncer.is_running:
                    syncer.run(server)
