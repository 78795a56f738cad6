"""Devices and a server that knows only the owner's document: in the end it tells what all launches came to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from connect_desktop.runtime.elements_on_record import sole_activity
from connect_desktop.scorm.cam.course import VerdictRule
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.travel.launch_exchange import HeldLaunch
from connect_desktop.store.travel.launch_join import joined
from connect_desktop.sync.documents.folded import folded, record_of_traces
from connect_desktop.sync.documents.three_way import record_of
from tests.sync.world.courses import Shelf
from tests.sync.world.documents import Documents, forgeries
from tests.sync.world.network import Network, faults
from tests.sync.world.seen import COMPLETIONS
from tests.sync.world.world import World

SERVER = Documents.name

_ANSWER = re.compile(r"(.*cmi\.interactions)\.\d+\.id")


class DocumentWorld(World):
    """What was played is known by launch: `most` is the longest time ever seen of each, by session, and how much it had
    written then."""

    requests = {"any request": "", "push": "^PUT ", "question": "/sessions$", "pull": "^GET .*/sessions/"}  # noqa: RUF012

    def __init__(self, folder: Path, shelf: Shelf, devices: int, *, adds: bool, merges: bool) -> None:
        network = Network()
        self.documents = Documents(shelf.courses, adds=adds, merges=merges)
        self.faults = {**faults(network), **forgeries()}
        self.most: dict[str, tuple[str, int, int]] = {}
        self._told: dict[str, str] = {}
        super().__init__(folder, shelf, network, {SERVER: self.documents}, [(SERVER,)] * devices)

    def put_back_the_server(self) -> None:
        self.documents.put_back()
        self._told.clear()

    def _let_out(self) -> None:
        """What the server lacks is found by asking it; of what waited for another reason, once that is no more."""
        for _ in range(2):
            for device in self.devices:
                device.syncer.run(SERVER)
            super()._let_out()

    def check_what_is_said(self) -> None:
        """Nobody is told that they have done less than before."""
        for session_id, document in self.documents.server.sessions.items():
            before, now = self._told.get(session_id, COMPLETIONS[0]), document["completion_status"]
            assert _rank(now) >= _rank(before), document
            self._told[session_id] = now
        for device in self.devices:
            for launch in device.seen.launches.values():
                if not launch.taken_in:
                    _, time, length = self.most.get(launch.id, ("", 0, 0))
                    self.most[launch.id] = launch.session_id, max(time, launch.time), max(length, len(launch.rows))

    def check_all_is_in_step(self) -> None:
        played = self._played_by_session()
        for session_id in {it for device in self.devices for it in device.seen.sessions}:
            self._check_session(session_id, played.get(session_id, []))

    def _check_session(self, session_id: str, played: list[HeldLaunch]) -> None:
        document = self.documents.server.sessions[session_id]
        course = self.shelf.courses[document["package_id"]]
        there = record_of(document, {})
        truth = record_of_traces([LaunchTrace(it.record, it.revision.payload.entries) for it in played], course)
        told = [(session_id, device.name, device.seen.sessions.get(session_id)) for device in self.devices]
        for _, name, here in told:
            assert here is not None, (name, document)
            assert _rank(here.completion) == _rank(there.completion), (name, here, document)
            assert (here.success, here.scores[:4]) == (there.success, there.score), (name, here, document)
        least = sum(max(it) for it in self._times(played).values())
        ever = {it: (time, length) for it, (session, time, length) in self.most.items() if session == session_id}
        most = sum(time for time, _ in ever.values())
        left = {it.record.id: len(it.revision.payload.entries) for it in played}
        is_whole = left == {it: length for it, (_, length) in ever.items()}
        seconds = round(document["time_spent_seconds"] * 100)
        for name, time in [(SERVER, seconds), *((name, here.time) for _, name, here in told if here)]:
            assert least <= time <= most, (name, time, least, most, document)
        assert _rank(there.completion) >= _rank(truth.completion), (truth, document)
        if is_whole:
            assert _rank(there.completion) == _rank(truth.completion), (truth, document)
        is_best = course.organization.verdict_rule is VerdictRule.BEST
        if is_whole and is_best and (sole_activity(course) or not course.edition.is_2004):
            as_told = record_of_traces([_as_told(it) for it in played], course)
            verdicts = [(it.success, it.score) for it in (truth, as_told)]
            assert (there.success, there.score) in verdicts, (truth, document)
        lacking = _answers(truth.elements) - _answers(there.elements)
        assert not lacking, (lacking, document)

    def _times(self, played: Iterable[HeldLaunch]) -> dict[str, list[int]]:
        times = defaultdict[str, list[int]](list)
        for it in played:
            trace = LaunchTrace(it.record, it.revision.payload.entries)
            times[it.record.fork_of or it.record.id].append(trace.total_time if trace.counts else 0)
        return times

    def _played_by_session(self) -> dict[str, list[HeldLaunch]]:
        """What devices still have of what was played on any, each as far as it went; branches of one that went on on
        copies of a device are told apart."""
        found = defaultdict[str, dict[str, list[HeldLaunch]]](lambda: defaultdict(list))
        for device in self.devices:
            with device.store.database.connections.reading() as connection:
                for session in device.store.sessions.all():
                    course = self.shelf.courses[session.package_id]
                    here = folded(connection, device.store, session.id, course, {})
                    for launch_id, launch in here.launches.items():
                        if not launch.record.taken_in:
                            found[session.id][launch_id].append(launch)
        return {session_id: list(_branches(launches)) for session_id, launches in found.items()}


def _rank(completion: str) -> int:
    """A document begins as not attempted; whoever did nothing in it yet does not know."""
    return max(1, COMPLETIONS.index(completion))


def _as_told(launch: HeldLaunch) -> LaunchTrace:
    """The launch as the fields of a document tell it: they have no word for browsed but incomplete."""
    entries = launch.revision.payload.entries
    return LaunchTrace(
        launch.record, tuple(replace(it, value="incomplete") if it.value == "browsed" else it for it in entries)
    )


def _branches(launches: Mapping[str, list[HeldLaunch]]) -> Iterator[HeldLaunch]:
    for launch_id, held in launches.items():
        for number, revision in enumerate(joined(it.revision for it in held)):
            launch = next(it for it in held if it.revision == revision)
            fork_of = launch_id if number else None
            yield HeldLaunch(replace(launch.record, id=f"{launch_id}{number or ''}", fork_of=fork_of), revision)


def _answers(elements: Mapping[str, str]) -> set[tuple[str, str]]:
    """Which questions were answered, in which part."""
    found = {_ANSWER.fullmatch(key): value for key, value in elements.items()}
    return {(match[1], value) for match, value in found.items() if match}
