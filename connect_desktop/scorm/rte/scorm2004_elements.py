"""The data models of SCORM 2004 4th Edition, element by element: `cmi` [RTE 4.2] and `adl` [RTE 4.3, SN 5.6].

Earlier editions have the same elements, save `adl.data` and `adl.nav.request_valid.jump`. Smallest permitted maximums
are not here: they bind content, not an LMS that has no limits.
"""

from __future__ import annotations

from functools import cache

from connect_desktop.scorm.rte.datatypes import (
    any_text,
    duration,
    either,
    identifier,
    language,
    localized_text,
    real,
    timestamp,
    vocabulary,
)
from connect_desktop.scorm.rte.elements import Array, Description, Group, Identifier, Leaf, Pattern, Response
from connect_desktop.scorm.rte.errors import Fault
from connect_desktop.scorm.rte.patterns import PATTERNS, RESPONSES

_COMMANDS = frozenset(("continue", "previous", "exit", "exitAll", "abandon", "abandonAll", "suspendAll", "_none_"))
_TARGETED = frozenset(("choice", "jump"))

_completion = vocabulary("completed", "incomplete", "not attempted", "unknown")
_success = vocabulary("passed", "failed", "unknown")
_scaled = real(-1.0, 1.0)
_progress = real(0.0, 1.0)
_volume = real(0.0)
_number = real()

COMPLETION_STATUS = Leaf(check=_completion, default="unknown")
SUCCESS_STATUS = Leaf(check=_success, default="unknown")
_given = Leaf(check=any_text, writable=False)


def navigation_request(text: str) -> Fault | None:
    """`adl.nav.request`: a command, or `{target=ID}choice` or `{target=ID}jump` [SN 5.6.4]."""
    if text in _COMMANDS:
        return None
    target, closed, command = text.removeprefix("{target=").partition("}")
    if text.startswith("{target=") and closed and command in _TARGETED:
        return identifier(target)
    return Fault.TYPE_MISMATCH


def _score(requires: str = "") -> Group:
    number = Leaf(check=_number, requires=requires)
    scaled = Leaf(check=_scaled, requires=requires)
    return Group({"scaled": scaled, "raw": number, "min": number, "max": number})


@cache
def description(*, lenient: bool) -> Description:
    """The tree of every element; `lenient` is `ScoLaunch.lenient`."""
    time = timestamp(lenient=lenient)
    interval = duration(lenient=lenient)
    comment = Group(
        {"comment": Leaf(check=localized_text), "location": Leaf(check=any_text), "timestamp": Leaf(check=time)}
    )
    objective = Group(
        {
            "id": Identifier(check=identifier, fixed=True),
            "score": _score(requires="id"),
            "success_status": Leaf(check=_success, default="unknown", requires="id"),
            "completion_status": Leaf(check=_completion, default="unknown", requires="id"),
            "progress_measure": Leaf(check=_progress, requires="id"),
            "description": Leaf(check=localized_text, requires="id"),
        }
    )
    interaction = Group(
        {
            "id": Leaf(check=identifier),
            "type": Leaf(check=vocabulary(*PATTERNS), requires="id"),
            "objectives": Array(
                member=Group({"id": Identifier(check=identifier)}), lists_children=False, requires="id"
            ),
            "timestamp": Leaf(check=time, requires="id"),
            "correct_responses": Array(
                member=Group({"pattern": Pattern(check=any_text, by_type=PATTERNS)}),
                lists_children=False,
                requires="type",
            ),
            "weighting": Leaf(check=_number, requires="id"),
            "learner_response": Response(check=any_text, by_type=RESPONSES, requires="type"),
            "result": Leaf(
                check=either(vocabulary("correct", "incorrect", "unanticipated", "neutral"), _number), requires="id"
            ),
            "latency": Leaf(check=interval, requires="id"),
            "description": Leaf(check=localized_text, requires="id"),
        }
    )
    cmi = Group(
        {
            "comments_from_learner": Array(member=comment),
            "comments_from_lms": Array(
                member=Group({"comment": _given, "location": _given, "timestamp": _given}), growable=False
            ),
            "completion_status": COMPLETION_STATUS,
            "completion_threshold": _given,
            "credit": _given,
            "entry": _given,
            "exit": Leaf(
                check=vocabulary("time-out", "suspend", "logout", "normal", ""), readable=False, per_launch=True
            ),
            "interactions": Array(member=interaction),
            "launch_data": _given,
            "learner_id": _given,
            "learner_name": _given,
            "learner_preference": Group(
                {
                    "audio_level": Leaf(check=_volume, default="1"),
                    "language": Leaf(check=language, default=""),
                    "delivery_speed": Leaf(check=_volume, default="1"),
                    "audio_captioning": Leaf(check=vocabulary("-1", "0", "1"), default="0"),
                }
            ),
            "location": Leaf(check=any_text),
            "max_time_allowed": _given,
            "mode": _given,
            "objectives": Array(member=objective),
            "progress_measure": Leaf(check=_progress),
            "scaled_passing_score": _given,
            "score": _score(),
            "session_time": Leaf(check=interval, readable=False, per_launch=True),
            "success_status": SUCCESS_STATUS,
            "suspend_data": Leaf(check=any_text),
            "time_limit_action": _given,
            "total_time": _given,
        },
        lists_children=False,
    )
    valid = Leaf(check=any_text, default="unknown", writable=False)
    adl = Group(
        {
            "nav": Group(
                {
                    "request": Leaf(check=navigation_request, default="_none_"),
                    "request_valid": Group({"continue": valid, "previous": valid, "choice": valid, "jump": valid}),
                }
            ),
            "data": Array(member=Group({"id": _given, "store": Leaf(check=any_text)}), growable=False),
        },
        lists_children=False,
    )
    return Description(Group({"cmi": cmi, "adl": adl}, lists_children=False), versions={"cmi": "1.0"})
