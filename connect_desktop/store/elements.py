"""What kind of thing a data model element says, in either edition. Pure."""

from __future__ import annotations

import re

from connect_desktop.store.standing import STANDING_ELEMENTS, STATUS

SESSION_TIME = frozenset({"cmi.core.session_time", "cmi.session_time"})
COMMENTS_12 = "cmi.comments"

_ARRAY = re.compile(r"cmi\.(interactions|objectives|comments_from_learner)\.([0-9]{1,9})\.(.+)")
_CORE_12 = "cmi.core."
_ONLY_12 = (_CORE_12, "cmi.student_")
_ONLY_12_IN_ARRAYS = {"objectives": (STATUS,), "interactions": ("student_response", "time")}
_LESSON_STATUS = "cmi.core.lesson_status"
_NAVIGATION = "adl.nav."


def in_array(element: str) -> tuple[str, int, str] | None:
    """The array, the index and the name behind it, of an element in an array a SCO writes."""
    match = _ARRAY.fullmatch(element)
    return (match[1], int(match[2]), match[3]) if match else None


def standing_name(element: str) -> str | None:
    """The name in `STANDING_ELEMENTS` of an activity's own element; None if it is something else."""
    if element == _LESSON_STATUS:
        return STATUS
    name = element.removeprefix(_CORE_12 if element.startswith(_CORE_12) else "cmi.")
    return name if name in STANDING_ELEMENTS and name != STATUS else None


def is_only_12(element: str) -> bool:
    """Whether SCORM 1.2 has this element and SCORM 2004 has not."""
    if (array := in_array(element)) is not None:
        return array[2] in _ONLY_12_IN_ARRAYS.get(array[0], ())
    return element == COMMENTS_12 or element.startswith(_ONLY_12)


def is_for_resuming(element: str) -> bool:
    """Whether the element tells where to go on: suspend data, location, exit, and whatever is not reported itself."""
    return (
        in_array(element) is None
        and standing_name(element) is None
        and element != COMMENTS_12
        and not element.startswith(_NAVIGATION)
    )
