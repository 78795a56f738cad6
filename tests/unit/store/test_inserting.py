"""Rows inserted together are all there, however many they are."""

from __future__ import annotations

import pytest

from connect_desktop.store.database import Store
from connect_desktop.store.inserting import insert


@pytest.mark.parametrize("number", [0, 1, 16, 17, 40])
def test_each_row_is_there(store: Store, number: int) -> None:
    rows = [(store.tenant_id, f"device {index:02}", "?, %s", 0) for index in range(number)]
    with store.database.connections.writing() as connection:
        insert(connection, "INSERT INTO device (tenant_id, id, created_at, here)", rows)
    query = "SELECT tenant_id, id, created_at, here FROM device WHERE tenant_id = ? AND here = 0 AND created_at = ?"
    with store.database.connections.reading() as connection:
        assert sorted(connection.execute(query, (store.tenant_id, "?, %s")).fetchall()) == rows
