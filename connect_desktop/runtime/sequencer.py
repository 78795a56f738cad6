"""Who decides where a course goes on.

SCORM 1.2 has `LinearSequencer`; the SN engine of SCORM 2004 speaks the same protocol, so the player, the web player and
the tests need not know which one decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from connect_desktop.runtime.inspection import InspectedSequencing
from connect_desktop.runtime.navigation import ContentsEntry, Controls, Decision, NavigationRequest, Outcome
from connect_desktop.scorm.rte.launch import InitialObjective
from connect_desktop.scorm.sn.verdict import Verdict


class Sequencer(Protocol):
    """Decides what a navigation request comes to. It is given what SCOs reported and keeps its own state."""

    def decide(self, request: NavigationRequest) -> Decision:
        """Process the request; on `Deliver` that activity is current from now on."""

    def report(self, activity: str, values: Mapping[str, str]) -> None:
        """What the activity's SCO has stored now, element to value."""

    def valid(self, request: NavigationRequest) -> bool | None:
        """Whether the request would be honoured now; None if it cannot be said."""

    def controls(self) -> Controls: ...

    def contents(self) -> tuple[ContentsEntry, ...]: ...

    def outcome(self) -> Outcome:
        """The rolled-up record of the whole course."""

    def current(self) -> str | None:
        """The activity being experienced."""

    def objectives(self, activity: str) -> tuple[InitialObjective, ...]:
        """The objectives the activity's SCO finds at Initialize, with what is known of them [RTE 4.2.17.1]."""

    def state(self) -> Mapping[str, Any]:
        """All it needs to go on later, as JSON values; round-trips exactly through its constructor."""

    def inspect(self) -> InspectedSequencing:
        """All it knows now, and the steps of the last request, for an instructor."""

    def explain(self, request: NavigationRequest) -> tuple[Verdict, ...]:
        """The steps by which the request would be refused now, the refusal last; () if it would not. Changes
        nothing."""
