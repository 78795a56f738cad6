"""When to talk to a server next. Pure: time is a number of seconds from any start, chance is passed in.

An account is looked after at the start of the program, when the network comes back, after each launch, by a timer, and
when somebody asks. One that fails is left alone for longer each time, with full jitter so that devices which lost a
server together do not come back together; `Retry-After` is honoured; one that needs a person rests until one came, and
one whose key is in a locked keyring until somebody is likely to be there, for each try may ask for a password.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from connect_desktop.sync.report import Outcome

_LAST_DOUBLING = 20

Jitter = Callable[[float], float]
"""Some number from 0 to the given one, anew each time."""


class Occasion(StrEnum):
    """Why now. `LAUNCH_ENDED`: there is something new to send. `RECONNECTED`: the network is back. `ASKED`: somebody
    wants it now, or has given another key."""

    STARTED = "started"
    LAUNCH_ENDED = "launch-ended"
    RECONNECTED = "reconnected"
    ASKED = "asked"


class Pace(Struct, frozen=True, kw_only=True):
    """How often, in seconds. The timer fires after `every`, half of it more or less; a failure waits up to `first`
    seconds, each further one up to twice as long, never longer than `longest`. What many devices are told of at once,
    as that the network is back, is spread over `spread`. `most_asked` is the longest `Retry-After` that is believed. A
    hub that has what the server above it lacks is asked again after `follow`, each further time after twice as long.
    """

    every: float = 300.0
    soon: float = 1.0
    spread: float = 4.0
    first: float = 10.0
    longest: float = 900.0
    most_asked: float = 3600.0
    follow: float = 3.0


class Plan(Struct, frozen=True, kw_only=True):
    """One account's. `due` is when to run next, never where it is `inf`; it stays so until somebody acts.

    `failures` in a row made it wait until `backed_off`; the server wants to be left alone until `asked_off`. So many
    times in a row, `follows`, was a hub asked what became of what it has.
    """

    due: float = inf
    failures: int = 0
    backed_off: float = -inf
    asked_off: float = -inf
    needs_person: bool = False
    follows: int = 0


def on(plan: Plan, occasion: Occasion, now: float, pace: Pace, jitter: Jitter) -> Plan:
    """The plan once this has happened: sooner, never later. Who asks is not kept waiting, whatever went before."""
    if occasion is Occasion.ASKED:
        return replace(plan, due=min(plan.due, now), needs_person=False, follows=0)
    if plan.needs_person:
        return plan
    if occasion is Occasion.LAUNCH_ENDED:
        plan = replace(plan, follows=0)
    wanted = now + (pace.soon if occasion is Occasion.LAUNCH_ENDED else jitter(pace.spread))
    if occasion is Occasion.RECONNECTED:
        # What was waited for is over; what the server asked for is not.
        plan = replace(plan, failures=0, backed_off=-inf)
    return replace(plan, due=min(plan.due, max(wanted, plan.backed_off, plan.asked_off)))


def after(
    plan: Plan,
    outcome: Outcome,
    now: float,
    pace: Pace,
    jitter: Jitter,
    retry_after: float | None = None,
    *,
    on_its_way: bool = False,
) -> Plan:
    """The plan once a run has ended so; `retry_after` is how many seconds the server asked to be left alone,
    `on_its_way` says that it is a hub, which may have what the server above it lacks."""
    if outcome in (Outcome.SIGN_IN, Outcome.NOT_ALLOWED):
        return Plan(needs_person=True)
    if outcome is Outcome.LOCKED:
        return Plan()
    timer = now + pace.every / 2 + jitter(pace.every)
    if outcome is Outcome.CANCELLED:
        return replace(plan, due=max(timer, plan.asked_off))
    if outcome is Outcome.DONE and on_its_way:
        following = now + pace.follow * 2 ** min(plan.follows, _LAST_DOUBLING)
        return Plan(due=min(timer, following), follows=plan.follows + 1)
    if outcome is Outcome.DONE:
        return Plan(due=timer)
    asked = min(max(retry_after or 0.0, 0.0), pace.most_asked)
    ceiling = min(pace.longest, pace.first * 2 ** min(plan.failures, _LAST_DOUBLING))
    backed_off = now + max(asked, pace.soon) + jitter(ceiling)
    return Plan(due=backed_off, failures=plan.failures + 1, backed_off=backed_off, asked_off=now + asked)
