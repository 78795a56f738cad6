"""Several accounts, each with its own turn."""

from __future__ import annotations

from math import inf

import pytest

from connect_desktop.sync.report import Outcome
from connect_desktop.sync.schedule import Occasion, Pace
from connect_desktop.sync.timetable import Timetable

PACE = Pace(every=100.0, soon=1.0, spread=0.0, first=10.0)


class Days:
    """A timetable at a moment that the test chooses, without chance."""

    def __init__(self) -> None:
        self.now = 0.0
        self.table = Timetable(PACE, lambda most: most, lambda: self.now)

    def pass_until(self, moment: float) -> tuple[str, ...]:
        self.now = moment
        return self.table.due()


def test_nobody_is_due_where_there_is_no_account() -> None:
    days = Days()
    days.table.happen(Occasion.ASKED)
    assert (days.table.due(), days.table.wait()) == ((), inf)


def test_an_account_that_is_there_already_keeps_its_turn() -> None:
    days = Days()
    days.table.add("a", Occasion.LAUNCH_ENDED)
    days.table.add("a", Occasion.ASKED)
    assert (days.table.due(), days.table.wait()) == ((), PACE.soon)
    assert days.pass_until(PACE.soon) == ("a",)


def test_one_that_runs_is_not_due_and_the_others_are() -> None:
    days = Days()
    for account in ("a", "b"):
        days.table.add(account, Occasion.ASKED)
    days.table.begin("a")
    assert days.table.due() == ("b",)
    days.table.happen(Occasion.ASKED)
    assert days.table.due() == ("b",)


def test_what_happens_while_it_runs_is_for_the_next_run() -> None:
    days = Days()
    days.table.add("a", Occasion.ASKED)
    days.table.begin("a")
    days.table.happen(Occasion.LAUNCH_ENDED)
    days.table.end("a", Outcome.DONE)
    assert days.table.wait() == PACE.soon


def test_after_a_failure_what_happened_meanwhile_waits_with_it() -> None:
    days = Days()
    days.table.add("a", Occasion.ASKED)
    days.table.begin("a")
    days.table.happen(Occasion.LAUNCH_ENDED)
    days.table.end("a", Outcome.WAITING, retry_after=50.0)
    assert days.table.wait() == 50.0 + PACE.first


@pytest.mark.parametrize("outcome", Outcome)
def test_who_asks_while_it_runs_gets_a_run_of_their_own(outcome: Outcome) -> None:
    days = Days()
    days.table.add("a", Occasion.ASKED)
    days.table.begin("a")
    days.table.happen(Occasion.ASKED)
    days.table.end("a", outcome, retry_after=50.0)
    assert days.table.due() == ("a",)
    days.table.begin("a")
    days.table.end("a", outcome, retry_after=50.0)
    assert days.table.due() == ()


def test_who_stops_it_does_not_get_what_was_asked_for_before() -> None:
    days = Days()
    days.table.add("a", Occasion.ASKED)
    days.table.begin("a")
    days.table.happen(Occasion.ASKED)
    days.table.stop()
    days.table.end("a", Outcome.CANCELLED)
    assert days.table.due() == ()


def test_one_that_is_given_up_while_it_runs_is_never_due_again() -> None:
    days = Days()
    days.table.add("a", Occasion.ASKED)
    days.table.begin("a")
    days.table.forget("a")
    days.table.end("a", Outcome.DONE)
    assert days.pass_until(PACE.longest) == ()
    assert days.table.wait() == inf


def test_one_that_is_not_there_any_more_is_never_due_again() -> None:
    days = Days()
    for account in ("a", "b"):
        days.table.add(account, Occasion.ASKED)
    days.table.keep({"b"})
    assert days.table.due() == ("b",)
