"""The outbox and the queue of deliveries, on each database."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest

from connect_desktop.store.collisions import kept
from connect_desktop.store.database import Store
from connect_desktop.store.paging import Page
from connect_desktop.store.webhooks.deliveries import Deliveries, Delivery, DeliveryState
from connect_desktop.store.webhooks.delivery_queue import PATIENCE, REMEMBERED, Attempt, Claim, DeliveryQueue
from connect_desktop.store.webhooks.outbox import Event
from connect_desktop.store.webhooks.webhooks import MOST, TooManyWebhooks, Webhook, Webhooks
from tests.store_for_tests import SEAL, SteppingClock

LEASE = timedelta(seconds=30)


class Broken(Exception):
    """What goes wrong in a transaction."""


class Bench:
    """A tenant's webhooks, what it is told, and the queue over all tenants."""

    def __init__(self, store: Store, clock: SteppingClock) -> None:
        connections = store.database.connections
        self.store = store
        self.clock = clock
        self.webhooks = Webhooks(connections, SEAL, store.tenant_id, clock)
        self.deliveries = Deliveries(connections, store.tenant_id, clock)
        self.queue = DeliveryQueue(connections, SEAL, clock)

    def webhook(self, *events: Event) -> Webhook:
        wanted: Collection[Event] = events or (Event.SESSION_UPDATED,)
        return self.webhooks.create("https://example.com/hook", wanted, "whsec_c2VjcmV0")

    def happen(self, event: Event = Event.SESSION_UPDATED, times: int = 1) -> None:
        for _ in range(times):
            self.clock.step(0.001)
            with self.store.database.connections.writing() as connection:
                self.store.outbox.add(event, lambda: {"id": "s"}, within=connection)

    def happen_and_break(self) -> None:
        with self.store.database.connections.writing() as connection:
            self.store.outbox.add(Event.SESSION_UPDATED, dict, within=connection)
            raise Broken

    def told(self, webhook: Webhook) -> tuple[Delivery, ...]:
        return self.deliveries.page(webhook.id, Page(limit=200))

    def due(self) -> list[str]:
        return [webhook_id for tenant_id, webhook_id in self.queue.due() if tenant_id == self.store.tenant_id]

    def claim(self, webhook: Webhook, at_once: int = 1) -> tuple[Claim, ...]:
        return self.queue.claim(self.store.tenant_id, webhook.id, at_once=at_once, lease=LEASE)

    def attempt(self, status: int | None) -> Attempt:
        return Attempt(at=self.clock(), duration_ms=7, status=status, error=None if status else "It is away.")


@pytest.fixture
def bench(store: Store, clock: SteppingClock) -> Bench:
    return Bench(store, clock)


class TestOutbox:
    def test_what_nobody_wants_is_not_even_made(self, bench: Bench) -> None:
        bench.webhook(Event.PACKAGE_UPDATED)

        def document() -> dict[str, object]:
            raise AssertionError

        with bench.store.database.connections.writing() as connection:
            bench.store.outbox.add(Event.SESSION_UPDATED, document, within=connection)

    def test_it_is_kept_for_each_webhook_that_wants_it_as_one_message(self, bench: Bench) -> None:
        wanting = [bench.webhook(), bench.webhook(Event.SESSION_UPDATED, Event.SESSION_SCORED)]
        other = bench.webhook(Event.SESSION_SCORED)
        bench.happen()
        (first,), (second,) = map(bench.told, wanting)
        assert first.message_id == second.message_id
        assert first.id != second.id
        assert first.state is DeliveryState.PENDING
        assert bench.told(other) == ()

    def test_what_was_rolled_back_is_not_told(self, bench: Bench) -> None:
        webhook = bench.webhook()
        with pytest.raises(Broken):
            bench.happen_and_break()
        assert bench.told(webhook) == ()

    def test_a_disabled_webhook_is_told_nothing_of_what_happens_meanwhile(self, bench: Bench) -> None:
        webhook = bench.webhook()
        bench.webhooks.change(webhook.id, enabled=False)
        bench.happen()
        assert bench.told(webhook) == ()

    def test_a_text_that_is_no_unicode_is_told_all_the_same(self, bench: Bench) -> None:
        webhook = bench.webhook()
        with bench.store.database.connections.writing() as connection:
            bench.store.outbox.add(Event.SESSION_UPDATED, lambda: {"id": "\ud800\x00"}, within=connection)
        assert "\\ud800\\u0000" in bench.told(webhook)[0].document


class TestWebhooks:
    def test_there_is_an_end_to_how_many_there_are(self, bench: Bench) -> None:
        for _ in range(MOST):
            bench.webhook()
        with pytest.raises(TooManyWebhooks):
            bench.webhook()

    def test_after_a_rotation_both_secrets_sign_for_a_time(self, bench: Bench) -> None:
        webhook = bench.webhook()
        until = bench.clock() + timedelta(hours=1)
        rotated = bench.webhooks.rotate(webhook.id, "whsec_bmV3", until)
        assert rotated is not None
        assert rotated.secrets_at(bench.clock()) == ("whsec_bmV3", webhook.secret)
        assert rotated.secrets_at(until) == ("whsec_bmV3",)
        assert webhook.secret not in repr(rotated)
        assert "bmV3" not in repr(rotated)

    def test_deleted_it_takes_its_deliveries_with_it(self, bench: Bench) -> None:
        webhook = bench.webhook()
        bench.happen()
        assert bench.webhooks.delete(webhook.id)
        assert not bench.webhooks.delete(webhook.id)
        assert bench.told(webhook) == ()
        assert bench.due() == []


