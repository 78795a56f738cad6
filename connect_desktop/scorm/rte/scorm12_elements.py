"""The data model of SCORM 1.2, element by element [RTE 1.2 3.4.4], with the bounds ADL's suite checks.

An element that was never set answers "". Interactions can be written and not read.
"""

from __future__ import annotations

from functools import cache

from connect_desktop.scorm.rte.datatypes import (
    any_text,
    either,
    identifier_12,
    integer,
    limited_text,
    real,
    time_12,
    timespan,
    vocabulary,
)
from connect_desktop.scorm.rte.elements import Array, Description, Group, Leaf, Response
from connect_desktop.scorm.rte.errors import Fault

# "not attempted" is a status an LMS gives, never a SCO.
_status = vocabulary("passed", "completed", "failed", "incomplete", "browsed")
_decimal = real(blank=True)
_given = Leaf(check=any_text, default="", writable=False)

INTERACTION_TYPES = (
    "true-false",
    "choice",
    "fill-in",
    "matching",
    "performance",
    "likert",
    "sequencing",
    "numeric",
)


def true_false(text: str) -> Fault | None:
    """A CMIFeedback of a true-false interaction: only its first character counts."""
    return None if text[:1].lower() in ("0", "1", "t", "f", "") else Fault.TYPE_MISMATCH


def _score() -> Group:
    score = Leaf(check=real(0.0, 100.0, blank=True), default="")
    return Group({"raw": score, "min": score, "max": score})


@cache
def description(*, lenient: bool) -> Description:
    """The tree of every element; `lenient` is `ScoLaunch.lenient`."""
    text_255 = limited_text(255, lenient=lenient)
    text_4096 = limited_text(4096, lenient=lenient)
    identifier = identifier_12(lenient=lenient)
    span = timespan(lenient=lenient)

    core = Group(
        {
            "student_id": _given,
            "student_name": _given,
            "lesson_location": Leaf(check=text_255, default=""),
            "credit": _given,
            "lesson_status": Leaf(check=_status, default="not attempted"),
            "entry": _given,
            "score": _score(),
            "total_time": _given,
            "lesson_mode": _given,
            "exit": Leaf(check=vocabulary("time-out", "suspend", "logout", ""), readable=False, per_launch=True),
            "session_time": Leaf(check=span, readable=False, per_launch=True),
        }
    )
    objective = Group(
        {
            "id": Leaf(check=identifier, default=""),
            "score": _score(),
            "status": Leaf(
                check=either(_status, vocabulary("not attempted")),
                default="not attempted",
            ),
        }
    )
    interaction = Group(
        {
            "id": Leaf(check=identifier, readable=False),
            "objectives": Array(member=Group({"id": Leaf(check=identifier, readable=False)}), lists_children=False),
            "time": Leaf(check=time_12(lenient=lenient), readable=False),
            "type": Leaf(check=vocabulary(*INTERACTION_TYPES), readable=False),
            "correct_responses": Array(
                member=Group({"pattern": Leaf(check=text_255, readable=False)}), lists_children=False
            ),
            "weighting": Leaf(check=_decimal, readable=False),
            "student_response": Response(
                check=text_255, by_type={"true-false": true_false, "numeric": _decimal}, readable=False
            ),
            "result": Leaf(
                check=either(vocabulary("correct", "wrong", "unanticipated", "neutral"), _decimal), readable=False
            ),
            "latency": Leaf(check=span, readable=False),
        }
    )
    cmi = Group(
        {
            "core": core,
            "suspend_data": Leaf(check=text_4096, default=""),
            "launch_data": _given,
            "comments": Leaf(check=text_4096, default=""),
            "comments_from_lms": _given,
            "objectives": Array(member=objective),
            "student_data": Group({"mastery_score": _given, "max_time_allowed": _given, "time_limit_action": _given}),
            "student_preference": Group(
                {
                    "audio": Leaf(check=integer(-1, 100), default="0"),
                    "language": Leaf(check=text_255, default=""),
                    "speed": Leaf(check=integer(-100, 100), default="0"),
                    "text": Leaf(check=integer(-1, 1), default="0"),
                }
            ),
            "interactions": Array(member=interaction),
        },
        lists_children=False,
    )
    return Description(Group({"cmi": cmi}, lists_children=False), versions={"cmi": "3.4"})
