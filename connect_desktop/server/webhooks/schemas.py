"""Bodies of the webhook routes, as the OpenAPI document shows them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from connect_desktop.server.schemas import Body
from connect_desktop.store.webhooks.outbox import Event

EventName = Literal[
    "session.launched",
    "session.completed",
    "session.scored",
    "session.updated",
    "package.processing.completed",
    "package.processing.failed",
    "package.updated",
]
Events = Annotated[list[EventName], Field(min_length=1, max_length=20)]
Url = Annotated[
    str, Field(pattern=r"^https?://[!-~]+$", max_length=2000, examples=["https://receiver.example/connect"])
]
# 24 to 64 bytes in base64.
_SHAPE = (
    r"^whsec_([A-Za-z0-9+/]{4}){8,20}([A-Za-z0-9+/]{4}([A-Za-z0-9+/]{2}==)?|[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
)
Secret = Annotated[
    str, Field(pattern=r"^whsec_[A-Za-z0-9+/]+={0,2}$", max_length=200, json_schema_extra={"pattern": _SHAPE})
]
State = Literal["pending", "sending", "delivered", "failed"]


class WebhookPost(Body):
    """Where to tell, and of what: `events`, or one `event_type`. Without a `secret` one is made."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["events"], "properties": {"events": {"type": "array"}}},
                {"required": ["event_type"], "properties": {"event_type": {"type": "string"}}},
            ]
        }
    )
    url: Url
    events: Events | None = None
    event_type: EventName | None = None
    secret: Secret | None = None

    @model_validator(mode="after")
    def _wants_something(self) -> WebhookPost:
        if self.events is None and self.event_type is None:
            raise ValueError("needs events, or one event_type")
        return self

    def wanted(self) -> frozenset[Event]:
        """The events that are asked for."""
        return frozenset(map(Event, [*(self.events or ()), *([self.event_type] if self.event_type else ())]))


class WebhookPatch(Body):
    """What is to be different; what is absent or null stays. `enabled` stops and resumes deliveries: what was waiting
    when they stopped is delivered then, what happened meanwhile is not."""

    url: Url | None = None
    events: Events | None = None
    enabled: bool | None = None


class WebhookRotatePost(Body):
    """The new secret; without one it is made."""

    secret: Secret | None = None


class WebhookBody(BaseModel):
    """A webhook. `disabled_reason` says why it was disabled if not by a request; `failing_since` is the first failure
    after the last success; until `old_secret_until` messages are signed by the secret before the last rotation too."""

    id: str
    tenant_id: str
    url: str
    events: list[EventName]
    enabled: bool
    disabled_reason: str | None
    failing_since: str | None
    old_secret_until: str | None
    created_at: str
    updated_at: str


class NewWebhookBody(WebhookBody):
    """`secret` is what messages are signed with, told this once. Where a request is answered again by its
    Idempotency-Key, it is null: answers that are kept hold no secret."""

    secret: str | None


class WebhooksBody(BaseModel):
    """A page of webhooks, the last one made first; `next_cursor` leads to the next, null on the last."""

    webhooks: list[WebhookBody]
    next_cursor: str | None


class DeliveryBody(BaseModel):
    """One event told to one webhook. `message_id` is what the header `webhook-id` says, in every attempt the same. Of
    the last attempt there are the status and the beginning of the answer, or in `error` why there was none."""

    id: str
    webhook_id: str
    message_id: str
    event: str
    state: State
    attempts: int
    next_attempt_at: str | None
    last_attempt_at: str | None
    response_status: int | None
    response_excerpt: str | None
    error: str | None
    duration_ms: int | None
    created_at: str


class ToldBody(DeliveryBody):
    """A delivery with the `message` that is sent."""

    message: dict[str, Any]


class DeliveriesBody(BaseModel):
    """A page of deliveries, the newest event first; `next_cursor` leads to the next, null on the last."""

    deliveries: list[DeliveryBody]
    next_cursor: str | None