class TestClaims:
    def test_a_delivery_is_claimed_by_one(self, bench: Bench) -> None:
        webhook = bench.webhook()
        bench.happen()
        assert bench.due() == [webhook.id]
        assert len(bench.claim(webhook, at_once=9)) == 1
        assert bench.claim(webhook, at_once=9) == ()
        assert bench.due() == []

    def test_what_a_killed_claimant_had_is_taken_up_and_only_the_new_one_concludes(self, bench: Bench) -> None:
        webhook = bench.webhook()
        bench.happen()
        (lost,) = bench.claim(webhook)
        bench.clock.step(LEASE.total_seconds())
        (found,) = bench.claim(webhook)
        assert found.delivery.message_id == lost.delivery.message_id
        bench.queue.conclude(lost, bench.attempt(500), None)
        assert bench.told(webhook)[0].state is DeliveryState.SENDING
        bench.queue.conclude(found, bench.attempt(200), None)
        assert bench.told(webhook)[0].state is DeliveryState.DELIVERED

    def test_no_more_than_so_many_at_once_whoever_claims_them(self, bench: Bench) -> None:
        webhook = bench.webhook()
        bench.happen(times=5)
        first = bench.claim(webhook, at_once=2)
        assert len(first) == 2
        assert bench.claim(webhook, at_once=2) == ()
        bench.queue.conclude(first[0], bench.attempt(200), None)
        assert len(bench.claim(webhook, at_once=2)) == 1

    def test_among_many_claimants_each_delivery_has_one(self, bench: Bench) -> None:
        webhook = bench.webhook()
        bench.happen(times=24)

        def take() -> list[str]:
            taken: list[str] = []
            while claims := kept(lambda: bench.claim(webhook, at_once=2)):
                for claim in claims:
                    taken.append(claim.delivery.id)
                    kept(partial(bench.queue.conclude, claim, bench.attempt(200), None))
            return taken

        with ThreadPoolExecutor(4) as pool:
            takers = [pool.submit(take) for _ in range(4)]
            taken = [delivery_id for taker in takers for delivery_id in taker.result(60)]
        taken += take()
        assert sorted(taken) == sorted(delivery.id for delivery in bench.told(webhook))

    def test_given_back_it_is_due_at_once_and_counts_no_attempt(self, bench: Bench) -> None:
        webhook = bench.webhook()
        bench.happen()
        (claim,) = bench.claim(webhook)
        bench.queue.give_back(claim)
        (again,) = bench.claim(webhook)
        assert again.delivery.attempts == 0

    def test_a_failure_waits_and_what_came_of_it_is_told(self, bench: Bench) -> None:
        webhook = bench.webhook()
        bench.happen()
        (claim,) = bench.claim(webhook)
        bench.queue.conclude(claim, bench.attempt(None), bench.clock() + timedelta(seconds=5))
        assert bench.due() == []
        (delivery,) = bench.told(webhook)
        assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 1)
        assert (delivery.error, delivery.duration_ms) == ("It is away.", 7)
        bench.clock.step(5)
        assert bench.due() == [webhook.id]

    def test_a_replay_begins_anew_and_leaves_what_is_under_way_alone(self, bench: Bench) -> None:
        webhook = bench.webhook()
        bench.happen()
        (claim,) = bench.claim(webhook)
        under_way = bench.deliveries.replay(webhook.id, claim.delivery.id)
        assert under_way is not None
        assert under_way.state is DeliveryState.SENDING
        bench.queue.conclude(claim, bench.attempt(500), None)
        replayed = bench.deliveries.replay(webhook.id, claim.delivery.id)
        assert replayed is not None
        assert (replayed.state, replayed.attempts) == (DeliveryState.PENDING, 0)
        assert bench.claim(webhook)[0].delivery.message_id == claim.delivery.message_id


class TestPatience:
    def _fail(self, bench: Bench, webhook: Webhook) -> bool:
        bench.happen()
        (claim,) = bench.claim(webhook)
        return bench.queue.conclude(claim, bench.attempt(500), None)

    def test_a_webhook_that_fails_for_days_is_disabled_and_says_so(self, bench: Bench) -> None:
        webhook = bench.webhook()
        assert not self._fail(bench, webhook)
        bench.clock.step(PATIENCE.total_seconds() - 1)
        assert not self._fail(bench, webhook)
        bench.clock.step(1)
        assert self._fail(bench, webhook)
        disabled = bench.webhooks.get(webhook.id)
        assert disabled is not None
        assert not disabled.enabled
        assert disabled.disabled_reason is not None
        assert "2026-05-04 08:30" in disabled.disabled_reason
        enabled = bench.webhooks.change(webhook.id, enabled=True)
        assert enabled is not None
        assert (enabled.disabled_reason, enabled.failing_since) == (None, None)

    def test_one_success_makes_up_for_all_failures(self, bench: Bench) -> None:
        webhook = bench.webhook()
        self._fail(bench, webhook)
        bench.happen()
        (claim,) = bench.claim(webhook)
        bench.queue.conclude(claim, bench.attempt(200), None)
        bench.clock.step(PATIENCE.total_seconds())
        assert not self._fail(bench, webhook)


def test_what_is_old_and_what_is_too_much_is_forgotten(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connect_desktop.store.webhooks.delivery_queue.REMEMBERED_MOST", 3)
    webhook = bench.webhook()
    bench.happen(times=6)
    for claim in bench.claim(webhook, at_once=5):
        bench.queue.conclude(claim, bench.attempt(200), None)
    before = bench.told(webhook)
    assert not bench.queue.sweep()
    # The three newest are kept, one of which waits still.
    assert bench.told(webhook) == before[:3]
    bench.clock.step(REMEMBERED.total_seconds() + 1)
    bench.queue.sweep()
    assert bench.told(webhook) == ()
