"""Webhooks and their deliveries as the REST API and the command line show them; secrets are shown once, elsewhere."""

from __future__ import annotations

import json
from typing import Any

from connect_desktop.runtime.json_values import timestamp
from connect_desktop.store.webhooks.deliveries import Delivery, DeliveryState
from connect_desktop.store.webhooks.webhooks import Webhook


def webhook_document(webhook: Webhook) -> dict[str, Any]:
    """The webhook; its events in the order of their names."""
    return {
        "id": webhook.id,
        "tenant_id": webhook.tenant_id,
        "url": webhook.url,
        "events": sorted(event.value for event in webhook.events),
        "enabled": webhook.enabled,
        "disabled_reason": webhook.disabled_reason,
        "failing_since": timestamp(webhook.failing_since) if webhook.failing_since else None,
        "old_secret_until": timestamp(webhook.old_secret_until) if webhook.old_secret_until else None,
        "created_at": timestamp(webhook.created_at),
        "updated_at": timestamp(webhook.updated_at),
    }


def delivery_document(delivery: Delivery) -> dict[str, Any]:
    """The delivery without what it tells."""
    waits = delivery.state is DeliveryState.PENDING
    return {
        "id": delivery.id,
        "webhook_id": delivery.webhook_id,
        "message_id": delivery.message_id,
        "event": delivery.event,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_attempt_at": timestamp(delivery.due_at) if waits else None,
        "last_attempt_at": timestamp(delivery.attempted_at) if delivery.attempted_at else None,
        "response_status": delivery.response_status,
        "response_excerpt": delivery.response_excerpt,
        "error": delivery.error,
        "duration_ms": delivery.duration_ms,
        "created_at": timestamp(delivery.created_at),
    }


def told_document(delivery: Delivery) -> dict[str, Any]:
    """The delivery with the message that is sent."""
    return {**delivery_document(delivery), "message": json.loads(delivery.document)}
