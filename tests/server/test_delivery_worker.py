"""Deliveries over real connections, by a clock that the test steps."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx
import pytest

from connect_desktop.server.webhooks.delivery_worker import AT_ONCE, LEASE, DeliveryWorker, delivering
from connect_desktop.server.webhooks.retries import DELAYS
from connect_desktop.server.webhooks.sender import Sender, sender_to
from connect_desktop.server.webhooks.signing import new_secret, signature_headers
from connect_desktop.server.webhooks.transport import CheckedTransport
from connect_desktop.server.workers import Workers
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.paging import Page
from connect_desktop.store.webhooks.deliveries import Deliveries, Delivery, DeliveryState
from connect_desktop.store.webhooks.delivery_queue import DeliveryQueue
from connect_desktop.store.webhooks.outbox import Event
from connect_desktop.store.webhooks.webhooks import Webhook, Webhooks
from tests.store_for_tests import SEAL, SteppingClock
from tests.webhook_receiver_for_tests import Receiver, receiver


class Post:
    """A tenant with one webhook that leads to `there`, and those who deliver."""

    def __init__(self, store: Store, clock: SteppingClock, there: Receiver) -> None:
        connections = store.database.connections
        self.clock = clock
        self.store = store
        self.there = there
        self.webhooks = Webhooks(connections, SEAL, store.tenant_id, clock)
        self.webhook = self.webhooks.create(there.url, {Event.SESSION_UPDATED}, new_secret())
        self.queue = DeliveryQueue(connections, SEAL, clock)

    def happen(self, times: int = 1) -> None:
        for _ in range(times):
            with self.store.database.connections.writing() as connection:
                self.store.outbox.add(Event.SESSION_UPDATED, lambda: {"id": "s-1"}, within=connection)

    def worker(self, sender: Sender | None = None) -> DeliveryWorker:
        return DeliveryWorker(
            self.queue, sender or sender_to(self.clock, private=True), Workers(), self.clock, Random(1)
        )

    def round(self, sender: Sender | None = None) -> int:
        """Deliver what is due; how many attempts that were."""

        async def deliver() -> int:
            worker = self.worker(sender)
            begun = await worker.round()
            await worker.settled()
            await worker.close()
            return begun

        return asyncio.run(deliver())

    def told(self) -> tuple[Delivery, ...]:
        deliveries = Deliveries(self.store.database.connections, self.store.tenant_id, self.clock)
        return deliveries.page(self.webhook.id, Page(limit=200))


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    clock = SteppingClock()
    with closing(open_store(tmp_path / "connect.sqlite3", clock)) as store, receiver() as there:
        yield Post(store, clock, there)


def test_a_delivery_is_signed_as_the_standard_says_and_in_hex(post: Post) -> None:
    post.happen()
    assert post.round() == 1
    arrived = post.there.next()
    key = base64.b64decode(post.webhook.secret.removeprefix("whsec_"))
    signed = f"{arrived.headers['webhook-id']}.{arrived.headers['webhook-timestamp']}.".encode() + arrived.body
    digest = hmac.digest(key, signed, hashlib.sha256)
    assert arrived.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert arrived.headers["x-connect-signature"] == f"sha256={digest.hex()}"
    assert arrived.headers["webhook-timestamp"] == str(int(post.clock().timestamp()))
    assert arrived.headers["content-type"] == "application/json"
    assert arrived.headers["x-connect-event"] == "session.updated"
    assert arrived.message["id"] == arrived.headers["webhook-id"]
    assert arrived.message["type"] == "session.updated"
    assert arrived.message["timestamp"] == "2026-05-04T08:30:00.000Z"
    assert arrived.message["data"] == {"id": "s-1"}
    (delivery,) = post.told()
    assert (delivery.state, delivery.response_status) == (DeliveryState.DELIVERED, 204)


def test_after_a_rotation_a_receiver_may_know_either_secret(post: Post) -> None:
    rotated = post.webhooks.rotate(post.webhook.id, new_secret(), post.clock() + timedelta(hours=1))
    assert rotated is not None
    post.happen()
    post.round()
    arrived = post.there.next()
    for secret in (rotated.secret, post.webhook.secret):
        headers = signature_headers([secret], arrived.headers["webhook-id"], post.clock(), arrived.body.decode())
        assert headers["webhook-signature"] in arrived.headers["webhook-signature"].split()
        assert headers["x-connect-signature"] in arrived.headers["x-connect-signature"].split()


def test_a_failure_is_tried_again_after_each_wait_and_then_no_more(post: Post) -> None:
    post.there.status = 500
    post.there.body = b"<p>Out\x00 of order</p>" + b"x" * 9000
    post.happen()
    ids = set()
    for attempts, wait in enumerate(DELAYS, start=1):
        if wait:
            post.clock.step(wait.total_seconds() - 1)
            assert post.round() == 0
            # The jitter makes it up to a fifth longer.
            post.clock.step(1 + 0.2 * wait.total_seconds())
        assert post.round() == 1
        ids.add(post.there.next().headers["webhook-id"])
        (delivery,) = post.told()
        assert delivery.attempts == attempts
        assert delivery.response_status == 500
    assert len(ids) == 1
    assert delivery.state is DeliveryState.FAILED
    assert delivery.response_excerpt is not None
    assert delivery.response_excerpt.startswith("<p>Out  of order</p>")
    assert len(delivery.response_excerpt) == 500
    post.clock.step(9e5)
    assert post.round() == 0


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_a_success(post: Post, status: int) -> None:
    post.there.status = status
    post.happen()
    post.round()
    assert post.told()[0].state is DeliveryState.DELIVERED


@pytest.mark.parametrize("status", [301, 307, 304, 400, 404, 410, 429, 503])
def test_nothing_else_is_and_no_redirect_is_followed(post: Post, status: int) -> None:
    post.there.status = status
    post.there.headers = {"Location": post.there.url}
    post.happen()
    post.round()
    assert post.told()[0].state is DeliveryState.PENDING
    post.there.next()
    assert post.there.arrived.empty()


def test_a_receiver_may_ask_to_be_left_alone(post: Post) -> None:
    post.there.status = 429
    post.there.headers = {"Retry-After": "3600"}
    post.happen()
    post.round()
    assert post.told()[0].due_at == post.clock() + timedelta(hours=1)


def test_a_receiver_that_is_not_there_is_told_of_in_a_sentence(post: Post) -> None:
    post.webhooks.change(post.webhook.id, url="http://127.0.0.1:1/hook")
    post.happen()
    post.round()
    (delivery,) = post.told()
    assert delivery.state is DeliveryState.PENDING
    assert delivery.error == "The receiver cannot be reached, or its certificate is not valid."


def test_what_leads_home_is_refused_at_the_delivery_too(post: Post) -> None:
    post.webhooks.change(post.webhook.id, url=post.there.url.replace("http:", "https:"))
    post.happen()
    post.round(sender_to(post.clock, private=False))
    (delivery,) = post.told()
    assert delivery.error == "Nothing is delivered to this URL: its address is not of the public Internet."
    assert post.there.arrived.empty()


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (httpx.ReadTimeout("slow"), "There was no answer within 15 seconds."),
        (httpx.RemoteProtocolError("garbage"), "The receiver broke off, or does not speak HTTP."),
    ],
)
def test_what_the_network_does_is_a_failure_to_try_again(
    post: Post, failure: httpx.TransportError, sentence: str
) -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise failure

    post.happen()
    post.round(Sender(CheckedTransport(private=True, inner=httpx.MockTransport(fail)), post.clock))
    (delivery,) = post.told()
    assert (delivery.state, delivery.error) == (DeliveryState.PENDING, sentence)


def test_a_webhook_gets_so_many_at_once_and_another_does_not_wait_for_it(post: Post) -> None:
    post.happen(AT_ONCE + 3)
    with receiver() as other_there:
        other = post.webhooks.create(other_there.url, {Event.SESSION_UPDATED}, new_secret())
        post.there.open.clear()
        post.happen()

        async def deliver() -> None:
            worker = post.worker()
            assert await worker.round() == AT_ONCE + 1
            for _ in range(AT_ONCE):
                await asyncio.to_thread(post.there.next)
            await asyncio.to_thread(other_there.next)
            assert await worker.round() == 0
            post.there.open.set()
            await worker.settled()
            assert await worker.round() == AT_ONCE
            await worker.settled()
            await worker.close()

        asyncio.run(deliver())
        assert other.id != post.webhook.id
    assert {delivery.state for delivery in post.told()} == {DeliveryState.DELIVERED}


def test_it_runs_by_itself_and_what_it_is_stopped_in_is_given_back(post: Post) -> None:
    post.there.open.clear()
    post.happen()

    async def deliver() -> None:
        async with delivering(post.worker()):
            await asyncio.to_thread(post.there.next)

    asyncio.run(deliver())
    (delivery,) = post.told()
    assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 0)
    post.there.open.set()
    assert post.round() == 1
    assert post.told()[0].state is DeliveryState.DELIVERED


def test_what_a_killed_process_had_claimed_is_delivered_by_another(post: Post) -> None:
    post.happen()
    assert len(post.queue.claim(post.store.tenant_id, post.webhook.id, at_once=1, lease=LEASE)) == 1
    assert post.round() == 0
    post.clock.step(LEASE.total_seconds())
    assert post.round() == 1
    assert post.told()[0].state is DeliveryState.DELIVERED


def test_a_test_is_tried_once_and_held_against_nobody(post: Post) -> None:
    post.there.status = 500
    with post.store.database.connections.writing() as connection:
        post.store.outbox.address([post.webhook.id], Event.TEST, {}, within=connection)
    post.round()
    assert post.told()[0].state is DeliveryState.FAILED
    webhook: Webhook | None = post.webhooks.get(post.webhook.id)
    assert webhook is not None
    assert webhook.failing_since is None


def test_nothing_of_a_secret_is_logged_or_shown(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        post.happen()
        post.round()
    secret = post.webhook.secret.removeprefix("whsec_")
    assert secret not in caplog.text
    assert secret not in json.dumps([str(delivery) for delivery in post.told()])
