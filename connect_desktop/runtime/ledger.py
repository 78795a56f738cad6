"""The journal of a launch and the state it amounts to, kept in step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from connect_desktop.store.course_state import CourseState
from connect_desktop.store.records import Entry, EntryKind

if TYPE_CHECKING:
    from connect_desktop.store.connections import Journal


class Ledger:
    """Appends to the journal first and then to `state`, which so never holds what the journal does not. `follower` is
    told each entry then."""

    def __init__(self, journal: Journal, state: CourseState, follower: Callable[[Entry], object] | None = None) -> None:
        self._journal = journal
        self._follower = follower
        self.state = state

    def append(self, kind: EntryKind, activity: str, element: str = "", value: str = "") -> None:
        """Keep one entry; raises `StoreError` and changes nothing when the journal cannot."""
        self._journal.append(kind, activity, element, value)
        self._apply(Entry(0, kind, activity, element, value))

    def commit(self) -> None:
        """Make all entries safe against loss of power; raises `StoreError`."""
        self._journal.commit()

    def hear(self, entries: Sequence[Entry]) -> None:
        """Take over entries that are in the journal already."""
        self._journal.follow(len(entries))
        for entry in entries:
            self._apply(entry)

    def _apply(self, entry: Entry) -> None:
        self.state.apply(entry)
        if self._follower is not None:
            self._follower(entry)
