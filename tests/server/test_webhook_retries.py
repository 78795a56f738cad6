"""When a delivery that failed is tried again."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.server.webhooks.retries import DELAYS, next_attempt, retry_after_of
from tests.store_for_tests import MORNING

DAY = timedelta(days=1)


def test_the_waits_are_those_that_are_promised() -> None:
    hours = [0, 5 / 3600, 5 / 60, 0.5, 2, 5, 10]
    assert [timedelta(hours=wait) for wait in hours] == list(DELAYS)


@given(st.integers(1, 20), st.integers(), st.none() | st.timedeltas(timedelta(0), 9 * DAY))
def test_a_wait_is_never_shorter_than_promised_or_asked_for_nor_much_longer(
    made: int, seed: int, asked: timedelta | None
) -> None:
    again = next_attempt(made, MORNING, Random(seed), asked)
    if made >= len(DELAYS):
        assert again is None
        return
    assert again is not None
    bounded = min(asked or timedelta(), DAY)
    assert max(DELAYS[made], bounded) <= again - MORNING <= max(DELAYS[made] * 1.2, bounded)


def test_what_failed_together_does_not_come_back_together() -> None:
    moments = {next_attempt(3, MORNING, Random(seed)) for seed in range(20)}
    assert len(moments) == 20


def test_each_wait_is_longer_than_the_one_before() -> None:
    assert all(longer > 1.2 * shorter for shorter, longer in pairwise(DELAYS))


class TestRetryAfter:
    def test_is_seconds_or_a_date(self) -> None:
        assert retry_after_of("120", MORNING) == timedelta(minutes=2)
        assert retry_after_of("Mon, 04 May 2026 08:31:00 GMT", MORNING) == timedelta(minutes=1)

    def test_of_no_use_says_nothing(self) -> None:
        for header in (None, "", "soon", "-5", "1.5", "٣", "Mon, 04 May 2026 08:29:00 GMT", "Mon, 99 May 2026"):
            assert retry_after_of(header, MORNING) is None

    @given(st.text())
    def test_may_be_anything(self, header: str) -> None:
        wait = retry_after_of(header, MORNING)
        assert wait is None or wait >= timedelta()

    def test_asks_for_no_more_than_a_day(self) -> None:
        assert next_attempt(1, MORNING, Random(1), retry_after_of("9" * 400, MORNING)) == MORNING + DAY
