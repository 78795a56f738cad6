"""Sequencing definitions as written and as read [CAM 5.1]."""

from __future__ import annotations

import pytest

from connect_desktop.scorm.cam.sequencing import (
    ControlMode,
    DeliveryControls,
    LimitConditions,
    ObjectiveDefinition,
    ObjectiveMap,
    RandomizationControls,
    RollupCondition,
    RollupControls,
    RollupRule,
    RuleCondition,
    SequencingDefinition,
    SequencingRule,
)
from tests.manifests_for_tests import codes, findings_of, manifest_2004, read_course


def manifest(sequencing: str, *, attributes: str = "", after: str = "") -> str:
    return manifest_2004(
        f'<item identifier="I" identifierref="R"><title>Item</title>'
        f"<imsss:sequencing {attributes}>{sequencing}</imsss:sequencing></item>",
        after=after,
    )


def read(sequencing: str, *, attributes: str = "", after: str = "") -> SequencingDefinition:
    return read_course(manifest(sequencing, attributes=attributes, after=after)).organization.items()[0].sequencing


def test_nothing_said_means_the_defaults() -> None:
    assert read("") == SequencingDefinition()
    every_element_empty = (
        "<imsss:controlMode/><imsss:sequencingRules/><imsss:limitConditions/><imsss:rollupRules/><imsss:objectives/>"
        "<imsss:randomizationControls/><imsss:deliveryControls/><adlseq:constrainedChoiceConsiderations/>"
        "<adlseq:rollupConsiderations/><adlseq:objectives/>"
    )
    assert read(every_element_empty) == SequencingDefinition()


def test_control_mode_and_constrained_choice() -> None:
    definition = read(
        '<imsss:controlMode choice="false" choiceExit="0" flow="true" forwardOnly="1" '
        'useCurrentAttemptObjectiveInfo="FALSE" useCurrentAttemptProgressInfo="false"/>'
        '<adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="true"/>'
    )
    assert definition.control_mode == ControlMode(
        choice=False,
        choice_exit=False,
        flow=True,
        forward_only=True,
        use_current_attempt_objective_info=False,
        use_current_attempt_progress_info=False,
        constrain_choice=True,
        prevent_activation=True,
    )


def test_rules_of_all_three_kinds() -> None:
    definition = read(
        """<imsss:sequencingRules>
        <imsss:preConditionRule><imsss:ruleConditions conditionCombination="any">
          <imsss:ruleCondition condition="attempted"/>
          <imsss:ruleCondition operator="not" condition="objectiveMeasureLessThan" measureThreshold="-0.25"
            referencedObjective=" o%201 "/>
        </imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>
        <imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions>
          <imsss:ruleAction action="hiddenFromChoice"/></imsss:preConditionRule>
        <imsss:exitConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="completed"/>
          </imsss:ruleConditions><imsss:ruleAction action="exit"/></imsss:exitConditionRule>
        <imsss:postConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/>
          </imsss:ruleConditions><imsss:ruleAction action="retryAll"/></imsss:postConditionRule>
        </imsss:sequencingRules>"""
    )
    assert definition.precondition_rules == (
        SequencingRule(
            action="skip",
            combination="any",
            conditions=(
                RuleCondition(condition="attempted"),
                RuleCondition(
                    condition="objectiveMeasureLessThan",
                    negated=True,
                    referenced_objective="o 1",
                    measure_threshold=-0.25,
                ),
            ),
        ),
        SequencingRule(action="hiddenFromChoice", conditions=(RuleCondition(condition="always"),)),
    )
    assert definition.exit_rules == (SequencingRule(action="exit", conditions=(RuleCondition(condition="completed"),)),)
    assert definition.postcondition_rules == (
        SequencingRule(action="retryAll", conditions=(RuleCondition(condition="satisfied"),)),
    )


