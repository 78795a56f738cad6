"""What sessions come to when they are counted, in whole numbers: sums of them are exact in any order. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from operator import add, sub
from typing import NamedTuple

from msgspec import Struct, field

MILLION = 1_000_000
# Ten years in centiseconds: what is longer is no time of learning, and sums must stay within 64 bits.
LONGEST = 10 * 365 * 24 * 3600 * 100


class SessionTally(NamedTuple):
    """How many sessions, how many of each status, how many with a scaled score; the sum of those scores in millionths
    and of the times in centiseconds. What is neither completed, incomplete nor not attempted is unknown."""

    sessions: int = 0
    completed: int = 0
    incomplete: int = 0
    not_attempted: int = 0
    passed: int = 0
    failed: int = 0
    scored: int = 0
    score_sum: int = 0
    time_sum: int = 0

    def plus(self, other: SessionTally) -> SessionTally:
        """Both together."""
        return SessionTally._make(map(add, self, other))

    def minus(self, other: SessionTally) -> SessionTally:
        """This without the other."""
        return SessionTally._make(map(sub, self, other))


NOTHING = SessionTally()


class Counted(Struct):
    """A tally and how many sessions have each score in whole percents, from -100 to 100."""

    tally: SessionTally = NOTHING
    percents: dict[int, int] = field(default_factory=dict)

    def add(self, tally: SessionTally, percents: Mapping[int, int]) -> None:
        """Count these too."""
        self.tally = self.tally.plus(tally)
        for percent, sessions in percents.items():
            self.percents[percent] = self.percents.get(percent, 0) + sessions

    @property
    def mean(self) -> float | None:
        """The mean scaled score."""
        return self.tally.score_sum / MILLION / self.tally.scored if self.tally.scored else None

    @property
    def median(self) -> float | None:
        """The median of the scaled scores, each taken in whole percents."""
        if not self.tally.scored:
            return None
        low, high = (self._percent_at(rank) for rank in ((self.tally.scored - 1) // 2, self.tally.scored // 2))
        return (low + high) / 200

    @property
    def pass_rate(self) -> float | None:
        """The share of passed ones in those with a verdict."""
        return share(self.tally.passed, self.tally.passed + self.tally.failed)

    @property
    def completion_rate(self) -> float | None:
        """The share of completed ones in all."""
        return share(self.tally.completed, self.tally.sessions)

    def _percent_at(self, rank: int) -> int:
        for percent in sorted(self.percents):
            rank -= self.percents[percent]
            if rank < 0:
                return percent
        return 0


def tally_of(completion: str, success: str, scaled: float | None, total_time: int) -> SessionTally:
    """One session; `total_time` is in centiseconds."""
    return SessionTally(
        sessions=1,
        completed=int(completion == "completed"),
        incomplete=int(completion == "incomplete"),
        not_attempted=int(completion == "not attempted"),
        passed=int(success == "passed"),
        failed=int(success == "failed"),
        scored=int(scaled is not None),
        score_sum=0 if scaled is None else round(_bounded(scaled) * MILLION),
        time_sum=min(total_time, LONGEST),
    )


def percent_of(scaled: float) -> int:
    """A scaled score in whole percents."""
    return round(_bounded(scaled) * 100)


def share(part: int, whole: int) -> float | None:
    """What part of the whole; None of nothing."""
    return part / whole if whole else None


def _bounded(scaled: float) -> float:
    return max(-1.0, min(1.0, scaled))
