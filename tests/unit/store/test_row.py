"""One row, looked up by itself."""

from __future__ import annotations

from connect_desktop.store.database import Store

_NEWEST = "SELECT name FROM learner WHERE tenant_id = ? ORDER BY name"


def test_a_row_is_as_the_last_write_left_it(store: Store) -> None:
    connections = store.database.connections
    assert connections.row(_NEWEST, (store.tenant_id,)) is None
    # Of several rows one is taken; the rest must not hold up what is looked up or written next.
    for name in ("c", "b", "a"):
        store.learners.add(name)
        assert connections.row(_NEWEST, (store.tenant_id,)) == (name,)
