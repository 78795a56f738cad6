"""Bodies of requests and answers, as the OpenAPI document shows them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from connect_desktop.runtime.navigation import Completion, Success
from connect_desktop.runtime.statement import MOST_ELEMENTS, Score, Statement
from connect_desktop.scorm.rte.durations import centiseconds


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


CompletionStatus = Literal["unknown", "not attempted", "incomplete", "completed"]
SuccessStatus = Literal["unknown", "failed", "passed"]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12)]
Whole = BeforeValidator(_whole)
"""Takes 3.0 for 3 too, as JSON Schema does: some programs know no other numbers."""
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$")]


def _duration(text: str) -> str:
    if centiseconds(text) is None:
        raise ValueError("is neither an ISO 8601 duration nor HHHH:MM:SS.SS")
    return text


def _utf8(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("is not Unicode text") from None
    if not text.strip():
        raise ValueError("is blank")
    return text


# What the document says of a text that is not blank.
NOT_BLANK = {"pattern": r"\S"}
Name = Annotated[str, AfterValidator(_utf8), Field(min_length=1, max_length=255, json_schema_extra=NOT_BLANK)]


class Body(BaseModel):
    """What comes in: no type is taken for another, and what is not known is left alone."""

    model_config = ConfigDict(strict=True, extra="ignore")


class ErrorDetail(BaseModel):
    """A stable code for programs and a sentence for people."""

    code: str
    message: str


class ProblemDocument(BaseModel):
    """RFC 9457, with `error` beside it; some problems have members of their own, such as `current_version`."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str
    error: ErrorDetail


class ScoreBody(Body):
    """Numbers as the content reported them, null where it did not."""

    scaled: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)] | None = None
    raw: Number | None = None
    max: Number | None = None
    min: Number | None = None


# As far as a pattern tells; what content has been seen to write besides is taken too.
_DURATION = {
    "pattern": (
        r"^([0-9]{2,4}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,2})?"
        r"|P([0-9]{1,9}Y)?([0-9]{1,9}M)?([0-9]{1,9}D)?(T[0-9]{1,9}H([0-9]{1,9}M)?([0-9]{1,9}(\.[0-9]{1,2})?S)?)?)$"
    )
}


class SessionPut(Body):
    """What is new in a session. `cmi_data` is merged key by key: a key sent overwrites, one absent stays, one sent as
    null is removed. What follows from the `cmi_data` sent need not be said; a field that is neither sent nor follows
    stays as it was."""

    version: Annotated[int, Field(ge=1, le=2**53), Whole]
    cmi_data: dict[str, str | bool | int | Number | None] = Field(default_factory=dict, max_length=MOST_ELEMENTS)
    completion_status: CompletionStatus | None = None
    success_status: SuccessStatus | None = None
    score: ScoreBody | None = None
    session_time: (
        Annotated[str, AfterValidator(_duration), Field(max_length=100, json_schema_extra=_DURATION)] | None
    ) = None

    def statement(self) -> Statement:
        """The body in the runtime's words."""
        return Statement(
            cmi_data={key: _text(value) for key, value in self.cmi_data.items()},
            completion=Completion(self.completion_status) if self.completion_status else None,
            success=Success(self.success_status) if self.success_status else None,
            score=Score(**self.score.model_dump()) if self.score else None,
            score_said="score" in self.model_fields_set,
            session_time=self.session_time,
        )


class SessionBody(BaseModel):
    """A learner's session in a package. Times are RFC 3339 in UTC; a score is null before there is any."""

    id: str
    tenant_id: str
    user_id: str
    package_id: str
    cmi_data: dict[str, str]
    completion_status: CompletionStatus
    success_status: SuccessStatus
    score: ScoreBody | None
    time_spent_seconds: float
    version: int
    created_at: str
    updated_at: str


class SessionsBody(BaseModel):
    """A page of sessions, the last one changed first; `next_cursor` leads to the next, null on the last."""

    sessions: list[SessionBody]
    next_cursor: str | None


class LaunchPost(Body):
    """Who is to play. Without a `session_id` a new session is made; `ttl_seconds` is brought between bounds."""

    user_id: Name
    session_id: Identifier | None = None
    ttl_seconds: Annotated[int, Whole] | None = None
    redirect_on_exit_url: Annotated[str, Field(pattern=r"^https?://[^\s\x00-\x1f]+$", max_length=2000)] | None = None
    start_activity: (
        Annotated[str, AfterValidator(_utf8), Field(max_length=1000, json_schema_extra=NOT_BLANK)] | None
    ) = None
    mode: Literal["normal", "browse", "review"] = "normal"


class LaunchBody(BaseModel):
    """`launch_url` is for the learner's browser, as it is."""

    package_id: str
    session_id: str
    learner_id: str
    content_type: Literal["scorm"]
    storage_backend: Literal["local", "s3"]
    launch_url: str
    expires_in_seconds: int


class TokenBody(BaseModel):
    """A new launch token for a session."""

    token: str
    launch_url: str
    expires_in_seconds: int


def _text(value: str | bool | float | None) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, str) else f"{value}"
