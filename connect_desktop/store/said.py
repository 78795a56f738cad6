"""What somebody who is no SCO said of a session through the REST API, folded entry by entry. Pure.

Elements are kept key by key and verbatim, as the API promises: the last one who says something of an element is right,
be it an API user or, later, a SCO.
"""

from __future__ import annotations

from msgspec import Struct, field

from connect_desktop.scorm.rte.durations import centiseconds
from connect_desktop.store.elements import SESSION_TIME, standing_name
from connect_desktop.store.records import Entry, EntryKind

SAYING = frozenset({EntryKind.STATED, EntryKind.RETRACTED, EntryKind.REPORTED})
REPORTED_TIME = "session_time"
REPORTED_FOR = "launch"
HEARD_TIME = "heard_time."

_COURSE = ""


class Said(Struct):
    """`elements` maps (activity, element) to the value said, None where it is to have none. `reports` maps fields of
    what the course came to (`completion_status`, `success_status`, `score.raw`...) to values, "" where there is none.

    `speaks_for` is the launch whose time this is: who speaks for a launch that others have followed says it in a launch
    of its own, so that the order of launches stays the order in which things were said.

    `told` is what was said last of how well a part was done, by (activity, element), whatever its SCO wrote since.

    `heard` is the time, in centiseconds, of launches that others tell of: they came to as much at least.
    """

    elements: dict[tuple[str, str], str | None] = field(default_factory=dict)
    told: dict[tuple[str, str], str | None] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)
    speaks_for: str | None = None
    heard: dict[str, int] = field(default_factory=dict)
    _times: dict[str, int] = field(default_factory=dict)

    @property
    def time(self) -> int | None:
        """The launch's last session time, in centiseconds; None where nobody said it."""
        return sum(self._times.values()) if self._times else None

    def apply(self, entry: Entry) -> None:
        """Take the next entry of `SAYING`."""
        key = (entry.activity, entry.element)
        if entry.kind is EntryKind.REPORTED and entry.element == REPORTED_TIME:
            self._take_time(_COURSE, entry.value)
        elif entry.kind is EntryKind.REPORTED and entry.element == REPORTED_FOR:
            self.speaks_for = entry.value
        elif entry.kind is EntryKind.REPORTED and entry.element.startswith(HEARD_TIME):
            self.heard[entry.element.removeprefix(HEARD_TIME)] = centiseconds(entry.value) or 0
        elif entry.kind is EntryKind.REPORTED:
            self.reports[entry.element] = entry.value
        else:
            value = None if entry.kind is EntryKind.RETRACTED else entry.value
            self.elements[key] = value
            if entry.activity and standing_name(entry.element) is not None:
                self.told[key] = value
            if value is not None and entry.element in SESSION_TIME:
                self._take_time(entry.activity, value)

    def overwrite(self, activity: str, element: str) -> None:
        """A SCO wrote the element."""
        self.elements.pop((activity, element), None)
        if element in SESSION_TIME:
            self._times.clear()

    def add(self, later: Said) -> None:
        """What was said in a later launch; times are each launch's own."""
        self.elements.update(later.elements)
        self.told.update(later.told)
        self.reports.update(later.reports)

    def _take_time(self, activity: str, value: str) -> None:
        time = centiseconds(value)
        if time is None:
            return
        if activity == _COURSE:
            self._times.clear()
        else:
            self._times.pop(_COURSE, None)
        self._times[activity] = time
