"""The journal of a launch and the state it amounts to, kept in step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from connect_desktop.store.course_state import CourseState
from connect_desktop.store.records import Entry, EntryKind


class Journal(Protocol):
    """What a running course writes to: `store.journal.LaunchJournal`, or nothing at all in a rehearsal."""

    def append(self, kind: EntryKind, activity: str, element: str, value: str) -> None:
        """Safe against a crash of the process when it returns; raises `StoreError`."""

    def commit(self) -> None:
        """All appended entries are safe against loss of power when it returns; raises `StoreError`."""

    def follow(self, count: int) -> None:
        """So many entries were kept after the last one, by who knows that this journal is open."""


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