def test_rollup_rules_controls_and_considerations() -> None:
    definition = read(
        """<imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false"
            objectiveMeasureWeight="0.5">
          <imsss:rollupRule childActivitySet="atLeastPercent" minimumPercent="0.6" minimumCount="2">
            <imsss:rollupConditions conditionCombination="all">
              <imsss:rollupCondition condition="completed"/>
              <imsss:rollupCondition operator="not" condition="satisfied"/>
            </imsss:rollupConditions><imsss:rollupAction action="notSatisfied"/></imsss:rollupRule>
        </imsss:rollupRules>
        <adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" requiredForNotSatisfied="ifNotSkipped"
          requiredForCompleted="ifNotSuspended" requiredForIncomplete="ifAttempted"
          measureSatisfactionIfActive="false"/>"""
    )
    assert definition.rollup_rules == (
        RollupRule(
            action="notSatisfied",
            combination="all",
            conditions=(RollupCondition(condition="completed"), RollupCondition(condition="satisfied", negated=True)),
            child_activity_set="atLeastPercent",
            minimum_percent=0.6,
            minimum_count=2,
        ),
    )
    assert definition.rollup == RollupControls(
        rollup_objective_satisfied=False,
        rollup_progress_completion=False,
        objective_measure_weight=0.5,
        required_for_satisfied="ifAttempted",
        required_for_not_satisfied="ifNotSkipped",
        required_for_completed="ifNotSuspended",
        required_for_incomplete="ifAttempted",
        measure_satisfaction_if_active=False,
    )


def test_objectives_with_maps_of_both_vocabularies() -> None:
    definition = read(
        """<imsss:objectives>
          <imsss:primaryObjective satisfiedByMeasure="true">
            <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective>
          <imsss:objective objectiveID=" o%20%201 ">
            <imsss:mapInfo targetObjectiveID="g1" readSatisfiedStatus="false" readNormalizedMeasure="false"
              writeSatisfiedStatus="true" writeNormalizedMeasure="true"/></imsss:objective>
        </imsss:objectives>
        <adlseq:objectives><adlseq:objective objectiveID="o 1">
          <adlseq:mapInfo targetObjectiveID=" g1" readRawScore="false" writeRawScore="true" writeMinScore="true"
            writeMaxScore="true" writeCompletionStatus="true" writeProgressMeasure="true"/>
          <adlseq:mapInfo targetObjectiveID="g2" readMinScore="false" readMaxScore="false"
            readCompletionStatus="false" readProgressMeasure="false"/>
        </adlseq:objective></adlseq:objectives>"""
    )
    assert definition.objectives == (
        ObjectiveDefinition(primary=True, satisfied_by_measure=True, minimum_normalized_measure=0.8),
        ObjectiveDefinition(
            identifier="o 1",
            maps=(
                ObjectiveMap(
                    target="g1",
                    read_satisfied_status=False,
                    read_normalized_measure=False,
                    write_satisfied_status=True,
                    write_normalized_measure=True,
                    read_raw_score=False,
                    write_raw_score=True,
                    write_min_score=True,
                    write_max_score=True,
                    write_completion_status=True,
                    write_progress_measure=True,
                ),
                ObjectiveMap(
                    target="g2",
                    read_satisfied_status=False,
                    read_normalized_measure=False,
                    read_min_score=False,
                    read_max_score=False,
                    read_completion_status=False,
                    read_progress_measure=False,
                ),
            ),
        ),
    )


def test_a_map_of_one_vocabulary_reads_nothing_that_is_for_the_other_to_say() -> None:
    definition = read(
        """<imsss:objectives><imsss:primaryObjective objectiveID="p">
          <imsss:mapInfo targetObjectiveID="status"/></imsss:primaryObjective></imsss:objectives>
        <adlseq:objectives><adlseq:objective objectiveID="p">
          <adlseq:mapInfo targetObjectiveID="scores"/></adlseq:objective></adlseq:objectives>"""
    )
    status, scores = definition.objectives[0].maps
    assert (status.read_satisfied_status, status.read_raw_score, status.read_completion_status) == (True, False, False)
    assert (scores.read_satisfied_status, scores.read_raw_score, scores.read_completion_status) == (False, True, True)


def test_limits_randomization_and_delivery() -> None:
    definition = read(
        """<imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT1H30M0.5S"/>
        <imsss:randomizationControls randomizationTiming="once" reorderChildren="true"
          selectionTiming="onEachNewAttempt" selectCount="3"/>
        <imsss:deliveryControls tracked="false" completionSetByContent="true" objectiveSetByContent="true"/>"""
    )
    assert definition.limits == LimitConditions(attempt_limit=2, attempt_absolute_duration=5400.5)
    assert definition.randomization == RandomizationControls(
        randomization_timing="once", reorder_children=True, selection_timing="onEachNewAttempt", select_count=3
    )
    assert definition.delivery == DeliveryControls(
        tracked=False, completion_set_by_content=True, objective_set_by_content=True
    )


