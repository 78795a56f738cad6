"""Dispatches and who registers through them: no more than may, however many come at once, and none once it is over."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from connect_desktop.store.database import Store, open_store
from connect_desktop.store.dispatch.dispatches import (
    Dispatch,
    Dispatches,
    DispatchQuery,
    DispatchRevoked,
    Terms,
    new_link,
    tenant_of_link,
)
from connect_desktop.store.dispatch.registrations import DispatchOver, NoPlaceLeft, Registrations
from connect_desktop.store.errors import WritesCollided
from tests.store_for_tests import SteppingClock

GRACE = timedelta(hours=1)


def dispatches(store: Store, clock: SteppingClock) -> Dispatches:
    return Dispatches(store.database.connections, store.tenant_id, clock)


def registrations(store: Store, clock: SteppingClock) -> Registrations:
    return Registrations(store.database.connections, store.tenant_id, clock)


def add(store: Store, clock: SteppingClock, terms: Terms | None = None, package_id: str = "pkg_1") -> Dispatch:
    return dispatches(store, clock).add(new_link(store.tenant_id), package_id, terms or Terms(label="Acme"))


def again(job: Callable[[], str]) -> str:
    """As whoever writes does: what collided is done again."""
    while True:
        try:
            return job()
        except WritesCollided:
            continue


def test_a_dispatch_is_kept_as_it_was_made(store: Store, clock: SteppingClock) -> None:
    terms = Terms(
        label="Acme \ud800",
        destination="acme-moodle",
        registration_limit=5,
        license_limit=3,
        expires_at=clock() + GRACE,
        allowed_domains=("lms.example.com", "*.example.org"),
        password_hash="scrypt$1$1$1$a$b",
    )
    link = new_link(store.tenant_id)
    made = dispatches(store, clock).add(link, "pkg_1", terms)
    assert made.terms == terms
    assert (made.id, made.link, made.registrations, made.licenses, made.launches) == (link, link, 0, 0, 0)
    assert dispatches(store, clock).add(link, "pkg_1", Terms(label="said twice")) == made
    assert dispatches(store, clock).get(link) == made
    assert dispatches(store, clock).by_link(link) == (made, True)
    assert tenant_of_link(link) == store.tenant_id
    assert link not in repr(made.terms)


@pytest.mark.parametrize("link", ["", "dsp_", "dsp_x", "dsp_" + "x" * 42, "dsp_" + "x" * 44, "dsp_" + "!" * 43])
def test_what_is_no_link_leads_nowhere(link: str) -> None:
    assert tenant_of_link(link) is None


def test_the_last_one_changed_is_listed_first(store: Store, clock: SteppingClock) -> None:
    made = []
    for package_id in ("pkg_1", "pkg_2", "pkg_1"):
        clock.step()
        made.append(add(store, clock, package_id=package_id))
    clock.step()
    first = dispatches(store, clock).change(made[0].id, lambda terms: replace(terms, label="Changed"))
    assert first is not None
    listed = dispatches(store, clock).page(DispatchQuery(), 10)
    assert [it.id for it in listed] == [made[0].id, made[2].id, made[1].id]
    assert listed[0].terms.label == "Changed"
    after = DispatchQuery(after=(first.updated_at, first.id))
    assert [it.id for it in dispatches(store, clock).page(after, 1)] == [made[2].id]
    in_one = DispatchQuery(package_id="pkg_1", until=made[2].updated_at)
    assert [it.id for it in dispatches(store, clock).page(in_one, 10)] == [made[2].id]
    assert dispatches(store, clock).page(DispatchQuery(since=clock() + GRACE), 10) == ()


def test_a_learner_comes_back_to_their_session(store: Store, clock: SteppingClock) -> None:
    dispatch = add(store, clock, Terms(license_limit=1))
    seats = registrations(store, clock)
    assert seats.register(dispatch.id, "ada", "s-1") == "s-1"
    assert seats.register(dispatch.id, "ada", "s-2") == "s-1"
    assert seats.newest(dispatch.id, "ada") == "s-1"
    with pytest.raises(NoPlaceLeft):
        seats.register(dispatch.id, "grace", "s-3")
    counted = dispatches(store, clock).get(dispatch.id)
    assert counted is not None
    # Who was not let in is not counted.
    assert (counted.registrations, counted.licenses, counted.launches) == (1, 1, 2)


def test_who_is_done_begins_anew_as_long_as_there_are_places(store: Store, clock: SteppingClock) -> None:
    dispatch = add(store, clock, Terms(registration_limit=2, license_limit=1))
    seats = registrations(store, clock)
    seats.register(dispatch.id, "ada", "s-1")
    clock.step()
    assert seats.register(dispatch.id, "ada", "s-2", after="s-1") == "s-2"
    # Asked twice for the same thing, be it at once.
    assert seats.register(dispatch.id, "ada", "s-3", after="s-1") == "s-2"
    assert seats.register(dispatch.id, "ada", "s-4", after="s-2") == "s-2"
    counted = dispatches(store, clock).get(dispatch.id)
    assert counted is not None
    assert (counted.registrations, counted.licenses, counted.launches) == (2, 1, 4)


def test_of_many_who_come_at_once_as_many_get_in_as_may(store: Store, clock: SteppingClock) -> None:
    by_registration = add(store, clock, Terms(registration_limit=5))
    by_license = add(store, clock, Terms(license_limit=3))
    seats = registrations(store, clock)

    def come(number: int) -> str:
        dispatch = by_registration if number % 2 else by_license
        # Each learner comes twice, and is one all the same.
        learner = f"learner-{number // 4}"
        try:
            return again(lambda: seats.register(dispatch.id, learner, str(uuid.uuid4())))
        except NoPlaceLeft:
            return ""

    with ThreadPoolExecutor(16) as pool:
        let_in = set(pool.map(come, range(48))) - {""}
    counted = [dispatches(store, clock).get(it.id) for it in (by_registration, by_license)]
    assert [(it.registrations, it.licenses) for it in counted if it] == [(5, 5), (3, 3)]
    assert len(let_in) == 8


def test_a_new_link_takes_the_place_of_the_old_one_which_fades(store: Store, clock: SteppingClock) -> None:
    dispatch = add(store, clock)
    kept = dispatches(store, clock)
    second = kept.rotate(dispatch.id, clock() + GRACE)
    assert second is not None
    third = kept.rotate(dispatch.id, clock() + 2 * GRACE)
    assert third is not None
    assert len({dispatch.link, second.link, third.link}) == 3

    def good() -> list[bool]:
        found = [kept.by_link(it.link) for it in (dispatch, second, third)]
        return [it[1] for it in found if it]

    assert good() == [True, True, True]
    clock.now += GRACE
    # A later rotation does not lengthen what an earlier one has granted.
    assert good() == [False, True, True]
    clock.now += GRACE
    assert good() == [False, False, True]
    assert kept.rotate("dsp_none", clock()) is None


def test_what_was_revoked_is_over_for_good(store: Store, clock: SteppingClock) -> None:
    dispatch = add(store, clock)
    kept, seats = dispatches(store, clock), registrations(store, clock)
    learner = store.learners.known_as("ada")
    session = store.sessions.create(seats.register(dispatch.id, learner.id, "s-1"), learner.id, "pkg_1")
    other = store.sessions.create("s-2", learner.id, "pkg_1")
    done = kept.revoke(dispatch.id)
    assert done is not None
    assert done[0].revoked_at == clock()
    assert done[1] == ("s-1",)
    revoked, untouched = store.sessions.get(session.id), store.sessions.get(other.id)
    assert revoked is not None
    assert untouched is not None
    assert (revoked.token_epoch, untouched.token_epoch) == (session.token_epoch + 1, other.token_epoch)
    with pytest.raises(DispatchOver):
        seats.register(dispatch.id, "ada", "s-3")
    with pytest.raises(DispatchRevoked):
        kept.rotate(dispatch.id, clock())
    with pytest.raises(DispatchRevoked):
        kept.change(dispatch.id, lambda terms: terms)
    clock.step()
    assert kept.revoke(dispatch.id) == done
    assert kept.revoke("dsp_none") is None


def test_what_is_forgotten_leaves_what_was_learnt(store: Store, clock: SteppingClock) -> None:
    dispatch = add(store, clock)
    learner = store.learners.known_as("ada")
    session_id = registrations(store, clock).register(dispatch.id, learner.id, "s-1")
    session = store.sessions.create(session_id, learner.id, "pkg_1")
    kept = dispatches(store, clock)
    assert kept.remove(dispatch.id) == ("s-1",)
    assert kept.get(dispatch.id) is None
    assert kept.by_link(dispatch.link) is None
    assert kept.remove(dispatch.id) is None
    there = store.sessions.get(session.id)
    assert there is not None
    assert there.token_epoch == session.token_epoch + 1


def test_a_tenant_sees_no_dispatch_of_another(store: Store, clock: SteppingClock) -> None:
    dispatch = add(store, clock)
    other = Dispatches(store.database.connections, str(uuid.uuid4()), clock)
    assert other.get(dispatch.id) is None
    assert other.by_link(dispatch.link) is None
    assert other.page(DispatchQuery(), 10) == ()
    assert other.revoke(dispatch.id) is None
    assert other.remove(dispatch.id) is None
    kept = dispatches(store, clock).get(dispatch.id)
    assert kept is not None
    assert kept.revoked_at is None


class DispatchLife(RuleBasedStateMachine):
    """Learners come, take courses again, limits and links change, the clock runs, and in the end it is revoked."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = SteppingClock()
        self.store = open_store(Path(self.folder) / f"{uuid.uuid4()}.db", self.clock)
        self.dispatch = add(self.store, self.clock, Terms(registration_limit=3, license_limit=2))
        self.held: dict[str, list[str]] = {}
        self.revoked = False

    folder = ""

    def now(self) -> Dispatch:
        found = dispatches(self.store, self.clock).get(self.dispatch.id)
        assert found is not None
        return found

    @rule(learner=st.sampled_from("abcd"), done=st.booleans())
    def come(self, learner: str, done: bool) -> None:
        terms, seats = self.now().terms, registrations(self.store, self.clock)
        mine = self.held.get(learner, [])
        taken = sum(map(len, self.held.values()))
        full = terms.registration_limit is not None and taken >= terms.registration_limit
        shut = terms.license_limit is not None and len(self.held) >= terms.license_limit
        self.clock.step()
        new = str(uuid.uuid4())
        after = mine[-1] if done and mine else None
        try:
            got = seats.register(self.dispatch.id, learner, new, after=after)
        except DispatchOver:
            assert self.revoked or self.now().is_expired(self.clock())
        except NoPlaceLeft:
            assert not mine
            assert full or shut
        else:
            assert not self.revoked
            if after is not None and not full:
                assert got == new
            elif mine:
                assert got == mine[-1]
            else:
                assert got == new
                assert not full
                assert not shut
            if got == new:
                self.held.setdefault(learner, []).append(new)

    @precondition(lambda self: not self.revoked)
    @rule(registration=st.none() | st.integers(1, 5), license=st.none() | st.integers(1, 3))
    def limit(self, registration: int | None, license: int | None) -> None:
        def change(terms: Terms) -> Terms:
            return replace(terms, registration_limit=registration, license_limit=license)

        dispatches(self.store, self.clock).change(self.dispatch.id, change)

    @precondition(lambda self: not self.revoked)
    @rule(hours=st.none() | st.integers(1, 3))
    def expire(self, hours: int | None) -> None:
        end = None if hours is None else self.clock() + timedelta(hours=hours)
        dispatches(self.store, self.clock).change(self.dispatch.id, lambda terms: replace(terms, expires_at=end))

    @rule(hours=st.integers(1, 4))
    def wait(self, hours: int) -> None:
        self.clock.step(hours * 3600)

    @precondition(lambda self: not self.revoked)
    @rule()
    def rotate(self) -> None:
        dispatches(self.store, self.clock).rotate(self.dispatch.id, self.clock())
        old = dispatches(self.store, self.clock).by_link(self.dispatch.link)
        assert old is not None
        assert not old[1]

    @precondition(lambda self: len(self.held) > 1)
    @rule()
    def revoke(self) -> None:
        done = dispatches(self.store, self.clock).revoke(self.dispatch.id)
        assert done is not None
        assert set(done[1]) == {session for sessions in self.held.values() for session in sessions}
        self.revoked = True

    @invariant()
    def counts_hold(self) -> None:
        dispatch = self.now()
        assert dispatch.registrations == sum(map(len, self.held.values()))
        assert dispatch.licenses == len(self.held)
        assert (dispatch.revoked_at is not None) == self.revoked

    def teardown(self) -> None:
        self.store.close()


def test_a_dispatch_keeps_its_promises_through_its_life(tmp_path: Path) -> None:
    DispatchLife.folder = str(tmp_path)
    run_state_machine_as_test(DispatchLife, settings=settings(max_examples=30, stateful_step_count=25, deadline=None))
