"""Merging the elements of two documents of a session, by the rules of `three_way`. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from connect_desktop.scorm.cam.course import VerdictRule
from connect_desktop.store.elements import COMMENTS_12, SESSION_TIME, in_array, is_for_resuming, standing_name
from connect_desktop.store.standing import COMPLETION, PROGRESS, STATUS, Verdict, highest_completion, highest_progress
from connect_desktop.sync.documents.launch_times import LAUNCHES

_PART = re.compile(r"(activities\..+?\.)(cmi\..+|adl\..+)")
_TIMES = SESSION_TIME | {"cmi.core.total_time", "cmi.total_time"}
STATUS_12 = "cmi.core.lesson_status"
_ELEMENTWISE = (
    "cmi.student_preference.",
    "cmi.learner_preference.",
    "cmi.student_data.",
    "cmi.comments_from_lms",
    "cmi.launch_data",
    "cmi.core.student_",
    "cmi.core.credit",
    "cmi.core.lesson_mode",
    "cmi.learner_",
    "cmi.credit",
    "cmi.mode",
    "cmi.max_time_allowed",
    "cmi.time_limit_action",
    "cmi.completion_threshold",
    "cmi.scaled_passing_score",
    "cmi._version",
)
_MOMENTS = ("timestamp", "time")

Elements = Mapping[str, str]
Item = tuple[tuple[str, str], ...]
Both = Callable[[str, str], str]
"""What is taken of two JSON texts where both sides changed something: the first is the side that may go ahead."""


def elements_merged(
    base: Elements, one: Elements, other: Elements, both: Both, rule: VerdictRule = VerdictRule.BEST
) -> dict[str, str]:
    """The elements of a session that both sides made of `base`."""
    sides = (base, one, other)
    resumes = [resume_elements(side) for side in sides]
    merged = dict(_chosen(resumes[0], resumes[1], resumes[2], both))
    for part in sorted({_part(key)[0] for side in sides for key in side}):
        within = [_within(side, part) for side in sides]
        for name, value in _part_merged(within[0], within[1], within[2], both, rule).items():
            merged[part + name] = value
    return merged


def _part_merged(base: Elements, one: Elements, other: Elements, both: Both, rule: VerdictRule) -> dict[str, str]:
    """The elements of one part of the course, but for those that tell where to go on."""
    sides = (base, one, other)
    merged = _one_verdict(sides, rule)
    merged.update(_highest("cmi." + COMPLETION, sides, highest_completion))
    merged.update(_highest("cmi." + PROGRESS, sides, highest_progress))
    merged.update(_comments_12(base, one, other))
    for array in ("interactions", "comments_from_learner"):
        items = _items_merged(*(_items(side, array) for side in sides))
        merged.update(_numbered(array, items))
    merged.update(_numbered("objectives", _objectives(base, one, other, both, rule)))
    loose = [{key: value for key, value in side.items() if _is_elementwise(key)} for side in sides]
    merged.update(_elementwise(loose[0], loose[1], loose[2], both))
    return merged


def _elementwise(base: Elements, one: Elements, other: Elements, both: Both) -> dict[str, str]:
    merged = {}
    for key in sorted({*base, *one, *other}):
        texts = [json.dumps(side.get(key)) for side in (base, one, other)]
        value = json.loads(_text_chosen(texts[0], texts[1], texts[2], both))
        if value is not None:
            merged[key] = value
    return merged


def _chosen(base: Elements, one: Elements, other: Elements, both: Both) -> Elements:
    texts = [json.dumps(side, sort_keys=True) for side in (base, one, other)]
    chosen: dict[str, str] = json.loads(_text_chosen(texts[0], texts[1], texts[2], both))
    return chosen


def _text_chosen(base: str, one: str, other: str, both: Both) -> str:
    if one in (base, other):
        return other
    return one if other == base else both(one, other)


def _highest(key: str, sides: Iterable[Elements], highest: Callable[[Iterable[str]], str]) -> dict[str, str]:
    words = [side[key] for side in sides if key in side]
    value = highest(words) if words else ""
    return {key: value} if value else {}


def side_that_changed(sides: Sequence[object]) -> int | None:
    """Which of base, one and other was changed from the base while the other was not; None where both were."""
    base, one, other = sides
    if one == base:
        return 2
    return 1 if other == base else None


def _one_verdict(sides: Iterable[Elements], rule: VerdictRule) -> dict[str, str]:
    verdicts = [_verdict(side) for side in sides]
    changed = side_that_changed(verdicts) if rule is VerdictRule.LATEST else None
    return max(verdicts, key=lambda verdict: _rank(verdict)) if changed is None else verdicts[changed]


def _verdict(elements: Elements) -> dict[str, str]:
    return {key: value for key, value in elements.items() if _is_verdict(key)}


def _rank(verdict: Elements) -> tuple[int, float, str]:
    values = {standing_name(key) or "": value for key, value in verdict.items()}
    status, scaled, _, _ = Verdict(launch="", attempt=0, values=values).rank()
    return (status, scaled, json.dumps(verdict, sort_keys=True))


def _comments_12(base: Elements, one: Elements, other: Elements) -> dict[str, str]:
    """The one comment of SCORM 1.2, to which each launch adds a line."""
    lines = [
        tuple((("comment", line),) for line in side.get(COMMENTS_12, "").split("\n") if line)
        for side in (base, one, other)
    ]
    merged = "\n".join(item[0][1] for item in _items_merged(*lines))
    return {COMMENTS_12: merged} if merged else {}


def _items(elements: Elements, array: str) -> tuple[Item, ...]:
    found: dict[int, dict[str, str]] = {}
    for key, value in elements.items():
        place = in_array(key)
        if place is not None and place[0] == array:
            found.setdefault(place[1], {})[place[2]] = value
    return tuple(tuple(sorted(values.items())) for _, values in sorted(found.items()))


def _items_merged(base: tuple[Item, ...], one: tuple[Item, ...], other: tuple[Item, ...]) -> list[Item]:
    """Those that no side changed, in their order, then what each side added; equal additions are one."""
    there = Counter(base)
    kept = there - (there - Counter(one)) - (there - Counter(other))
    added = (Counter(one) - there) | (Counter(other) - there)
    merged = _in_order(kept, base)
    sides = [_in_order(added & (Counter(side) - there), side) for side in (one, other)]
    if sides[0] == sides[1] or not all(sides):
        return merged + (sides[0] or sides[1])
    return merged + sorted(added.elements(), key=_moment)


def _in_order(wanted: Counter[Item], items: tuple[Item, ...]) -> list[Item]:
    left = Counter(wanted)
    taken = []
    for item in items:
        if left[item]:
            left[item] -= 1
            taken.append(item)
    return taken


def _moment(item: Item) -> tuple[str, Item]:
    values = dict(item)
    return next((values[name] for name in _MOMENTS if name in values), ""), item


def _numbered(array: str, items: Iterable[Item]) -> dict[str, str]:
    return {f"cmi.{array}.{index}.{name}": value for index, item in enumerate(items) for name, value in item}


def _objectives(base: Elements, one: Elements, other: Elements, both: Both, rule: VerdictRule) -> list[Item]:
    """One of each id, in the order of the ids."""
    sides = [_by_id(_items(side, "objectives")) for side in (base, one, other)]
    merged = []
    for identifier in sorted({identifier for side in sides for identifier in side}):
        # Who does not speak of an objective takes nothing back.
        before = sides[0].get(identifier, {})
        found = [side.get(identifier, before) for side in sides]
        as_elements = [{_as_element(name): value for name, value in it.items()} for it in found]
        judged = _part_of_objective(as_elements[0], as_elements[1], as_elements[2], both, rule)
        merged.append(tuple(sorted((_as_name(key), value) for key, value in judged.items())))
    return merged


def _part_of_objective(base: Elements, one: Elements, other: Elements, both: Both, rule: VerdictRule) -> dict[str, str]:
    sides = (base, one, other)
    merged = _one_verdict(sides, rule)
    merged.update(_highest("cmi." + COMPLETION, sides, highest_completion))
    merged.update(_highest("cmi." + PROGRESS, sides, highest_progress))
    loose = [{key: value for key, value in side.items() if standing_name(key) is None} for side in sides]
    return merged | _elementwise(loose[0], loose[1], loose[2], both)


def _by_id(items: Iterable[Item]) -> dict[str, dict[str, str]]:
    """What has no id stays apart by its place."""
    found = {}
    for place, item in enumerate(items):
        values = dict(item)
        found[values.get("id") or f"\0{place:09}"] = values
    return found


def _as_element(name: str) -> str:
    return STATUS_12 if name == STATUS else f"cmi.{name}"


def _as_name(element: str) -> str:
    return STATUS if element == STATUS_12 else element.removeprefix("cmi.")


def _part(key: str) -> tuple[str, str]:
    """The prefix of the part of the course that a key is of, and the element behind it."""
    match = _PART.fullmatch(key)
    return (match[1], match[2]) if match else ("", key)


def _within(elements: Elements, part: str) -> dict[str, str]:
    return {name: value for key, value in elements.items() if _part(key)[0] == part for name in [_part(key)[1]]}


def on_record(elements: Elements) -> dict[str, str]:
    """All but the times, which a record holds itself, and what `blanks` leaves of scores."""
    return {
        key: value
        for key, value in elements.items()
        if key != LAUNCHES and _part(key)[1] not in _TIMES and (value or not _is_of_verdict(key))
    }


def blanks(there: Elements, wanted: Elements) -> dict[str, str]:
    """What takes a score away where another verdict came without one: of some servers a key that is not sent stays, and
    would stand beside the other verdict."""
    return {key: "" for key in there.keys() - wanted.keys() if _is_of_verdict(key)}


def only_items(elements: Elements) -> dict[str, str]:
    """Answers and comments, which stand by their numbers."""
    return {key: value for key, value in elements.items() if _is_of_item(_part(key)[1])}


def without_items(elements: Elements) -> dict[str, str]:
    """All but answers and comments."""
    return {key: value for key, value in elements.items() if not _is_of_item(_part(key)[1])}


def resume_elements(elements: Elements) -> dict[str, str]:
    """All that tells where to go on, which moves whole."""
    return {key: value for key, value in elements.items() if _tells_where(_part(key)[1])}


def _is_of_item(element: str) -> bool:
    place = in_array(element)
    return element == COMMENTS_12 or (place is not None and place[0] != "objectives")


def _tells_where(element: str) -> bool:
    return (
        element.startswith(("cmi.", "adl."))
        and is_for_resuming(element)
        and not element.startswith(_ELEMENTWISE)
        and element not in _TIMES
    )


def _is_of_verdict(key: str) -> bool:
    """Whether it is of a part's verdict, or of an objective's."""
    element = _part(key)[1]
    place = in_array(element)
    if place is None:
        return _is_verdict(element)
    return place[0] == "objectives" and _is_verdict(_as_element(place[2]))


def _is_verdict(element: str) -> bool:
    return standing_name(element) not in (None, COMPLETION, PROGRESS)


def _is_elementwise(element: str) -> bool:
    """Neither judged, nor of an array, nor of what tells where to go on."""
    return (
        standing_name(element) is None
        and in_array(element) is None
        and element != COMMENTS_12
        and element not in _TIMES
        and not _tells_where(element)
    )
