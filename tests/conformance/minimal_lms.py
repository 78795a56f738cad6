"""Just enough of an LMS to give each step of a case the launch it expects; the scenario says which step is next.

Values live as long as an activity's attempt, shared stores as long as `sharedDataGlobalToSystem` says, and objectives
mapped to global ones take their success and measure along.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs

from msgspec.structs import replace

from connect_desktop.runtime.sco_launch import LaunchOptions, entry_of, sco_launch
from connect_desktop.scorm.cam.course import Course, Item
from connect_desktop.scorm.rte.launch import InitialObjective, ScoLaunch
from connect_desktop.scorm.rte.scorm2004_api import Scorm2004Api
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.records import Entry, EntryKind, Learner
from tests.conformance.scenario import After

_LEAVING = frozenset(("time-out", "logout"))


class NothingKnown:
    """A sequencer that cannot say what is valid."""

    def request_valid(self, request: str) -> str:
        return "unknown"


class StateRecorder:
    """Records straight into the course's state."""

    def __init__(self, state: CourseState, item: Item) -> None:
        self._state = state
        self._item = item

    def record(self, element: str, value: str) -> None:
        kind, name = EntryKind.SET, element
        if element.startswith("adl.data."):
            kind, name = EntryKind.SHARED, self._item.data_maps[int(element.split(".")[2])].target
        self._state.apply(Entry(0, kind, self._item.identifier, name, value))

    def initialized(self) -> None: ...

    def terminated(self, exit_value: str) -> None: ...

    def commit(self) -> None: ...


class MinimalLms:
    """One learner's courses, by package name."""

    def __init__(self, courses: Mapping[str, Course], learner_id: str, learner_name: str) -> None:
        self._courses = courses
        self._learner = Learner(id=learner_id, name=learner_name, created_at=datetime(2026, 1, 1, tzinfo=UTC))
        self._states = {package: CourseState() for package in courses}
        self._global_objectives: dict[tuple[str, str], str] = {}

    def deliver(self, package: str, act: str) -> Delivered:
        """Launch the activity whose parameters say `act`."""
        course, state = self._courses[package], self._states[package]
        item = next(item for item in course.organization.leaves() if act in parse_qs(item.parameters).get("act", ()))
        resume = state.activity(item.identifier).suspended
        entry = entry_of(state.activity(item.identifier), course.edition, resume=resume)
        if not resume:
            state.apply(Entry(0, EntryKind.ATTEMPT, item.identifier, "", ""))
        state.apply(Entry(0, EntryKind.OPENED, item.identifier, "", ""))
        launch = sco_launch(item, course.edition, self._learner, state, entry, (), LaunchOptions())
        return Delivered(self, package, item, self._with_global_objectives(item, launch))

    def close(self, delivered: Delivered, after: After | None) -> None:
        """Take the activity away as its SCO and its learner asked."""
        course, state = self._courses[delivered.package], self._states[delivered.package]
        api, item = delivered.api, delivered.item
        suspend_all = api.navigation_request() == "suspendAll" or (after is not None and after.do == "suspend_all")
        exit_value = "suspend" if suspend_all else api.exit_value()
        state.apply(Entry(0, EntryKind.CLOSED, item.identifier, "", exit_value))
        self._write_global_objectives(item, api.values())
        ended = api.navigation_request() == "exitAll" or exit_value in _LEAVING or (after and after.ends_session)
        if ended and not suspend_all and not course.organization.shared_data_global_to_system:
            state.shared.clear()

    def state(self, package: str) -> CourseState:
        return self._states[package]

    def _with_global_objectives(self, item: Item, launch: ScoLaunch) -> ScoLaunch:
        known = self._global_objectives
        objectives = tuple(
            InitialObjective(
                identifier=objective.identifier,
                success_status=next((known.get((m.target, "success_status"), "") for m in objective.maps), ""),
                scaled=next((known.get((m.target, "score.scaled"), "") for m in objective.maps), ""),
            )
            for objective in item.sequencing.objectives
            if objective.identifier
        )
        return replace(launch, objectives=objectives)

    def _write_global_objectives(self, item: Item, values: Mapping[str, str]) -> None:
        prefixes = {
            value: name.removesuffix("id") for name, value in values.items() if name.startswith("cmi.objectives.")
        }
        for objective in item.sequencing.objectives:
            prefix = prefixes.get(objective.identifier or "")
            for mapped in objective.maps if prefix else ():
                for element in ("success_status", "score.scaled"):
                    if f"{prefix}{element}" in values:
                        self._global_objectives[mapped.target, element] = values[f"{prefix}{element}"]


class Delivered:
    """An activity with the API instance of its SCO."""

    def __init__(self, lms: MinimalLms, package: str, item: Item, launch: ScoLaunch) -> None:
        self.package = package
        self.item = item
        self.api = Scorm2004Api(launch, StateRecorder(lms.state(package), item), NothingKnown())
