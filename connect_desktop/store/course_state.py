"""The runtime view: what a course's SCOs read back when they are launched, as one launch left it. Pure.

A launch begins from a base, which is the state its predecessor came to, and every journal entry takes it one step on.
Values are kept verbatim, so an array another device wrote never shifts the indices a SCO remembers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from connect_desktop.scorm.rte.durations import centiseconds
from connect_desktop.store.elements import SESSION_TIME
from connect_desktop.store.records import Entry, EntryKind

_SUSPEND = "suspend"
_EXITS = frozenset({"cmi.core.exit", "cmi.exit"})


class ActivityState(Struct, kw_only=True):
    """One activity's current attempt.

    `values` maps element to value as the SCO wrote it, without its session time. `total_time` sums the attempt's closed
    openings and `session_time` is the last one set in the present opening, both in centiseconds. `suspended` says how
    it was last closed. `exit` is what the SCO said when it terminated in the present opening, None until it does.
    """

    values: dict[str, str] = field(default_factory=dict)
    attempts: int = 0
    total_time: int = 0
    session_time: int = 0
    suspended: bool = False
    opened: bool = False
    exit: str | None = None

    def begin_attempt(self) -> None:
        """A new attempt starts from nothing [RTE 2.1.1]."""
        self.values.clear()
        self.attempts += 1
        self.total_time = 0
        self.session_time = 0
        self.suspended = False
        self.exit = None

    def open(self) -> None:
        """Deliver the activity; one that is open still was cut off, by a crash of its page say."""
        if self.opened:
            self.cut_off()
        self.opened = True

    def close(self, exit_value: str) -> None:
        """Take the activity away."""
        self.total_time += self.session_time
        self.session_time = 0
        self.suspended = exit_value == _SUSPEND
        self.opened = False
        self.exit = None

    def be_told(self, element: str, value: str) -> None:
        """Take over what another system knows; an activity never begun here was begun there."""
        self.values[element] = value
        self.attempts = max(self.attempts, 1)
        if element in _EXITS:
            self.suspended = value == _SUSPEND

    def cut_off(self) -> None:
        """Close an activity nobody closed: as its SCO said if it had terminated, else so that it can go on."""
        self.close(_SUSPEND if self.exit is None else self.exit)


class CourseState(Struct, kw_only=True):
    """Every activity's state and what they share.

    `shared` maps the target of an `adl.data` store to its value, `preferences` an element to its value; `sequencing` is
    the sequencer's own state, None before it had any; `current` is the activity that was opened last.
    """

    activities: dict[str, ActivityState] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    preferences: dict[str, str] = field(default_factory=dict)
    sequencing: dict[str, Any] | None = None
    current: str | None = None

    def activity(self, identifier: str) -> ActivityState:
        """The state of an activity, an empty one if it was never touched. To change it, `apply` an entry."""
        return self.activities.get(identifier) or ActivityState()

    def apply(self, entry: Entry) -> None:
        """Take one journal entry into the state. The cost does not grow with what is already there."""
        match entry.kind:
            case EntryKind.SET:
                self._set(entry)
            case EntryKind.ATTEMPT:
                self._touched(entry.activity).begin_attempt()
            case EntryKind.OPENED:
                self._touched(entry.activity).open()
                self.current = entry.activity
            case EntryKind.TERMINATED:
                self._touched(entry.activity).exit = entry.value
            case EntryKind.CLOSED:
                self._touched(entry.activity).close(entry.value)
            case EntryKind.SHARED:
                self.shared[entry.element] = entry.value
            case EntryKind.SHARED_CLEARED:
                self.shared.clear()
            case EntryKind.PREFERENCE:
                self.preferences[entry.element] = entry.value
            case EntryKind.SEQUENCING:
                self.sequencing = json.loads(entry.value)
            case EntryKind.STATED if entry.activity and entry.element not in SESSION_TIME:
                self._touched(entry.activity).be_told(entry.element, entry.value)
            case EntryKind.RETRACTED if entry.activity in self.activities:
                self.activities[entry.activity].values.pop(entry.element, None)
            case EntryKind.INITIALIZED | EntryKind.STATED | EntryKind.RETRACTED | EntryKind.REPORTED:
                pass

    def cut_off(self) -> None:
        """Close what is still open: the launch is over, whether it ended or died."""
        for activity in self.activities.values():
            if activity.opened:
                activity.cut_off()

    def as_json(self) -> dict[str, Any]:
        """The state as JSON values of its own; `from_json` gives it back exactly."""
        return {
            "activities": {
                identifier: {
                    "values": dict(activity.values),
                    "attempts": activity.attempts,
                    "total_time": activity.total_time,
                    "session_time": activity.session_time,
                    "suspended": activity.suspended,
                    "opened": activity.opened,
                    "exit": activity.exit,
                }
                for identifier, activity in self.activities.items()
            },
            "shared": dict(self.shared),
            "preferences": dict(self.preferences),
            "sequencing": self.sequencing,
            "current": self.current,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> CourseState:
        """The state `as_json` told of; `{}` is that of a course never launched."""
        return cls(
            activities={
                identifier: ActivityState(**{**activity, "values": dict(activity["values"])})
                for identifier, activity in document.get("activities", {}).items()
            },
            shared=dict(document.get("shared", {})),
            preferences=dict(document.get("preferences", {})),
            sequencing=document.get("sequencing"),
            current=document.get("current"),
        )

    def _set(self, entry: Entry) -> None:
        activity = self._touched(entry.activity)
        if entry.element not in SESSION_TIME:
            activity.values[entry.element] = entry.value
        elif (time := centiseconds(entry.value)) is not None:
            activity.session_time = time

    def _touched(self, identifier: str) -> ActivityState:
        activity = self.activities.get(identifier)
        if activity is None:
            activity = self.activities[identifier] = ActivityState()
        return activity


def replay(base: Mapping[str, Any], entries: Iterable[Entry]) -> CourseState:
    """The state a launch has come to: its `base` (`CourseState.as_json()`) and its entries in order."""
    state = CourseState.from_json(base)
    for entry in entries:
        state.apply(entry)
    return state
