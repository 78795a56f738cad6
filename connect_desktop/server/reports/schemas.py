"""Reports as the OpenAPI document shows them. Rates and scaled scores are shares of 1, times seconds."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from connect_desktop.server.schemas import CompletionStatus, SuccessStatus

Rate = Annotated[float, Field(ge=0, le=1)]
Scaled = Annotated[float, Field(ge=-1, le=1)]
Count = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0)]


class ProgressRowBody(BaseModel):
    """A session. `package_title` is null where the package was deleted, `last_played_at` before the first launch."""

    session_id: str
    user_id: str
    user_name: str
    package_id: str
    package_title: str | None
    completion_status: CompletionStatus
    success_status: SuccessStatus
    score_scaled: Scaled | None
    score_raw: float | None
    score_min: float | None
    score_max: float | None
    progress: float | None
    time_spent_seconds: Seconds
    launches: Count
    created_at: str
    updated_at: str
    last_played_at: str | None


class ProgressBody(BaseModel):
    """A page of sessions, the last one changed first; `next_cursor` leads to the next, null on the last."""

    rows: list[ProgressRowBody]
    next_cursor: str | None


class CompletionCounts(BaseModel):
    """Sessions by status. The rate of completion is of all, that of passing of those with a verdict; null of none."""

    sessions: Count
    completed: Count
    incomplete: Count
    not_attempted: Count
    unknown: Count
    passed: Count
    failed: Count
    completion_rate: Rate | None
    pass_rate: Rate | None
    time_spent_seconds: Seconds
    average_time_seconds: Seconds | None


class PackageCompletion(CompletionCounts):
    """The sessions in a package; its title is null where it was deleted."""

    package_id: str
    package_title: str | None


class PeriodCompletion(CompletionCounts):
    """The sessions that last changed in a month (`2026-03`) or on a day (`2026-03-05`), in UTC."""

    period: str


class CompletionBody(BaseModel):
    """`overall` and `over_time` are of the whole selection; `packages` is a page, by the order of ids. `over_time` is
    by day where the selection has an end at both sides and 92 days at most, else by month; empty ones are left out."""

    overall: CompletionCounts
    over_time: list[PeriodCompletion]
    packages: list[PackageCompletion]
    next_cursor: str | None


class ScoreBin(BaseModel):
    """How many sessions have a score of so many percent, both ends included, scores rounded to whole percents."""

    percent_from: int
    percent_to: int
    sessions: Count


class ScoreSummary(BaseModel):
    """Scaled scores of sessions. The median is that of the scores rounded to whole percents; null where there are no
    scores. The distribution always has the same eleven bins, below zero first."""

    sessions: Count
    scored: Count
    mean: Scaled | None
    median: Scaled | None
    passed: Count
    failed: Count
    pass_rate: Rate | None
    distribution: list[ScoreBin]


class PackageScores(ScoreSummary):
    """The scores in a package; its title is null where it was deleted."""

    package_id: str
    package_title: str | None


class ScoresBody(BaseModel):
    """`overall` is of the whole selection; `packages` is a page, by the order of ids."""

    overall: ScoreSummary
    packages: list[PackageScores]
    next_cursor: str | None


class WrongResponse(BaseModel):
    """A wrong response, and how often it was given. Very long ones are cut."""

    response: str
    times: Count


class InteractionBody(BaseModel):
    """How a question was answered. `answered` counts every answer; some are judged neither right nor wrong.
    `correct_rate` is of those judged; the average latency is of those that told it."""

    package_id: str
    package_title: str | None
    interaction_id: str
    type: str
    description: str
    answered: Count
    correct: Count
    incorrect: Count
    correct_rate: Rate | None
    average_latency_seconds: Seconds | None
    wrong_responses: list[WrongResponse]


class InteractionsBody(BaseModel):
    """A page of interactions, by the order of packages' and their own ids."""

    interactions: list[InteractionBody]
    next_cursor: str | None
