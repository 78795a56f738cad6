"""Webhooks: who is told of what, whether it arrives, and trying again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response

from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Admin, Caller
from connect_desktop.server.http.idempotency import Idempotency, IdempotencyKey
from connect_desktop.server.pagination import PageAsked, page_of
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.server.webhooks.documents import delivery_document, told_document, webhook_document
from connect_desktop.server.webhooks.registry import WebhookRegistry
from connect_desktop.server.webhooks.schemas import (
    DeliveriesBody,
    DeliveryBody,
    NewWebhookBody,
    State,
    ToldBody,
    WebhookBody,
    WebhookPatch,
    WebhookPost,
    WebhookRotatePost,
    WebhooksBody,
)
from connect_desktop.store.access.answers import Answer
from connect_desktop.store.connection import Connection
from connect_desktop.store.webhooks.deliveries import DeliveryState
from connect_desktop.store.webhooks.outbox import Event
from connect_desktop.store.webhooks.webhooks import Webhook

router = APIRouter(prefix="/api/v1/webhooks", tags=["Webhooks"])

# What holds a secret is not for caches.
_PRIVATE = {"Cache-Control": "no-store"}


@router.post("", status_code=201, response_model=NewWebhookBody, responses=problems(409, 413))
async def create_webhook(room: RoomHere, caller: Admin, body: WebhookPost, idempotency: IdempotencyKey) -> Response:
    """Have an address told of events from now on. The secret in the answer is not told again."""

    def create(connection: Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        return _with_secret(_registry(room, caller).create(body.url, body.wanted(), body.secret, connection))

    document = await room.workers.write(lambda: _once(caller, idempotency, 201, create))
    return json_answer(document, 201, {**_PRIVATE, "Location": f"/api/v1/webhooks/{document['id']}"})


@router.get("", response_model=WebhooksBody, responses=problems())
async def list_webhooks(room: RoomHere, caller: Admin, page: PageAsked) -> Response:
    """Webhooks, the last one made first."""
    found = await room.workers.read(lambda: _registry(room, caller).webhooks.page(page))
    given, more = page_of(found, page)
    return json_answer({"webhooks": [webhook_document(webhook) for webhook in given], "next_cursor": more})


@router.get("/{webhook_id}", response_model=WebhookBody, responses=problems(404))
async def read_webhook(room: RoomHere, caller: Admin, webhook_id: str) -> Response:
    """One webhook."""
    return json_answer(webhook_document(await room.workers.read(lambda: _registry(room, caller).get(webhook_id))))


@router.patch("/{webhook_id}", response_model=WebhookBody, responses=problems(404, 413))
async def change_webhook(room: RoomHere, caller: Admin, webhook_id: str, body: WebhookPatch) -> Response:
    """Change its address or its events, disable it or enable it again."""
    events = None if body.events is None else frozenset(map(Event, body.events))
    webhook = await room.workers.write(
        lambda: _registry(room, caller).change(webhook_id, body.url, events, body.enabled)
    )
    room.delivery_worker.look_soon()
    return json_answer(webhook_document(webhook))


@router.delete("/{webhook_id}", status_code=204, responses=problems(404))
async def delete_webhook(room: RoomHere, caller: Admin, webhook_id: str) -> Response:
    """Tell it nothing any more, not even what is waiting, and forget its deliveries."""
    await room.workers.write(lambda: _registry(room, caller).delete(webhook_id))
    return Response(status_code=204)


@router.post("/{webhook_id}/rotate", response_model=NewWebhookBody, responses=problems(404, 413))
async def rotate_secret(
    room: RoomHere,
    caller: Admin,
    webhook_id: str,
    idempotency: IdempotencyKey,
    body: Annotated[WebhookRotatePost | None, Body()] = None,
) -> Response:
    """Give it another secret. For a day, messages are signed by the one before it too."""
    secret = body.secret if body else None

    def rotate(connection: Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        return _with_secret(_registry(room, caller).rotate(webhook_id, secret, connection))

    document = await room.workers.write(lambda: _once(caller, idempotency, 200, rotate))
    return json_answer(document, headers=_PRIVATE)


@router.post("/{webhook_id}/test", response_model=DeliveryBody, responses=problems(404, 413))
async def test_webhook(room: RoomHere, caller: Admin, webhook_id: str, idempotency: IdempotencyKey) -> Response:
    """Deliver `webhook.test` once, now; the answer says what came of it."""
    asked = idempotency.of(caller.asked_by)
    seen = await room.workers.read(lambda: caller.store.answers.find(asked) if asked else None)
    if seen is not None:
        return Response(seen.body, seen.status, media_type="application/json")
    registry = _registry(room, caller)
    delivery_id = await room.workers.write(lambda: registry.address_test(webhook_id))
    await room.delivery_worker.deliver_now(caller.store.tenant_id, delivery_id)

    def tell() -> dict[str, Any]:
        document = delivery_document(registry.delivery(webhook_id, delivery_id))
        if asked is not None:
            caller.store.answers.keep(asked, Answer(200, json.dumps(document)))
        return document

    return json_answer(await room.workers.write(tell))


@router.get("/{webhook_id}/deliveries", response_model=DeliveriesBody, responses=problems(404))
async def list_deliveries(
    room: RoomHere,
    caller: Admin,
    webhook_id: str,
    page: PageAsked,
    state: Annotated[State | None, Query(description="How far they are")] = None,
) -> Response:
    """What it was told and is to be told, the newest event first. What is older than 30 days is forgotten, and of what
    is over, all but the last 10,000."""
    registry = _registry(room, caller)

    def read() -> Any:
        registry.get(webhook_id)
        return registry.deliveries.page(webhook_id, page, DeliveryState(state) if state else None)

    given, more = page_of(await room.workers.read(read), page)
    return json_answer({"deliveries": [delivery_document(delivery) for delivery in given], "next_cursor": more})


@router.get("/{webhook_id}/deliveries/{delivery_id}", response_model=ToldBody, responses=problems(404))
async def read_delivery(room: RoomHere, caller: Admin, webhook_id: str, delivery_id: str) -> Response:
    """One delivery and the message it tells."""
    delivery = await room.workers.read(lambda: _registry(room, caller).delivery(webhook_id, delivery_id))
    return json_answer(told_document(delivery))


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=202,
    response_model=DeliveryBody,
    responses=problems(404, 409, 413),
)
async def replay_delivery(
    room: RoomHere, caller: Admin, webhook_id: str, delivery_id: str, idempotency: IdempotencyKey
) -> Response:
    """Deliver it again, whatever came of it before, under the same `webhook-id`."""

    def replay(connection: Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        document = delivery_document(_registry(room, caller).replay(webhook_id, delivery_id, connection))
        return document, document

    document = await room.workers.write(lambda: _once(caller, idempotency, 202, replay))
    room.delivery_worker.look_soon()
    return json_answer(document, 202)


def _registry(room: Room, caller: Caller) -> WebhookRegistry:
    return WebhookRegistry(caller.store, room.seal, room.clock, private=room.settings.webhooks_to_private_addresses)


def _with_secret(webhook: Webhook) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is answered now, and what is kept to be answered again."""
    document = webhook_document(webhook)
    return {**document, "secret": webhook.secret}, {**document, "secret": None}


def _once(
    caller: Caller,
    idempotency: Idempotency,
    status: int,
    change: Callable[[Connection], tuple[dict[str, Any], dict[str, Any]]],
) -> dict[str, Any]:
    """What `change` answers, or what was kept of its answer when the same request came before."""
    asked = idempotency.of(caller.asked_by)
    with caller.store.database.connections.writing() as connection:
        seen = caller.store.answers.find(asked, connection) if asked else None
        if seen is not None:
            before: dict[str, Any] = json.loads(seen.body)
            return before
        document, kept = change(connection)
        if asked is not None:
            caller.store.answers.keep(asked, Answer(status, json.dumps(kept)), connection)
        return document
