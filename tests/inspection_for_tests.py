"""Courses an instructor would look into."""

from __future__ import annotations

from connect_desktop.scorm.cam.course import Course, Edition, Organization
from connect_desktop.scorm.cam.sequencing import LimitConditions, ObjectiveDefinition, ObjectiveMap
from tests.sequencing_for_tests import activity, organization, rollup, rule

_UNREAD = dict.fromkeys(
    (
        "read_normalized_measure",
        "read_raw_score",
        "read_min_score",
        "read_max_score",
        "read_completion_status",
        "read_progress_measure",
    ),
    False,
)
_WRITES = ObjectiveMap(target="done", write_satisfied_status=True, read_satisfied_status=False, **_UNREAD)
_READS = ObjectiveMap(target="done", **_UNREAD)
_OWN = ObjectiveDefinition(identifier="own", primary=True, satisfied_by_measure=True, maps=(_WRITES,))


def sequenced_course(played: Organization) -> Course:
    return Course(
        edition=Edition.SCORM_2004_4TH,
        identifier="course",
        organization=played,
        organizations=(played,),
        resources={},
    )


def skipping_course() -> Course:
    """Passing the first unit lets the second be skipped."""
    return sequenced_course(
        organization(
            activity(
                "one",
                objectives=(_OWN,),
                rollup_rules=(rollup("completed", "attempted", of="atLeastPercent", percent=0.5),),
            ),
            activity(
                "two",
                precondition_rules=(rule("skip", "satisfied@far"),),
                objectives=(
                    ObjectiveDefinition(primary=True),
                    ObjectiveDefinition(identifier="far", maps=(_READS,)),
                ),
            ),
            activity("three", limits=LimitConditions(attempt_limit=2)),
        )
    )
