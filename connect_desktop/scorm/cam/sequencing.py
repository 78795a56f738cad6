"""Sequencing and presentation definitions of one activity, as the manifest states them [SN 4th Ed. 3, CAM 5].

Defaults are the standard's. `imsss:sequencingCollection` references are already resolved: a definition is complete.
"""

from __future__ import annotations

from msgspec import Struct, field


class ControlMode(Struct, frozen=True, kw_only=True):
    """[SN 3.2, 4th Ed. 3.13] plus `adlseq:constrainedChoiceConsiderations`."""

    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    use_current_attempt_objective_info: bool = True
    use_current_attempt_progress_info: bool = True
    constrain_choice: bool = False
    prevent_activation: bool = False


class RuleCondition(Struct, frozen=True, kw_only=True):
    """One condition of a sequencing rule [SN 3.4.1]; `negated` is the operator `not`."""

    condition: str
    negated: bool = False
    referenced_objective: str | None = None
    measure_threshold: float | None = None


class SequencingRule(Struct, frozen=True, kw_only=True):
    """A pre-condition, post-condition or exit rule [SN 3.4]; `combination` is `all` or `any`."""

    action: str
    conditions: tuple[RuleCondition, ...]
    combination: str = "all"


class RollupCondition(Struct, frozen=True, kw_only=True):
    """One condition of a rollup rule [SN 3.7]."""

    condition: str
    negated: bool = False


class RollupRule(Struct, frozen=True, kw_only=True):
    """A rollup rule [SN 3.7]; `child_activity_set` is all, any, none, atLeastCount or atLeastPercent."""

    action: str
    conditions: tuple[RollupCondition, ...]
    combination: str = "any"
    child_activity_set: str = "all"
    minimum_count: int = 0
    minimum_percent: float = 0.0


class ObjectiveMap(Struct, frozen=True, kw_only=True):
    """A map of a local objective to a global one [SN 3.10.2], `imsss:mapInfo` and `adlseq:mapInfo` in one."""

    target: str
    read_satisfied_status: bool = True
    read_normalized_measure: bool = True
    write_satisfied_status: bool = False
    write_normalized_measure: bool = False
    read_raw_score: bool = True
    read_min_score: bool = True
    read_max_score: bool = True
    read_completion_status: bool = True
    read_progress_measure: bool = True
    write_raw_score: bool = False
    write_min_score: bool = False
    write_max_score: bool = False
    write_completion_status: bool = False
    write_progress_measure: bool = False


class ObjectiveDefinition(Struct, frozen=True, kw_only=True):
    """A local objective [SN 3.10]; `identifier` is None only for a primary objective without one."""

    identifier: str | None = None
    primary: bool = False
    satisfied_by_measure: bool = False
    minimum_normalized_measure: float = 1.0
    maps: tuple[ObjectiveMap, ...] = ()


class LimitConditions(Struct, frozen=True, kw_only=True):
    """[SN 3.5]; durations in seconds, None where the manifest sets no limit."""

    attempt_limit: int | None = None
    attempt_absolute_duration: float | None = None


class RollupControls(Struct, frozen=True, kw_only=True):
    """`imsss:rollupRules` attributes and `adlseq:rollupConsiderations` [SN 3.7, 3.8]."""

    rollup_objective_satisfied: bool = True
    rollup_progress_completion: bool = True
    objective_measure_weight: float = 1.0
    required_for_satisfied: str = "always"
    required_for_not_satisfied: str = "always"
    required_for_completed: str = "always"
    required_for_incomplete: str = "always"
    measure_satisfaction_if_active: bool = True


class RandomizationControls(Struct, frozen=True, kw_only=True):
    """[SN 3.9, 3.11]: timings are never, once or onEachNewAttempt."""

    randomization_timing: str = "never"
    reorder_children: bool = False
    selection_timing: str = "never"
    select_count: int | None = None


class DeliveryControls(Struct, frozen=True, kw_only=True):
    """[SN 3.12]."""

    tracked: bool = True
    completion_set_by_content: bool = False
    objective_set_by_content: bool = False


class SequencingDefinition(Struct, frozen=True, kw_only=True):
    """Everything `imsss:sequencing` says of one activity. `Item.hide_lms_ui` is the presentation side."""

    control_mode: ControlMode = field(default_factory=ControlMode)
    precondition_rules: tuple[SequencingRule, ...] = ()
    postcondition_rules: tuple[SequencingRule, ...] = ()
    exit_rules: tuple[SequencingRule, ...] = ()
    limits: LimitConditions = field(default_factory=LimitConditions)
    rollup_rules: tuple[RollupRule, ...] = ()
    rollup: RollupControls = field(default_factory=RollupControls)
    objectives: tuple[ObjectiveDefinition, ...] = ()
    randomization: RandomizationControls = field(default_factory=RandomizationControls)
    delivery: DeliveryControls = field(default_factory=DeliveryControls)
