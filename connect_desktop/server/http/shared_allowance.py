"""An allowance that all processes and machines on one database share."""

from __future__ import annotations

from datetime import timedelta

from connect_desktop.server.http.rate import Rate, Standing
from connect_desktop.store.access.failed_tries import FailedTries


class SharedAllowance:
    """How much of a rate those have left who fail. Every method takes a thread and raises `StoreError`."""

    def __init__(self, rate: Rate, tries: FailedTries) -> None:
        self._rate = rate
        self._tries = tries

    def look(self, tenant_id: str, door: str) -> Standing:
        """What a try would meet, without counting one."""
        return self._rate.standing(self._tries.used(tenant_id, door).total_seconds())

    def take(self, tenant_id: str, door: str) -> Standing:
        """Count a try that failed; to be called in the thread that writes."""
        cost, most = timedelta(seconds=self._rate.interval), timedelta(seconds=self._rate.seconds)
        return self._rate.standing(self._tries.count(tenant_id, door, cost, most).total_seconds())
