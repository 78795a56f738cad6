"""What one launch contributes to the record, followed entry by entry: a commit need not read it all again. Pure.

The cost of an entry does not grow with how much the launch has written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from connect_desktop.scorm.rte.durations import centiseconds
from connect_desktop.scorm.rte.launch import Credit, Mode
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.elements import COMMENTS_12, SESSION_TIME, in_array, is_only_12, standing_name
from connect_desktop.store.records import Entry, EntryKind, LaunchRecord
from connect_desktop.store.said import SAYING, Said
from connect_desktop.store.standing import STANDING_ELEMENTS, StandingTrack

INTERACTIONS = "interactions"
OBJECTIVES = "objectives"
COMMENTS = "comments_from_learner"


class Item(Struct, frozen=True):
    """One element of an array a launch wrote, keyed `(launch, attempt, index)`; `attempt` counts within the launch.
    `values` maps the names behind the index to values, in the order of writing."""

    launch: str
    attempt: int
    index: int
    values: Mapping[str, str]


class AttemptTrace:
    """One attempt of one activity in one launch. `inherited` are the values the launch found there."""

    def __init__(self, launch: str, attempt: int, inherited: Mapping[str, str]) -> None:
        self._launch = launch
        self._attempt = attempt
        self._written: defaultdict[str, dict[int, dict[str, str]]] = defaultdict(dict)
        self._inherited: defaultdict[tuple[str, int], dict[str, str]] = defaultdict(dict)
        self._inherited_comments = inherited.get(COMMENTS_12, "")
        self._objective_standings: dict[int, StandingTrack] = {}
        standing = {}
        for element, value in inherited.items():
            if (array := in_array(element)) is not None:
                self._inherited[array[0], array[1]][array[2]] = value
            elif (name := standing_name(element)) is not None:
                standing[name] = value
        self.standing = StandingTrack(launch, attempt, standing)

    def write(self, element: str, value: str) -> None:
        """The SCO wrote an element."""
        if (array := in_array(element)) is not None:
            self._write_item(*array, value)
        elif element == COMMENTS_12:
            # A SCO that adds to its comments writes what it read back again; that part is another launch's item.
            self._written[COMMENTS][0] = {"comment": value.removeprefix(self._inherited_comments)}
        elif (name := standing_name(element)) is not None:
            self.standing.write(name, value)

    def items(self, array: str) -> tuple[Item, ...]:
        """What this launch wrote or changed of an array, each item as it stands now.

        The one comment of SCORM 1.2 is an item of `COMMENTS` with nothing but `comment`.
        """
        return tuple(
            Item(self._launch, self._attempt, index, dict(values))
            for index, values in sorted(self._written[array].items())
        )

    def objectives(self) -> tuple[tuple[Item, StandingTrack], ...]:
        """The objectives this launch wrote or changed, each with its standing."""
        return tuple((item, self._objective_standings[item.index]) for item in self.items(OBJECTIVES))

    def _write_item(self, array: str, index: int, name: str, value: str) -> None:
        items = self._written[array]
        if index not in items:
            items[index] = self._inherited.pop((array, index), {})
            if array == OBJECTIVES:
                standing = {name: value for name, value in items[index].items() if name in STANDING_ELEMENTS}
                self._objective_standings[index] = StandingTrack(self._launch, self._attempt, standing)
        items[index][name] = value
        if array == OBJECTIVES and name in STANDING_ELEMENTS:
            self._objective_standings[index].write(name, value)


class ActivityTrace:
    """One activity in one launch: its attempts, and its time as the sum of each opening's last session time.

    `is_12` says that the SCO wrote an element only SCORM 1.2 has.
    """

    def __init__(self, launch: str, inherited: Mapping[str, str]) -> None:
        self._launch = launch
        self.attempts = [AttemptTrace(launch, 0, inherited)]
        self.is_12 = any(map(is_only_12, inherited))
        self._closed_time = 0
        self._session_time = 0

    @property
    def total_time(self) -> int:
        """Centiseconds, the present opening included."""
        return self._closed_time + self._session_time

    def apply(self, entry: Entry) -> None:
        """Follow an entry of this activity."""
        if entry.kind is EntryKind.SET:
            self._set(entry.element, entry.value)
        elif entry.kind in (EntryKind.OPENED, EntryKind.CLOSED, EntryKind.ATTEMPT):
            self._closed_time += self._session_time
            self._session_time = 0
            if entry.kind is EntryKind.ATTEMPT:
                self.attempts.append(AttemptTrace(self._launch, len(self.attempts), {}))

    def _set(self, element: str, value: str) -> None:
        self.is_12 = self.is_12 or is_only_12(element)
        if element not in SESSION_TIME:
            self.attempts[-1].write(element, value)
        elif (time := centiseconds(value)) is not None:
            self._session_time = time


class LaunchTrace:
    """One launch, from its base through its entries. `state` is its runtime view, `length` how many entries it took.

    `said` is what API users said in it and no SCO has written since. `written` are the elements its SCOs wrote, by
    activity; `played` says that one was delivered.
    """

    def __init__(self, launch: LaunchRecord, entries: Iterable[Entry] = ()) -> None:
        self.launch = launch
        self.state = CourseState.from_json(launch.base)
        self.activities: dict[str, ActivityTrace] = {}
        self.preferences: dict[str, str] = {}
        self.said = Said()
        self.written: set[tuple[str, str]] = set()
        self.played = False
        self.length = 0
        for entry in entries:
            self.apply(entry)

    @property
    def counts(self) -> bool:
        """Whether the launch is reported: browsing, reviewing and playing without credit are not [RTE 4.2.5]."""
        return self.launch.mode == Mode.NORMAL and self.launch.credit == Credit.CREDIT

    def apply(self, entry: Entry) -> None:
        """Follow the next entry."""
        if entry.kind in SAYING:
            self.said.apply(entry)
        elif entry.kind is EntryKind.PREFERENCE:
            self.preferences[entry.element] = entry.value
        elif entry.kind not in (EntryKind.SHARED, EntryKind.SHARED_CLEARED, EntryKind.SEQUENCING):
            trace = self.activities.get(entry.activity)
            if trace is None:
                inherited = self.state.activity(entry.activity).values
                trace = self.activities[entry.activity] = ActivityTrace(self.launch.id, inherited)
            trace.apply(entry)
            self.played = self.played or entry.kind is EntryKind.OPENED
            if entry.kind is EntryKind.SET:
                self.written.add((entry.activity, entry.element))
                self.said.overwrite(entry.activity, entry.element)
        self.state.apply(entry)
        self.length += 1

    @property
    def speaks_for(self) -> str:
        """The launch whose time is told here: this one, unless it was said otherwise."""
        return self.said.speaks_for or self.launch.id

    @property
    def total_time(self) -> int:
        """Centiseconds: what was said last of the launch as a whole, else the sum over its activities."""
        said = self.said.time
        return sum(activity.total_time for activity in self.activities.values()) if said is None else said
