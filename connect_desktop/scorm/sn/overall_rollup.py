"""Overall Rollup Process [SN 4th Ed. RB.1.5]."""

from __future__ import annotations

from heapq import heappop, heappush

from connect_desktop.scorm.sn.activity_progress_rollup import activity_progress_rollup_process
from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.measure_rollup import objective_measure_rollup_process, progress_measure_rollup_process
from connect_desktop.scorm.sn.objective_rollup import objective_rollup_process
from connect_desktop.scorm.sn.session import SequencingSession

# Clusters that tell each other opposite things through global objectives would never come to rest.
_MOST_VISITS = 4


def overall_rollup_process(session: SequencingSession, activity: Activity) -> None:
    """Roll up from the activity to the root, and wherever a global objective that changed is read [RB.1.5].

    Deepest first. A cluster off the path is rolled up only if something it depends on changed, so the cost follows
    what happened and not the size of the tree.
    """
    waiting = _Waiting()
    for ancestor in activity.path_to_root():
        waiting.add(ancestor)
    _add_readers(session, waiting)
    while (cluster := waiting.deepest()) is not None:
        before = session.state(cluster)
        if cluster.tracked:
            _roll_up(session, cluster)
            session.date(cluster)
        if session.state(cluster) != before and cluster.parent is not None:
            waiting.add(cluster.parent)
        _add_readers(session, waiting)


def _roll_up(session: SequencingSession, cluster: Activity) -> None:
    objective_measure_rollup_process(session, cluster)
    progress_measure_rollup_process(session, cluster)
    objective_rollup_process(session, cluster)
    activity_progress_rollup_process(session, cluster)


def _add_readers(session: SequencingSession, waiting: _Waiting) -> None:
    for target in sorted(session.changed_globals):
        for reader in session.tree.readers.get(target, ()):
            if reader.parent is not None:
                waiting.add(reader.parent)
    session.changed_globals.clear()


class _Waiting:
    """Clusters to be rolled up, each once at a time and a few times at most."""

    def __init__(self) -> None:
        self._queue: list[tuple[int, int, Activity]] = []
        self._queued: set[int] = set()
        self._visits: dict[int, int] = {}

    def add(self, activity: Activity) -> None:
        index = activity.index
        if activity.is_leaf or index in self._queued or self._visits.get(index, 0) >= _MOST_VISITS:
            return
        self._queued.add(index)
        heappush(self._queue, (-activity.depth, index, activity))

    def deepest(self) -> Activity | None:
        if not self._queue:
            return None
        _, index, activity = heappop(self._queue)
        self._queued.discard(index)
        self._visits[index] = self._visits.get(index, 0) + 1
        return activity
