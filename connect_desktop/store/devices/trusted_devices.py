"""Devices whose signed files this one takes in, and what their receipts say they hold.

What a receipt says is kept so that the order in which receipts are read makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.travel.launch_join import Receipt

_SELECT = "SELECT public_key, name, epoch, epoch_at, trusted_at FROM trusted_device WHERE tenant_id = ?"
_TRUST = """
INSERT INTO trusted_device (tenant_id, public_key, name, epoch, epoch_at, trusted_at) VALUES (?, ?, ?, '', '', ?)
ON CONFLICT (tenant_id, public_key) DO NOTHING
"""
_FORGET = (
    "DELETE FROM carried_receipt WHERE tenant_id = ? AND public_key = ?",
    "DELETE FROM trusted_device WHERE tenant_id = ? AND public_key = ?",
)
_ENTER = "UPDATE trusted_device SET epoch = ?, epoch_at = ? WHERE tenant_id = ? AND public_key = ?"
_RECEIPTS = """
SELECT public_key, launch_id, rev, sha256 FROM carried_receipt WHERE tenant_id = ? AND session_id = ?
"""
_ACKNOWLEDGE = """
INSERT INTO carried_receipt (tenant_id, public_key, launch_id, session_id, rev, sha256) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (tenant_id, public_key, launch_id)
DO UPDATE SET session_id = excluded.session_id, rev = excluded.rev, sha256 = excluded.sha256
WHERE (excluded.rev, excluded.sha256) > (carried_receipt.rev, carried_receipt.sha256)
"""


class TrustedDevice(Struct, frozen=True, kw_only=True):
    """A device. `public_key` is Ed25519's, in hex; `name` is what the device called itself when it was trusted."""

    public_key: str
    name: str
    epoch: str
    trusted_at: datetime


class TrustedDevices:
    """Those of one tenant; every method takes part in a transaction of its caller's."""

    def __init__(self, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._tenant_id = tenant_id
        self._clock = clock

    def all(self, connection: Connection) -> tuple[TrustedDevice, ...]:
        """Every device, the first one trusted first."""
        rows = connection.execute(f"{_SELECT} ORDER BY trusted_at, public_key", (self._tenant_id,)).fetchall()
        return tuple(
            TrustedDevice(
                public_key=public_key, name=column_text(name), epoch=epoch, trusted_at=column_moment(trusted_at)
            )
            for public_key, name, epoch, _, trusted_at in rows
        )

    def trusts(self, connection: Connection, public_key: str) -> bool:
        """Whether files signed with this key are taken in."""
        query = "SELECT 1 FROM trusted_device WHERE tenant_id = ? AND public_key = ?"
        return connection.execute(query, (self._tenant_id, public_key)).fetchone() is not None

    def trust(self, connection: Connection, public_key: str, name: str) -> None:
        """Take in what is signed with this key from now on."""
        columns = (public_key, text_column(name), moment_column(self._clock()))
        connection.execute(_TRUST, (self._tenant_id, *columns))

    def forget(self, connection: Connection, public_key: str) -> bool:
        """Trust the device no more, nor what its receipts said; whether it was trusted."""
        key = (self._tenant_id, public_key)
        return [connection.execute(statement, key).rowcount for statement in _FORGET][-1] > 0

    def enter(self, connection: Connection, public_key: str, epoch: str, at: datetime) -> bool:
        """The device said this in this life of its database; False where another life began after that.

        What it held in an earlier life may be gone, so it is not taken to hold it. Which of two lives came first only
        the device's own clock can tell.
        """
        row = connection.execute(f"{_SELECT} AND public_key = ?", (self._tenant_id, public_key)).fetchone()
        known, last = row[2], row[3]
        moment = moment_column(at)
        if known != epoch and last > moment:
            return False
        if known != epoch:
            connection.execute(_FORGET[0], (self._tenant_id, public_key))
        connection.execute(_ENTER, (epoch, max(last, moment), self._tenant_id, public_key))
        return True

    def receipts(self, connection: Connection, session_id: str) -> dict[str, dict[str, Receipt]]:
        """What devices hold of the session's launches: receipts by launch, by the device's public key."""
        found: dict[str, dict[str, Receipt]] = {}
        rows = connection.execute(_RECEIPTS, (self._tenant_id, text_column(session_id))).fetchall()
        for public_key, launch_id, rev, sha256 in rows:
            found.setdefault(public_key, {})[launch_id] = (rev, sha256)
        return found

    def acknowledge(
        self, connection: Connection, public_key: str, session_id: str, receipts: Mapping[str, Receipt]
    ) -> None:
        """The device holds these launches so, unless it is known to hold later revisions."""
        session = text_column(session_id)
        connection.executemany(
            _ACKNOWLEDGE,
            [(self._tenant_id, public_key, launch_id, session, *receipt) for launch_id, receipt in receipts.items()],
        )
