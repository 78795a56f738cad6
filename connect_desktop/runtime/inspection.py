"""A running course as an instructor looks into it: values only, a picture of one moment. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from connect_desktop.runtime.navigation import Decision, NavigationRequest, Refused
from connect_desktop.scorm.cam.course import Edition
from connect_desktop.scorm.sn.tracking import UNKNOWN, ObjectiveProgress
from connect_desktop.scorm.sn.verdict import Verdict

# Steps every request takes. What the others say is why it came out as it did.
_ROUTINE = frozenset(("TB.2.3", "SB.2.12", "DB.2", "OP.1", "UP.4"))


class RuleKind(StrEnum):
    """Where a rule stands in the manifest."""

    PRE_CONDITION = "preConditionRule"
    POST_CONDITION = "postConditionRule"
    EXIT = "exitConditionRule"
    ROLLUP = "rollupRule"


class InspectedRule(Struct, frozen=True):
    """A rule in the manifest's words; `holds` says whether its conditions are true now, None of a rollup rule."""

    kind: RuleKind
    words: str
    holds: bool | None = None


class InspectedObjective(Struct, frozen=True, kw_only=True):
    """A local objective. `progress` is what rules see: read maps stand in for local values. `passing_measure` is set
    where the measure decides; `reads` and `writes` are global objectives. `identifier` is "" if it has none."""

    identifier: str
    progress: ObjectiveProgress
    primary: bool = False
    passing_measure: float | None = None
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


class InspectedActivity(Struct, frozen=True, kw_only=True):
    """A row of the activity tree; the root has depth 0, rows are in document order, the primary objective is first.

    `available` is False for what selection left out. Durations are seconds. `control` are the control modes that differ
    from the default. `refusal` says why it cannot be chosen now. `status` and `prerequisites` are SCORM 1.2's.
    """

    identifier: str
    title: str
    depth: int
    is_leaf: bool
    current: bool = False
    active: bool = False
    suspended: bool = False
    available: bool = True
    tracked: bool = True
    attempts: int = 0
    attempt_limit: int | None = None
    duration: float = 0.0
    duration_limit: float | None = None
    objectives: tuple[InspectedObjective, ...] = ()
    control: tuple[str, ...] = ()
    rules: tuple[InspectedRule, ...] = ()
    refusal: Verdict | None = None
    status: str = ""
    prerequisites: str = ""

    @property
    def progress(self) -> ObjectiveProgress:
        """The primary objective's; its `completed` and `progress` are the attempt's own."""
        return self.objectives[0].progress if self.objectives else UNKNOWN


class InspectedGlobal(Struct, frozen=True, kw_only=True):
    """A global objective, with the titles of the activities that write and read it."""

    identifier: str
    progress: ObjectiveProgress
    written_by: tuple[str, ...] = ()
    read_by: tuple[str, ...] = ()


class InspectedSequencing(Struct, frozen=True, kw_only=True):
    """What a sequencer tells of itself; `verdicts` are the steps of the last request it decided."""

    activities: tuple[InspectedActivity, ...]
    global_objectives: tuple[InspectedGlobal, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


class InspectedRequest(Struct, frozen=True):
    """The last navigation request, what it came to, and the steps that led there in their order."""

    request: NavigationRequest
    decision: Decision
    verdicts: tuple[Verdict, ...] = ()

    @property
    def deciding(self) -> tuple[Verdict, ...]:
        """Why it came out so: rules that held, limits, exceptions. Empty where nothing stood in the way."""
        deciding = tuple(verdict for verdict in self.verdicts if verdict.step not in _ROUTINE)
        if isinstance(self.decision, Refused) and not deciding:
            return (Verdict("", self.decision.template, self.decision.values),)
        return deciding


class Inspection(Struct, frozen=True, kw_only=True):
    """A running course at one moment. `parts` are the titles of what was delivered, by the number of the delivery."""

    title: str
    edition: Edition
    activities: tuple[InspectedActivity, ...]
    global_objectives: tuple[InspectedGlobal, ...] = ()
    request: InspectedRequest | None = None
    parts: Mapping[int, str] = field(default_factory=dict)

    def title_of(self, identifier: str | None) -> str:
        """The title of the activity with this identifier; the identifier itself if there is none."""
        titles = (activity.title for activity in self.activities if activity.identifier == identifier)
        return next(titles, identifier or "")
