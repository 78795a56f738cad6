"""The SCORM 2004 data model of one launch: what the LMS supplies, and what it decides itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from connect_desktop.scorm.rte.adl_elements import NavigationRequest, RequestValid, SharedStore
from connect_desktop.scorm.rte.datatypes import number
from connect_desktop.scorm.rte.durations import format_timeinterval
from connect_desktop.scorm.rte.elements import Leaf
from connect_desktop.scorm.rte.launch import Credit, InitialObjective, Mode, Navigation, ScoLaunch
from connect_desktop.scorm.rte.model import DataModel
from connect_desktop.scorm.rte.scorm2004_elements import COMPLETION_STATUS, SUCCESS_STATUS, description
from connect_desktop.scorm.rte.targets import Scalar, Target

_OBJECTIVES = "cmi.objectives"
_COMPLETION = "cmi.completion_status"
_SUCCESS = "cmi.success_status"
_REQUEST = "adl.nav.request"


class DecidedStatus(Scalar):
    """A status the LMS decides wherever the manifest gives it the means, whatever the SCO says."""

    __slots__ = ("_decide",)

    def __init__(self, model: DataModel, name: str, leaf: Leaf, decide: Callable[[], str | None]) -> None:
        super().__init__(model, name, leaf)
        self._decide = decide

    def read(self) -> str:
        decided = self._decide()
        return super().read() if decided is None else decided


class Scorm2004Model(DataModel):
    """The elements of a launch. The given objectives are there from the start [RTE 4.2.17]."""

    def __init__(self, launch: ScoLaunch, navigation: Navigation) -> None:
        super().__init__(description(lenient=launch.lenient), _given(launch))
        self._launch = launch
        self._navigation = navigation
        self.request = NavigationRequest(_REQUEST)
        self.replace(_REQUEST, self.request)
        self.replace(_COMPLETION, DecidedStatus(self, _COMPLETION, COMPLETION_STATUS, self.completion))
        self.replace(_SUCCESS, DecidedStatus(self, _SUCCESS, SUCCESS_STATUS, self.success))
        for index, datum in enumerate(launch.shared_data):
            store = SharedStore(f"adl.data.{index}.store", datum)
            self.replace(store.name, store)
        self.counts["adl.data"] = len(launch.shared_data)
        self.counts["cmi.comments_from_lms"] = len(launch.comments_from_lms)
        self.restore(launch.stored.items())
        self.restore(launch.preferences.items())
        self._announced = tuple(self._create_objectives(launch.objectives))

    def announced(self) -> Iterable[tuple[str, str]]:
        return self._announced

    def completion(self) -> str | None:
        """What `cmi.completion_threshold` makes of `cmi.progress_measure` [RTE 4.2.4.1]; None without a threshold."""
        return self._against(self._launch.completion_threshold, "cmi.progress_measure", "completed", "incomplete")

    def success(self) -> str | None:
        """What `cmi.scaled_passing_score` makes of `cmi.score.scaled` [RTE 4.2.22.1]; None without a passing score."""
        return self._against(self._launch.scaled_passing_score, "cmi.score.scaled", "passed", "failed")

    def derived(self) -> Mapping[str, str]:
        if self._launch.mode is not Mode.NORMAL or self._launch.credit is not Credit.CREDIT:
            return {}
        decided = {_COMPLETION: self.completion(), _SUCCESS: self.success()}
        return {
            name: status
            for name, status in decided.items()
            if status is not None and status != self.values.get(name, "unknown")
        }

    def snapshot(self) -> Mapping[str, str]:
        return {**self.values, **self.derived()}

    def resolve(self, name: str) -> Target:
        return RequestValid.named(name, self._navigation) or super().resolve(name)

    def _against(self, threshold: float | None, measure: str, reached: str, missed: str) -> str | None:
        if threshold is None:
            return None
        value = number(self.values.get(measure, ""))
        if value is None:
            return "unknown"
        return reached if value >= threshold else missed

    def _create_objectives(self, objectives: Iterable[InitialObjective]) -> Iterable[tuple[str, str]]:
        """Merge by identifier with what is stored; a new one takes the first place that has no identifier."""
        for objective in objectives:
            index = self.owners.get(_OBJECTIVES, {}).get(objective.identifier)
            if index is None:
                index = self._nameless_objective()
                name = f"{_OBJECTIVES}.{index}.id"
                self.target(name).restore(objective.identifier)
                yield name, objective.identifier
            for element, value in _objective_values(objective).items():
                if value:
                    self.target(f"{_OBJECTIVES}.{index}.{element}").restore(value)

    def _nameless_objective(self) -> int:
        count = self.counts.get(_OBJECTIVES, 0)
        return next((n for n in range(count) if f"{_OBJECTIVES}.{n}.id" not in self.values), count)


def _objective_values(objective: InitialObjective) -> dict[str, str]:
    return {
        "success_status": objective.success_status,
        "completion_status": objective.completion_status,
        "score.scaled": objective.scaled,
        "score.raw": objective.raw,
        "score.min": objective.min,
        "score.max": objective.max,
        "progress_measure": objective.progress_measure,
    }


def _given(launch: ScoLaunch) -> dict[str, str]:
    """What the SCO can only read; an absent text is an element without a value."""
    texts = {
        "cmi.learner_id": launch.learner_id,
        "cmi.learner_name": launch.learner_name,
        "cmi.launch_data": launch.launch_data,
        "cmi.max_time_allowed": launch.max_time_allowed,
        "cmi.scaled_passing_score": _text(launch.scaled_passing_score),
        "cmi.completion_threshold": _text(launch.completion_threshold),
    }
    for index, comment in enumerate(launch.comments_from_lms):
        texts[f"cmi.comments_from_lms.{index}.comment"] = comment.comment
        texts[f"cmi.comments_from_lms.{index}.location"] = comment.location
        texts[f"cmi.comments_from_lms.{index}.timestamp"] = comment.timestamp
    given = {name: text for name, text in texts.items() if text}
    given |= {f"adl.data.{index}.id": datum.target for index, datum in enumerate(launch.shared_data)}
    return given | {
        "cmi.entry": launch.entry,
        "cmi.mode": launch.mode.value,
        "cmi.credit": launch.credit.value,
        "cmi.time_limit_action": launch.time_limit_action or "continue,no message",
        "cmi.total_time": format_timeinterval(launch.total_time),
    }


def _text(value: float | None) -> str:
    return "" if value is None else str(value)
