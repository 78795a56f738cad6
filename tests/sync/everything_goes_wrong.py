"""Everything that may go wrong, in any order: a machine that Hypothesis drives."""

from __future__ import annotations

import asyncio

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from connect_desktop.runtime.sco_launch import LaunchOptions
from tests.sync.goes_wrong import LEARNER, NUMBER, ON_THE_WAY, ONE, PARTS, POINTS, TORN, WRITE, GoesWrong, Way
from tests.sync.world.journal_world import HUB, SERVER, JournalWorld
from tests.sync.world.playing import NOT_FOR_CREDIT, Write
from tests.sync.world.world import busy

A_SERVER = st.sampled_from([SERVER, HUB])


class EverythingGoesWrong(GoesWrong):
    """Devices, a hub and a server that keep launches."""

    world: JournalWorld

    @initialize(servers_of=st.lists(st.sampled_from([(SERVER,), (HUB,), (HUB, SERVER)]), min_size=2, max_size=3))
    def begin(self, servers_of: list[tuple[str, ...]]) -> None:
        loop = self._stack.enter_context(asyncio.Runner())
        self.world = JournalWorld(self._folder, self.shelf, loop, servers_of)

    @rule(one=ONE, learner=LEARNER, course=NUMBER, parts=PARTS, options=st.sampled_from(NOT_FOR_CREDIT))
    def a_learner_looks_into_a_course(
        self, one: int, learner: str, course: int, parts: list[list[Write]], options: LaunchOptions
    ) -> None:
        self._take_course(self._device(one), learner, course, parts, options)
        self._stepped()

    @rule(one=ONE, learner=LEARNER, course=NUMBER, options=st.sampled_from(NOT_FOR_CREDIT))
    def a_learner_begins_to_look_into_a_course(
        self, one: int, learner: str, course: int, options: LaunchOptions
    ) -> None:
        device = self._device(one)
        if device.playing is None:
            device.begin(learner, course, anew=False, options=options)
        self._stepped()

    @rule(one=ONE, learner=LEARNER, writes=st.lists(WRITE, max_size=4), number=NUMBER, stays=st.booleans())
    def a_learner_takes_a_course_that_is_replaced_there(
        self, one: int, learner: str, writes: list[Write], number: int, stays: bool
    ) -> None:
        """The servers may have other content under its id; it may be sent while it is played."""
        device = self._device(one)
        if device.playing is None:
            device.open(self.shelf.replaced, learner)
            self._sync(*self._syncer(one), number, [])
            if device.playing is not None:
                device.playing.write(*writes)
                device.playing.go_on(suspend=True)
            if not stays:
                self._close(device)
        self._stepped()

    @rule(which=A_SERVER)
    def a_package_is_replaced(self, which: str) -> None:
        """What was learned in it may have been acknowledged."""
        if self.world.may_replace:
            self.world.replace_package(which)
        self._stepped()

    @rule(on_the_way=ON_THE_WAY)
    def the_hub_syncs(self, on_the_way: Way) -> None:
        hub = self.world.hub
        self._sync(hub, hub.syncer, 0, on_the_way)
        self._stepped()

    @rule(point=st.sampled_from(POINTS), times=st.integers(0, 2), torn=TORN, way=ON_THE_WAY)
    def the_hub_dies_while_it_syncs(self, point: str, times: int, torn: float | None, way: Way) -> None:
        hub = self.world.hub
        self._die_while_syncing(hub, hub.syncer, 0, (point, times), torn, way)
        self._stepped()

    @rule(one=ONE, number=NUMBER, where=A_SERVER)
    def a_server_is_busy_while_a_device_syncs(self, one: int, number: int, where: str) -> None:
        place, syncer = self._syncer(one)
        with busy(self.world.servers[where]):
            self._sync(place, syncer, number, [])
        self._stepped()

    @rule(which=A_SERVER, torn=TORN)
    def a_server_dies(self, which: str, torn: float | None) -> None:
        self._die(self.world.servers[which], torn)
        self._stepped()
