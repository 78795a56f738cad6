"""webhooks: who is told of what happens, and whether it arrives."""

from __future__ import annotations

import argparse

from connect_desktop.app import OpenedWebhooks, open_tenants, open_webhooks
from connect_desktop.cli.tenants import known_tenant
from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.json_values import timestamp
from connect_desktop.server.webhooks.documents import delivery_document, webhook_document
from connect_desktop.store.paging import Page
from connect_desktop.store.webhooks.deliveries import Delivery, DeliveryState
from connect_desktop.store.webhooks.outbox import Event
from connect_desktop.store.webhooks.webhooks import MOST, Webhook

_LATEST = 200


class NoSuchEvent(ConnectError):
    """Nothing is told under this name."""

    code = "no-such-event"

    def __init__(self, name: str) -> None:
        events = ", ".join(event.value for event in Event if event is not Event.TEST)
        super().__init__("There is no event “{name}”; there are {events}.", name=name, events=events)


class TestFailed(ConnectError):
    """The receiver of a webhook did not take the test."""

    code = "webhook-test-failed"

    def __init__(self, outcome: str) -> None:
        super().__init__("The test did not arrive: {outcome}", outcome=outcome)


def manage_webhooks(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Create, list, delete, test, or look at deliveries and have one made again; raises `ConnectError`."""
    if options.tenant:
        with open_tenants(paths) as tenants:
            known_tenant(tenants, options.tenant)
    private = getattr(options, "webhooks_to_private_addresses", False)
    with open_webhooks(paths, options.tenant, private=private) as opened:
        match options.action:
            case "create":
                _create(opened, options, terminal)
            case "delete":
                opened.registry.delete(options.id)
                terminal.answer({"deleted": options.id}, f"{options.id} is told nothing any more.")
            case "test":
                _test(opened, options.id, terminal)
            case "deliveries":
                opened.registry.get(options.id)
                _list_deliveries(opened.registry.deliveries.page(options.id, Page(limit=_LATEST)), terminal)
            case "replay":
                delivery = opened.registry.replay(options.id, options.delivery)
                terminal.answer(delivery_document(delivery), "The server delivers it again, at once if it is running.")
            case _:
                _list(opened.registry.webhooks.page(Page(limit=MOST)), terminal)
    return 0


def _create(opened: OpenedWebhooks, options: argparse.Namespace, terminal: Terminal) -> None:
    webhook = opened.registry.create(options.url, frozenset(map(_event, options.event)), options.secret)
    text = f"{webhook.id}\nIts secret, shown this once: {webhook.secret}"
    terminal.answer({**webhook_document(webhook), "secret": webhook.secret}, text)


def _test(opened: OpenedWebhooks, webhook_id: str, terminal: Terminal) -> None:
    delivery_id = opened.registry.address_test(webhook_id)
    opened.deliver(delivery_id)
    delivery = opened.registry.delivery(webhook_id, delivery_id)
    if delivery.state is not DeliveryState.DELIVERED:
        raise TestFailed(_outcome(delivery))
    terminal.answer(delivery_document(delivery), f"It arrived: {_outcome(delivery)}")


def _list(webhooks: tuple[Webhook, ...], terminal: Terminal) -> None:
    rows = [(webhook.id, _state(webhook), webhook.url, ", ".join(sorted(webhook.events))) for webhook in webhooks]
    text = table([("ID", "STATE", "URL", "EVENTS"), *rows]) if rows else "There are no webhooks yet."
    terminal.answer([webhook_document(webhook) for webhook in webhooks], text)


def _list_deliveries(deliveries: tuple[Delivery, ...], terminal: Terminal) -> None:
    rows = [
        (delivery.id, timestamp(delivery.created_at), delivery.event, delivery.state, _outcome(delivery))
        for delivery in deliveries
    ]
    text = table([("ID", "HAPPENED", "EVENT", "STATE", "LAST ATTEMPT"), *rows]) if rows else "It was told nothing yet."
    terminal.answer([delivery_document(delivery) for delivery in deliveries], text)


def _state(webhook: Webhook) -> str:
    if not webhook.enabled:
        return "disabled: it failed for too long" if webhook.disabled_reason else "disabled"
    return "failing" if webhook.failing_since else "in force"


def _outcome(delivery: Delivery) -> str:
    if delivery.response_status is not None:
        return f"{delivery.response_status} after {delivery.duration_ms} ms"
    return delivery.error or ""


def _event(name: str) -> Event:
    if name not in set(Event) - {Event.TEST}:
        raise NoSuchEvent(name)
    return Event(name)