COLLECTION = """<imsss:sequencingCollection><imsss:sequencing ID=" shared%20one ">
  <imsss:controlMode choice="false" flow="true"/><imsss:limitConditions attemptLimit="3"/>
  <adlseq:constrainedChoiceConsiderations preventActivation="true"/>
  <imsss:objectives><imsss:primaryObjective objectiveID="shared"/></imsss:objectives>
  </imsss:sequencing></imsss:sequencingCollection>"""


def test_a_reference_brings_what_is_not_said_locally() -> None:
    definition = read("<imsss:controlMode/>", attributes='IDRef="shared one"', after=COLLECTION)
    assert definition.control_mode == ControlMode(prevent_activation=True)
    assert definition.limits.attempt_limit == 3
    assert definition.objectives == (ObjectiveDefinition(identifier="shared", primary=True),)


def test_a_collection_of_a_nested_manifest_is_found_too() -> None:
    nested = f"<manifest identifier='S'>{COLLECTION}</manifest>"
    assert read("", attributes='IDRef="shared one"', after=nested).limits.attempt_limit == 3


def test_a_dangling_reference_is_a_finding() -> None:
    assert codes(findings_of(manifest("", attributes='IDRef="none"'))) == ["unknown-sequencing"]


def rule(action: str, *conditions: str) -> str:
    written = "".join(f'<imsss:ruleCondition condition="{condition}"/>' for condition in conditions)
    return (
        f"<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>{written}</imsss:ruleConditions>"
        f'<imsss:ruleAction action="{action}"/></imsss:preConditionRule></imsss:sequencingRules>'
    )


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (rule("jump", "always"), ["unknown-word"]),
        (rule("skip", "sometimes"), ["unknown-word", "rule-left-out"]),
        (rule("skip", "always", "sometimes"), ["unknown-word", "rule-left-out"]),
        (rule("skip"), ["rule-left-out"]),
        (
            rule("skip", "always").replace("<imsss:ruleConditions>", "<x>").replace("</imsss:ruleConditions>", "</x>"),
            ["rule-left-out"],
        ),
    ],
)
def test_rules_without_sense_are_left_out(written: str, found: list[str]) -> None:
    assert read(written).precondition_rules == ()
    assert codes(findings_of(manifest(written))) == found


def test_misspelled_words_are_understood() -> None:
    written = rule("HiddenFromChoice", "Always")
    assert read(written).precondition_rules[0].action == "hiddenFromChoice"
    assert codes(findings_of(manifest(written))) == ["misspelled-word"] * 2


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('<imsss:controlMode flow="perhaps"/>', "unreadable-value"),
        ('<imsss:limitConditions attemptLimit="-1"/>', "unreadable-value"),
        ('<imsss:limitConditions attemptAbsoluteDurationLimit="soon"/>', "unreadable-value"),
        ('<imsss:limitConditions beginTimeLimit="2020-01-01T00:00:00"/>', "limit-without-effect"),
        ('<imsss:rollupRules objectiveMeasureWeight="7"/>', "unreadable-value"),
        (
            '<imsss:objectives><imsss:objective objectiveID="o"><imsss:mapInfo/></imsss:objective></imsss:objectives>',
            "map-without-target",
        ),
        ("<imsss:objectives><imsss:primaryObjective/><imsss:objective/></imsss:objectives>", "missing-identifier"),
        ('<adlseq:objectives><adlseq:objective objectiveID="o"/></adlseq:objectives>', "unknown-objective"),
    ],
)
def test_what_cannot_be_read_is_a_finding(written: str, found: str) -> None:
    assert codes(findings_of(manifest(written))) == [found]


def test_prefixes_without_namespace_are_understood() -> None:
    written = manifest('<imsss:controlMode flow="true"/>').replace("xmlns:imsss=", "xmlns:other=")
    assert read_course(written).organization.items()[0].sequencing.control_mode.flow
