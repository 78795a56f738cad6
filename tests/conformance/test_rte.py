"""ADL's cases about the API and the data model (API, DMB, DMI, DDM, CM), against the API instance itself."""

from __future__ import annotations

from pathlib import Path

from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.manifest import parse_manifest
from tests.conformance.minimal_lms import MinimalLms
from tests.conformance.scenario import Learner, Scenario, read_scenario

LEARNER = Learner(id="learner-1", name="Lovelace, Ada")


def test_every_answer_is_the_one_the_case_expects(adl_folder: Path, rte_case: str) -> None:
    scenario = read_scenario(adl_folder, rte_case)
    lms = MinimalLms({package: _course(scenario, package) for package in scenario.packages}, LEARNER.id, LEARNER.name)
    disagreements = []
    for package, step in scenario.packages_of_steps():
        delivered = lms.deliver(package, step.activity)
        for command in step.commands:
            sentence = command.disagreement(delivered.api.call, LEARNER)
            if sentence is not None:
                disagreements.append(f"{step.attempt}: {sentence}")
        if step.commands:
            assert delivered.api.call("Terminate", ("",)) == "true"
        lms.close(delivered, step.after)
    assert disagreements == []


def _course(scenario: Scenario, package: str) -> Course:
    course = parse_manifest(scenario.manifest(package)).course
    assert course is not None
    return course
