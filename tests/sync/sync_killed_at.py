"""One exchange in a process that is killed without warning.

`python -m tests.sync.sync_killed_at DATA POINT COUNT YEARS` dies, as if by `kill -9`, when the exchange comes by POINT
for the COUNTth time, with its clock YEARS off. Its key is in the environment, as the command line has it.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.courses import Courses
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.sync.ports import RealTiming
from connect_desktop.sync.service import SyncService
from tests.sync_for_tests import FixedKey

POINTS = ("enqueue", "send", "merge", "commit", "acknowledge")


class Killer:
    """The `At` that kills this process."""

    def __init__(self, point: str, count: int) -> None:
        self._point = point
        self._left = count

    def __call__(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


def sync(data: Path, point: str, count: int, years: int) -> None:
    """The child."""
    paths = DataPaths(data)
    off = timedelta(days=365 * years)

    def clock() -> datetime:
        return utc_now() + off

    with closing(open_store(paths.database, clock)) as store:
        courses = Courses(PackageLibrary(paths.packages))
        key = FixedKey(os.environ["CONNECT_DESKTOP_KEY"])
        service = SyncService(store, courses, key, timing=RealTiming(), at=Killer(point, count))
        for account in Accounts(store.database.connections, store.tenant_id, clock).all():
            service.run(account, cancelled=lambda: False, progress=lambda _progress: None)


if __name__ == "__main__":
    sync(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
