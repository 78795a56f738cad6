"""`imsss:sequencing` of an organization or item, with its references into collections resolved [CAM 5.1]."""

from __future__ import annotations

from msgspec.structs import replace

from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.namespaces import Vocabulary
from connect_desktop.scorm.cam.objectives import ObjectivesReader
from connect_desktop.scorm.cam.reading import FindingLog
from connect_desktop.scorm.cam.rules import RulesReader
from connect_desktop.scorm.cam.sequencing import (
    ControlMode,
    DeliveryControls,
    LimitConditions,
    RandomizationControls,
    RollupControls,
    SequencingDefinition,
)
from connect_desktop.scorm.cam.tokens import (
    CONSIDERATIONS,
    EXIT_ACTIONS,
    POSTCONDITION_ACTIONS,
    PRECONDITION_ACTIONS,
    TIMINGS,
)
from connect_desktop.scorm.cam.values import ValueReader

_DEFAULTS = SequencingDefinition()
_NOT_SUPPORTED = (
    "attemptExperiencedDurationLimit",
    "activityAbsoluteDurationLimit",
    "activityExperiencedDurationLimit",
    "beginTimeLimit",
    "endTimeLimit",
)


class SequencingReader:
    """Reads definitions; `manifest` is where the collections are looked for."""

    def __init__(self, manifest: Element, log: FindingLog) -> None:
        self._log = log
        self._values = ValueReader(log, "CAM 5.1")
        self._rules = RulesReader(log)
        self._objectives = ObjectivesReader(log)
        self._collection = {
            definition.identifier("id"): definition
            for collection in manifest.walk()
            if collection.name == "sequencingcollection"
            for definition in collection.all("sequencing")
            if definition.identifier("id")
        }

    def read(self, activity: Element) -> SequencingDefinition:
        """The definition of an `organization` or `item`; the standard's defaults where it has none."""
        element = activity.first("sequencing")
        if element is None:
            return _DEFAULTS
        parts = self._resolved(element)
        first: dict[str, Element] = {}
        for part in parts:
            if part.vocabulary is not Vocabulary.FOREIGN:
                first.setdefault(part.name, part)
        rules = first.get("sequencingrules")
        rollup = first.get("rolluprules")
        return SequencingDefinition(
            control_mode=self._control_mode(first.get("controlmode"), first.get("constrainedchoiceconsiderations")),
            precondition_rules=self._rules.sequencing_rules(rules, "preconditionrule", PRECONDITION_ACTIONS)
            if rules
            else (),
            postcondition_rules=self._rules.sequencing_rules(rules, "postconditionrule", POSTCONDITION_ACTIONS)
            if rules
            else (),
            exit_rules=self._rules.sequencing_rules(rules, "exitconditionrule", EXIT_ACTIONS) if rules else (),
            limits=self._limits(first.get("limitconditions")),
            rollup_rules=self._rules.rollup_rules(rollup) if rollup else (),
            rollup=self._rollup(rollup, first.get("rollupconsiderations")),
            objectives=self._objectives.read(part for part in parts if part.name == "objectives"),
            randomization=self._randomization(first.get("randomizationcontrols")),
            delivery=self._delivery(first.get("deliverycontrols")),
        )

    def _resolved(self, element: Element) -> list[Element]:
        """The children of a definition, then those of the referenced one that it does not have itself [CAM 5.1]."""
        reference = element.identifier("idref")
        if not reference:
            return element.children
        shared = self._collection.get(reference)
        if shared is None:
            self._log.warning(
                "unknown-sequencing",
                "IDRef “{reference}” names a sequencing definition that is in no collection of this manifest.",
                line=element.line,
                clause="CAM 5.1 sequencing",
                reference=reference,
            )
            return element.children
        own = {(child.vocabulary, child.name) for child in element.children}
        return element.children + [child for child in shared.children if (child.vocabulary, child.name) not in own]

    def _control_mode(self, element: Element | None, constraint: Element | None) -> ControlMode:
        mode = _DEFAULTS.control_mode
        boolean = self._values.boolean
        if element is not None:
            mode = ControlMode(
                choice=boolean(element, "choice", True),
                choice_exit=boolean(element, "choiceExit", True),
                flow=boolean(element, "flow", False),
                forward_only=boolean(element, "forwardOnly", False),
                use_current_attempt_objective_info=boolean(element, "useCurrentAttemptObjectiveInfo", True),
                use_current_attempt_progress_info=boolean(element, "useCurrentAttemptProgressInfo", True),
            )
        if constraint is None:
            return mode
        return replace(
            mode,
            constrain_choice=boolean(constraint, "constrainChoice", False),
            prevent_activation=boolean(constraint, "preventActivation", False),
        )

    def _limits(self, element: Element | None) -> LimitConditions:
        if element is None:
            return _DEFAULTS.limits
        for name in _NOT_SUPPORTED:
            if element.get(name.lower()):
                self._log.hint(
                    "limit-without-effect",
                    "{name} has no effect: SCORM asks players only to honour attemptLimit and "
                    "attemptAbsoluteDurationLimit.",
                    line=element.line,
                    clause="CAM 5.1 limitConditions",
                    name=name,
                )
        return LimitConditions(
            attempt_limit=self._values.count(element, "attemptLimit"),
            attempt_absolute_duration=self._values.seconds(element, "attemptAbsoluteDurationLimit"),
        )

    def _rollup(self, element: Element | None, considerations: Element | None) -> RollupControls:
        controls = _DEFAULTS.rollup
        values = self._values
        if element is not None:
            controls = RollupControls(
                rollup_objective_satisfied=values.boolean(element, "rollupObjectiveSatisfied", True),
                rollup_progress_completion=values.boolean(element, "rollupProgressCompletion", True),
                objective_measure_weight=values.decimal(element, "objectiveMeasureWeight", 1.0, 0.0, 1.0),
            )
        if considerations is None:
            return controls
        return replace(
            controls,
            required_for_satisfied=values.token(considerations, "requiredForSatisfied", CONSIDERATIONS, "always"),
            required_for_not_satisfied=values.token(
                considerations, "requiredForNotSatisfied", CONSIDERATIONS, "always"
            ),
            required_for_completed=values.token(considerations, "requiredForCompleted", CONSIDERATIONS, "always"),
            required_for_incomplete=values.token(considerations, "requiredForIncomplete", CONSIDERATIONS, "always"),
            measure_satisfaction_if_active=values.boolean(considerations, "measureSatisfactionIfActive", True),
        )

    def _randomization(self, element: Element | None) -> RandomizationControls:
        if element is None:
            return _DEFAULTS.randomization
        return RandomizationControls(
            randomization_timing=self._values.token(element, "randomizationTiming", TIMINGS, "never"),
            reorder_children=self._values.boolean(element, "reorderChildren", False),
            selection_timing=self._values.token(element, "selectionTiming", TIMINGS, "never"),
            select_count=self._values.count(element, "selectCount"),
        )

    def _delivery(self, element: Element | None) -> DeliveryControls:
        if element is None:
            return _DEFAULTS.delivery
        return DeliveryControls(
            tracked=self._values.boolean(element, "tracked", True),
            completion_set_by_content=self._values.boolean(element, "completionSetByContent", False),
            objective_set_by_content=self._values.boolean(element, "objectiveSetByContent", False),
        )
