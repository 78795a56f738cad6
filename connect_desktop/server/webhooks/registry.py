"""Making and changing webhooks: what is asked for is looked at before it is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from connect_desktop.errors import ConnectError
from connect_desktop.server.webhooks.addresses import check_url
from connect_desktop.server.webhooks.signing import check_secret, new_secret
from connect_desktop.store.access.seal import Seal
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Clock, Store
from connect_desktop.store.webhooks.deliveries import Deliveries, Delivery, DeliveryState
from connect_desktop.store.webhooks.outbox import Event
from connect_desktop.store.webhooks.webhooks import Webhook, Webhooks

# How long messages are signed by the secret before the last rotation too: receivers must have changed over by then.
_BOTH_SIGN = timedelta(hours=24)


class UnknownWebhook(ConnectError):
    """There is no webhook with this id, or none of this tenant."""

    code = "unknown-webhook"

    def __init__(self) -> None:
        super().__init__("There is no such webhook.")


class UnknownDelivery(ConnectError):
    """The webhook has no delivery with this id, or not any more."""

    code = "unknown-delivery"

    def __init__(self) -> None:
        super().__init__("There is no such delivery, or it was so long ago that it was forgotten.")


class WebhookDisabled(ConnectError):
    """Nothing is delivered to the webhook now."""

    code = "webhook-disabled"

    def __init__(self) -> None:
        super().__init__("The webhook is disabled; enable it first.")


class DeliveryUnderWay(ConnectError):
    """The delivery is being attempted at this moment."""

    code = "delivery-under-way"

    def __init__(self) -> None:
        super().__init__("This is being delivered right now; look again in a moment.")


class WebhookRegistry:
    """The webhooks of one tenant. With `private` they may lead to any address. Every method raises `StoreError`, and
    `UnknownWebhook` where it is given the id of none."""

    def __init__(self, store: Store, seal: Seal, clock: Clock, *, private: bool) -> None:
        connections = store.database.connections
        self._store = store
        self._clock = clock
        self._private = private
        self.webhooks = Webhooks(connections, seal, store.tenant_id, clock)
        self.deliveries = Deliveries(connections, store.tenant_id, clock)

    def create(
        self, url: str, events: Collection[Event], secret: str | None, within: Connection | None = None
    ) -> Webhook:
        """A new webhook; raises `WebhookUrlRefused`, `SecretUnusable` and `TooManyWebhooks`."""
        check_url(url, private=self._private)
        return self.webhooks.create(url, events, _usable(secret), within)

    def get(self, webhook_id: str, within: Connection | None = None) -> Webhook:
        """The webhook with this id."""
        return _known(self.webhooks.get(webhook_id, within))

    def change(
        self, webhook_id: str, url: str | None, events: Collection[Event] | None, enabled: bool | None
    ) -> Webhook:
        """The webhook as it is then; raises `WebhookUrlRefused`."""
        if url is not None:
            check_url(url, private=self._private)
        return _known(self.webhooks.change(webhook_id, url=url, events=events, enabled=enabled))

    def rotate(self, webhook_id: str, secret: str | None, within: Connection | None = None) -> Webhook:
        """The webhook with another secret; the one before signs beside it for a day. Raises `SecretUnusable`."""
        until = self._clock() + _BOTH_SIGN
        return _known(self.webhooks.rotate(webhook_id, _usable(secret), until, within))

    def delete(self, webhook_id: str) -> None:
        """Forget the webhook and all its deliveries."""
        if not self.webhooks.delete(webhook_id):
            raise UnknownWebhook

    def address_test(self, webhook_id: str) -> str:
        """The id of a delivery that tells of nothing."""
        with self._store.database.connections.writing() as connection:
            webhook = self.get(webhook_id, connection)
            document = {"webhook_id": webhook.id, "events": sorted(event.value for event in webhook.events)}
            return self._store.outbox.address([webhook.id], Event.TEST, document, within=connection)[0]

    def delivery(self, webhook_id: str, delivery_id: str) -> Delivery:
        """One delivery of the webhook; raises `UnknownDelivery`."""
        self.get(webhook_id)
        delivery = self.deliveries.get(webhook_id, delivery_id)
        if delivery is None:
            raise UnknownDelivery
        return delivery

    def replay(self, webhook_id: str, delivery_id: str, within: Connection | None = None) -> Delivery:
        """Have it delivered once more, with all attempts before it; raises `WebhookDisabled`, `UnknownDelivery` and
        `DeliveryUnderWay`."""
        if not self.get(webhook_id, within).enabled:
            raise WebhookDisabled
        delivery = self.deliveries.replay(webhook_id, delivery_id, within)
        if delivery is None:
            raise UnknownDelivery
        if delivery.state is DeliveryState.SENDING:
            raise DeliveryUnderWay
        return delivery


def _usable(secret: str | None) -> str:
    if secret is None:
        return new_secret()
    check_secret(secret)
    return secret


def _known(webhook: Webhook | None) -> Webhook:
    if webhook is None:
        raise UnknownWebhook
    return webhook
