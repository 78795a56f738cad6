"""What is joined is the same whoever joins it, in any order, however often; and nothing that was written is lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from connect_desktop.store.records import EntryKind
from connect_desktop.store.travel.launch_join import (
    Branches,
    Revision,
    covers,
    goes_on_from,
    join,
    joined,
    named,
)
from connect_desktop.store.travel.launch_payload import (
    InvalidLaunch,
    canonical_json,
    checked_id,
    checked_rev,
    payload_of,
    sha256_of,
)
from tests.launches_for_tests import JOURNALS, lives, payload, revision, revisions
from tests.store_for_tests import MORNING

OPEN = (EntryKind.OPENED, "a", "", "")
ONE = (EntryKind.SET, "a", "cmi.location", "1")
TWO = (EntryKind.SET, "a", "cmi.location", "2")

Journals = dict[str, Branches]


@given(JOURNALS, JOURNALS)
def test_join_is_commutative(one: Journals, other: Journals) -> None:
    assert join(one, other) == join(other, one)


@given(JOURNALS, JOURNALS, JOURNALS)
def test_join_is_associative(one: Journals, two: Journals, three: Journals) -> None:
    assert join(join(one, two), three) == join(one, join(two, three))


@given(JOURNALS, JOURNALS)
def test_join_is_idempotent(one: Journals, other: Journals) -> None:
    both = join(one, other)
    assert join(both, both) == both
    assert join(both, one) == both


@given(lives())
def test_nothing_is_lost(life: list[Revision]) -> None:
    branches = joined(life)
    assert all(any(goes_on_from(branch.payload, known.payload) for branch in branches) for known in life)
    assert all(branch in life for branch in branches)


@given(st.lists(lives(), min_size=1, max_size=3))
def test_branches_stand_under_the_same_ids_wherever_they_met(parts: list[list[Revision]]) -> None:
    once = named("l1", joined([revision for part in parts for revision in part]))
    step_by_step: Branches = ()
    for part in reversed(parts):
        step_by_step = joined((*step_by_step, *joined(part)))
    assert named("l1", step_by_step) == once
    assert len(once) == len(step_by_step)
    assert all(checked_id(name) == name for name in once)


@given(revisions())
def test_payloads_travel_unchanged(sent: Revision) -> None:
    document = json.loads(canonical_json(sent.payload.as_json()))
    arrived = payload_of(document, "l1")
    assert arrived == sent.payload
    assert sha256_of(arrived) == sha256_of(sent.payload)


def test_of_one_writer_the_higher_revision_wins() -> None:
    before, after = revision(payload(OPEN)), revision(payload(OPEN, ONE, ended=3))
    assert joined([after, before]) == (after,)
    assert before.rev < after.rev


def test_a_copied_device_keeps_both_and_their_common_past_once() -> None:
    here, there = revision(payload(OPEN, ONE)), revision(payload(OPEN, TWO))
    branches = joined([there, here])
    assert branches == (here, there)
    names = list(named("l1", branches))
    assert names[0] == "l1"
    assert names[1] != "l1"
    longer = revision(payload(OPEN, TWO, ONE, ended=5))
    assert named("l1", joined([*branches, longer])) == {names[0]: here, names[1]: longer}


def test_two_copies_that_only_end_a_launch_that_died_wrote_the_same() -> None:
    here, there = revision(payload(OPEN, ended=3)), revision(payload(OPEN, ended=4))
    assert joined([here, there]) == (there,)


def test_a_device_with_another_base_is_another_writer() -> None:
    here = payload(OPEN)
    there = replace(here, base={"current": "a"})
    assert len(joined([revision(here), revision(there)])) == 2


def test_a_receipt_for_other_content_acknowledges_nothing() -> None:
    sent, other = revision(payload(OPEN, ONE)), revision(payload(OPEN, TWO))
    assert covers(sent.receipt(), sent)
    assert not covers(other.receipt(), sent)
    assert not covers((sent.rev + 1, "0" * 64), sent)
    assert not covers((sent.rev - 1, sha256_of(sent.payload)), sent)


@pytest.mark.parametrize(
    "wrong",
    [
        {"package_hash": "0" * 63},
        {"device_id": "a b"},
        {"lamport": 0},
        {"lamport": 2**53 + 1},
        {"lamport": True},
        {"parents": ["b", "a"]},
        {"parents": ["a", "a"]},
        {"parents": "a"},
        {"mode": "sleep"},
        {"credit": None},
        {"started_at": "2026-05-04T08:30:00Z"},
        {"started_at": "2026-02-30T08:30:00.000000Z"},
        {"started_at": None},
        {"ended_at": 3},
        {"base": []},
        {"base": {"activities": {"a": {}}}},
        {"base": {"shared": {"a": 1}}},
        {"base": {"sequencing": []}},
        {"base": {"current": 1}},
        {"base": {"more": 1}},
        {"base": {"sequencing": {"a": float("inf")}}},
        {"entries": {}},
        {"entries": [[2, "opened", "a", "", ""]]},
        {"entries": [[1, "opened", "a", ""]]},
        {"entries": [[1, "invented", "a", "", ""]]},
        {"entries": [[1, "set", "a", "", 1]]},
        {"entries": [[True, "set", "a", "", ""]]},
        {"entries": [[1, "sequencing", "", "", "[]"]]},
        {"entries": [[1, "sequencing", "", "", "["]]},
        {"more": 1},
    ],
)
def test_what_is_no_launch_is_said_to_be_none(wrong: dict[str, object]) -> None:
    document = {**payload(OPEN).as_json(), **wrong}
    with pytest.raises(InvalidLaunch, match="launch-7"):
        payload_of(document, "launch-7")


@pytest.mark.parametrize("document", [None, [], "", 1, {}])
def test_what_is_no_payload(document: object) -> None:
    with pytest.raises(InvalidLaunch):
        payload_of(document, "l1")


@pytest.mark.parametrize("rev", [0, -1, True, 1.0, "1", None, 2**31])
def test_what_is_no_revision(rev: object) -> None:
    with pytest.raises(InvalidLaunch):
        checked_rev(rev, "l1")


@pytest.mark.parametrize("launch_id", ["", "a b", "-a", "a" * 129, "a\n"])
def test_what_is_no_id(launch_id: str) -> None:
    with pytest.raises(InvalidLaunch):
        checked_id(launch_id)


def test_moments_are_kept_to_the_microsecond() -> None:
    moment = MORNING + timedelta(microseconds=1)
    sent = replace(payload(), started_at=moment, ended_at=moment)
    assert payload_of(sent.as_json(), "l1") == sent
    assert sent.as_json()["ended_at"] == "2026-05-04T08:30:00.000001Z"
