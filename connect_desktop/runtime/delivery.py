"""One delivery of an activity: its API instance, and where its accepted values go."""

from __future__ import annotations

from msgspec import Struct

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.ledger import Ledger
from connect_desktop.scorm.rte.api import ApiInstance, ApiState
from connect_desktop.scorm.rte.launch import RecordRefused
from connect_desktop.store.records import EntryKind

_SHARED = "adl.data."
_PREFERENCES = ("cmi.learner_preference.", "cmi.student_preference.")


class Delivery(Struct, frozen=True, kw_only=True):
    """What a player needs to show an activity. `url` is relative to the package root, query and fragment included.

    `number` tells deliveries of one launch apart: content that is being unloaded still speaks for its own.
    """

    number: int
    activity: str
    title: str
    url: str
    is_2004: bool


class LedgerRecorder:
    """The `Recorder` of one delivery: names what kind of entry each value is."""

    def __init__(self, ledger: Ledger, activity: str, shared_targets: tuple[str, ...]) -> None:
        self._ledger = ledger
        self._activity = activity
        self._shared_targets = shared_targets
        self.failure: ConnectError | None = None

    def record(self, element: str, value: str) -> None:
        kind = EntryKind.SET
        if element.startswith(_SHARED):
            kind, element = EntryKind.SHARED, self._shared_targets[int(element.split(".")[2])]
        elif element.startswith(_PREFERENCES):
            kind = EntryKind.PREFERENCE
        self._append(kind, element, value)

    def initialized(self) -> None:
        self._append(EntryKind.INITIALIZED)

    def terminated(self, exit_value: str) -> None:
        self._append(EntryKind.TERMINATED, value=exit_value)

    def commit(self) -> None:
        try:
            self._ledger.commit()
        except ConnectError as error:
            self.failure = error
            raise RecordRefused from error

    def _append(self, kind: EntryKind, element: str = "", value: str = "") -> None:
        try:
            self._ledger.append(kind, self._activity, element, value)
        except ConnectError as error:
            self.failure = error
            raise RecordRefused from error


class LiveDelivery(Struct, kw_only=True):
    """A delivery whose content may still call: kept until the player says it was taken away."""

    delivery: Delivery
    api: ApiInstance
    recorder: LedgerRecorder

    @property
    def exit_value(self) -> str:
        """How the activity was left; content that was cut off can be resumed where it was."""
        return "suspend" if self.api.state is ApiState.RUNNING else self.api.exit_value()
