"""When exchanges run: by law, over any order of what can happen."""

from __future__ import annotations

import random
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.sync.report import Outcome
from connect_desktop.sync.schedule import Occasion, Pace, Plan, after, on

PACE = Pace()
BY_THEMSELVES = (Occasion.STARTED, Occasion.LAUNCH_ENDED, Occasion.RECONNECTED)
NEED_A_PERSON = (Outcome.SIGN_IN, Outcome.NOT_ALLOWED)
SOMEBODY_IS_THERE = (Occasion.LAUNCH_ENDED, Occasion.RECONNECTED)

moments = st.floats(0, 1e9)
chances = st.integers(0, 2**32).map(random.Random)
retry_after = st.one_of(st.none(), st.floats(-10, 1e6))
happenings = st.lists(
    st.tuples(
        st.floats(0, 1000), st.one_of(st.sampled_from(Occasion), st.tuples(st.sampled_from(Outcome), retry_after))
    )
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, float]:
    """A plan as any life leads to it, and the moment it has come to."""
    chance = draw(chances)
    plan, now = Plan(), draw(moments)
    for passed, happening in draw(happenings):
        now += passed
        if isinstance(happening, Occasion):
            plan = on(plan, happening, now, PACE, lambda most: chance.uniform(0, most))
        else:
            outcome, wait = happening
            plan = after(plan, outcome, now, PACE, lambda most: chance.uniform(0, most), wait)
    return plan, now


def _least(_most: float) -> float:
    return 0.0


def _most(most: float) -> float:
    return most


@given(plans())
def test_who_asks_is_served_at_once(life: tuple[Plan, float]) -> None:
    plan, now = life
    asked = on(plan, Occasion.ASKED, now, PACE, _most)
    assert asked.due <= now
    assert not asked.needs_person


@given(plans(), st.sampled_from(Occasion))
def test_what_happens_makes_it_sooner_never_later(life: tuple[Plan, float], occasion: Occasion) -> None:
    plan, now = life
    assert on(plan, occasion, now, PACE, _most).due <= plan.due


@given(plans(), retry_after, st.sampled_from(BY_THEMSELVES), st.floats(0, 5000))
def test_a_server_is_left_alone_as_long_as_it_asks(
    life: tuple[Plan, float], wait: float | None, occasion: Occasion, later: float
) -> None:
    plan, now = life
    plan = after(plan, Outcome.WAITING, now, PACE, _least, wait)
    until = now + min(wait or 0, PACE.most_asked)
    assert plan.due >= until
    assert on(plan, occasion, now + later, PACE, _least).due >= until


@given(plans(), st.sampled_from(NEED_A_PERSON), st.sampled_from(BY_THEMSELVES))
def test_it_rests_until_a_person_came(life: tuple[Plan, float], outcome: Outcome, occasion: Occasion) -> None:
    plan, now = life
    resting = on(after(plan, outcome, now, PACE, _most), occasion, now + 1, PACE, _least)
    assert resting.due == inf
    assert on(resting, Occasion.ASKED, now + 1, PACE, _most).due == now + 1


@given(plans(), st.integers(1, 20))
def test_a_hub_is_asked_what_became_of_it_soon_and_then_ever_later(life: tuple[Plan, float], times: int) -> None:
    plan, now = life
    plan = on(plan, Occasion.ASKED, now, PACE, _least)
    waits = []
    for _ in range(times):
        plan = after(plan, Outcome.DONE, now, PACE, _most, on_its_way=True)
        waits.append(plan.due - now)
        now = plan.due
    assert waits == pytest.approx([min(PACE.follow * 2**number, 1.5 * PACE.every) for number in range(times)])
    plan = on(plan, Occasion.LAUNCH_ENDED, now, PACE, _most)
    assert (
        plan.needs_person or after(plan, Outcome.DONE, now, PACE, _most, on_its_way=True).due <= now + PACE.follow + 1
    )
    assert after(plan, Outcome.DONE, now, PACE, _most).follows == 0


@given(plans(), st.sampled_from(SOMEBODY_IS_THERE))
def test_a_locked_keyring_is_asked_again_when_somebody_is_likely_to_be_there(
    life: tuple[Plan, float], occasion: Occasion
) -> None:
    plan, now = life
    resting = after(plan, Outcome.LOCKED, now, PACE, _most)
    assert resting.due == inf
    assert on(resting, occasion, now + 1, PACE, _most).due <= now + 1 + max(PACE.soon, PACE.spread)


@given(plans(), chances, st.sampled_from([Outcome.DONE, Outcome.WAITING, Outcome.CANCELLED]), retry_after)
def test_there_is_always_a_next_time_and_it_is_not_far(
    life: tuple[Plan, float], chance: random.Random, outcome: Outcome, wait: float | None
) -> None:
    plan, now = life
    following = after(plan, outcome, now, PACE, lambda most: chance.uniform(0, most), wait)
    assert now < following.due <= now + PACE.most_asked + max(PACE.longest, 1.5 * PACE.every)


def test_each_failure_may_wait_twice_as_long_and_one_success_forgets_them() -> None:
    plan, waits = Plan(), []
    for _ in range(12):
        plan = after(plan, Outcome.WAITING, 0, PACE, _most)
        waits.append(plan.due - PACE.soon)
    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-1] == PACE.longest
    assert after(plan, Outcome.WAITING, 0, PACE, _least).due == PACE.soon
    assert after(after(plan, Outcome.DONE, 0, PACE, _most), Outcome.WAITING, 0, PACE, _most).due == 11


def test_a_network_that_is_back_ends_the_waiting_and_a_launch_that_ends_does_not() -> None:
    failed = after(Plan(failures=6), Outcome.WAITING, 100, PACE, _most)
    assert on(failed, Occasion.LAUNCH_ENDED, 101, PACE, _least).due == failed.due
    assert on(failed, Occasion.RECONNECTED, 101, PACE, _least).due == 101
    assert on(failed, Occasion.RECONNECTED, 101, PACE, _most).due == 101 + PACE.spread


def test_a_launch_that_ends_is_sent_soon() -> None:
    idle = after(Plan(), Outcome.DONE, 0, PACE, _least)
    assert idle.due == PACE.every / 2
    assert on(idle, Occasion.LAUNCH_ENDED, 10, PACE, _most).due == 10 + PACE.soon
