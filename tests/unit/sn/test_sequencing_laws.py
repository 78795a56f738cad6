"""What holds in every course, however strange its rules, and whatever learners and content do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

from hypothesis import example, given, settings

from connect_desktop.runtime.sco_reports import take_report
from connect_desktop.scorm.sn.activity_tree import Activity, ActivityTree
from connect_desktop.scorm.sn.look_ahead import LookAhead
from connect_desktop.scorm.sn.overall_rollup import overall_rollup_process
from connect_desktop.scorm.sn.overall_sequencing import SequencingResult, overall_sequencing_process
from connect_desktop.scorm.sn.requests import NavigationKind
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.verdict import SequencingException
from tests.unit.sn.random_courses import Author, Turn, seeds, turns

law = settings(max_examples=100, deadline=None)


def wander(seed: int, *, clusters_write: bool = True) -> Iterator[tuple[SequencingSession, SequencingResult | None]]:
    """Start, then take each turn; the session after each, and what was decided (None: refused, nothing changed)."""
    course = Author(seed, clusters_write=clusters_write).course()
    session = SequencingSession(ActivityTree(course), Random(seed), lambda: 0.0)
    for turn in (Turn({}, NavigationKind.START, 0), *turns(seed)):
        current = session.current
        if current is not None and session.state(current).active:
            take_report(session, current, turn.values)
        session, result = attempt(session, turn.kind, target_of(session, turn))
        yield session, result


def attempt(
    session: SequencingSession, kind: NavigationKind, target: Activity | None
) -> tuple[SequencingSession, SequencingResult | None]:
    trial = session.copy()
    try:
        return trial, overall_sequencing_process(trial, kind, target)
    except SequencingException:
        return session, None


def target_of(session: SequencingSession, turn: Turn) -> Activity | None:
    targeted = turn.kind in (NavigationKind.CHOICE, NavigationKind.JUMP)
    activities = session.tree.activities
    return activities[turn.target % len(activities)] if targeted else None


@law
@given(seed=seeds)
@example(seed=7896)
def test_what_is_delivered_is_an_available_leaf_with_a_page_within_its_limits(seed: int) -> None:
    for session, result in wander(seed):
        for activity in session.tree.activities:
            limit = activity.sequencing.limits.attempt_limit
            assert limit is None or session.state(activity).attempts <= limit
        if result is not None and result.delivery is not None:
            assert result.delivery.is_leaf
            assert result.delivery.item.launch is not None
            assert result.delivery is session.current
            path = result.delivery.path_from_root()
            assert all(session.state(activity).active for activity in path)
            assert all(session.place(activity) is not None for activity in path[1:])


@law
@given(seed=seeds)
def test_only_the_way_to_the_current_activity_is_active(seed: int) -> None:
    for session, _ in wander(seed):
        path = session.current.path_from_root() if session.current else ()
        assert all(activity in path for activity in session.tree.activities if session.state(activity).active)


@law
@given(seed=seeds)
def test_the_state_comes_back_exactly_after_every_step(seed: int) -> None:
    for session, _ in wander(seed):
        document = session.as_json()
        again = SequencingSession(session.tree, Random(7), lambda: 0.0)
        again.restore(json.loads(json.dumps(document)))
        assert again.as_json() == document
        assert again.current is session.current
        assert [again.state(activity) for activity in session.tree.activities] == [
            session.state(activity) for activity in session.tree.activities
        ]


@law
@given(seed=seeds)
@example(seed=758)
@example(seed=7335)
@example(seed=8161)
def test_what_is_on_offer_is_what_is_then_accepted(seed: int) -> None:
    for session, _ in wander(seed):
        before = session.as_json()
        ahead = LookAhead(session)
        asked = [(kind, None) for kind in NavigationKind if kind not in (NavigationKind.CHOICE, NavigationKind.JUMP)]
        targets = [
            (kind, it) for kind in (NavigationKind.CHOICE, NavigationKind.JUMP) for it in session.tree.activities
        ]
        for kind, target in [*asked, *targets]:
            offered = ahead.refusal(kind, target) is None
            assert offered is (attempt(session, kind, target)[1] is not None), (kind, target)
        assert session.as_json() == before


@law
@given(seed=seeds)
def test_rolling_up_again_changes_nothing(seed: int) -> None:
    """Unless clusters contradict each other through global objectives they write: such a quarrel has no end."""
    for session, _ in wander(seed, clusters_write=False):
        if session.current is None:
            continue
        overall_rollup_process(session, session.current)
        once = session.as_json()
        overall_rollup_process(session, session.current)
        assert session.as_json() == once
