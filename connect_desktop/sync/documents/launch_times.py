"""The time of each launch, which a document carries beside what a learner came to.

A server that knows only the document adds up time and does not know of what. Whoever writes to it therefore writes
down, in one element more that the server keeps as any other, how much of that is of which launch. So everybody can see
which time is there already: a write whose answer was lost, one that arrives late, a server or a device that was put
back, a copy of a device, and the same launches on two servers add no time twice, and none is left out.

| there | time of launches |
|---|---|
| the element | what it says, and what is there beside that as time of the server's own |
| no element, no less time than there was | as this device last knew them, and what is there beside that as above |
| no element, and less time | not known: the server lost some of what it had |

Pure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

LAUNCHES = "connect.launches"

_LONGEST = 2**62


def marked(elements: Mapping[str, Any]) -> dict[str, int] | None:
    """The centiseconds of each launch that the elements of a document tell of; None where they tell of none."""
    try:
        times = json.loads(elements[LAUNCHES])
    except (LookupError, TypeError, ValueError, RecursionError):
        return None
    if not isinstance(times, dict) or not all(type(time) is int and 0 <= time <= _LONGEST for time in times.values()):
        return None
    return times


def mark(times: Mapping[str, int], elsewhere: str) -> str:
    """What the element is to say; time of the server's own has no place in it."""
    return json.dumps({it: time for it, time in sorted(times.items()) if it != elsewhere})


def times_there(elements: Mapping[str, Any], time: int, known: Mapping[str, int], elsewhere: str) -> dict[str, int]:
    """The centiseconds of each launch in a document that has `time` in all, as this device `known` them; under
    `elsewhere` what is of no launch."""
    launches = marked(elements)
    if launches is None:
        if time < sum(known.values()):
            return {}
        launches = {it: known[it] for it in known if it != elsewhere}
    beside = time - sum(launches.values())
    return {**launches, elsewhere: beside} if beside > 0 else launches
