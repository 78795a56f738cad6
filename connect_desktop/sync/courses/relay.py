"""Courses that pass through a hub: what its devices lack and the server above offers is fetched, within bounds."""

from __future__ import annotations

import logging
import re
import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Protocol

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.library import TakenIn
from connect_desktop.store.devices.catalog import CatalogPackage
from connect_desktop.sync.courses.package_part import Progress
from connect_desktop.sync.errors import SyncCancelled
from connect_desktop.sync.ports import Cancelled

_PACKAGE = re.compile(r"pkg_[a-z2-7]{32}")
_MOST_WANTED = 500
_KEPT_FREE = 2 << 30

_log = logging.getLogger(__name__)


class Offering(Protocol):
    """Where courses come from; `sync.server_courses.ServerCourses` is one."""

    def look(self, cancelled: Cancelled) -> Sequence[object]:
        """Ask what is offered now."""

    def download(self, package_id: str, progress: Progress, cancelled: Cancelled) -> TakenIn:
        """Raises `SyncError`, `PackageError` and `StoreError`."""


class PackageRelay:
    """What was asked for here and is not here. `waiting` are the packages that sessions from above wait for, `offered`
    what the server above said to have, `here` whether a package is here; `folder` is on the disk that takes packages.
    Any thread may call."""

    def __init__(
        self,
        offering: Offering,
        *,
        waiting: Callable[[], Iterable[str]],
        offered: Callable[[], Iterable[CatalogPackage]],
        here: Callable[[str], bool],
        folder: Path,
    ) -> None:
        self._offering = offering
        self._waiting = waiting
        self._offered = offered
        self._here = here
        self._folder = folder
        self._lock = Lock()
        self._asked_for: OrderedDict[str, None] = OrderedDict()

    def lacked(self, package_id: str) -> bool:
        """A device asked for this package, which is not here; whether that is news. Of very many the first are
        forgotten: whoever needs one asks again."""
        if not _PACKAGE.fullmatch(package_id):
            return False
        with self._lock:
            is_new = package_id not in self._asked_for
            self._asked_for[package_id] = None
            self._asked_for.move_to_end(package_id)
            while len(self._asked_for) > _MOST_WANTED:
                self._asked_for.popitem(last=False)
        return is_new

    def fetch(self, cancelled: Cancelled) -> int:
        """Fetch what is wanted and offered, and has room; how many packages came. What cannot be had now is tried the
        next time. Raises `SyncCancelled` and `StoreError`."""
        wanted = self._wanted()
        if not wanted:
            return 0
        self._offering.look(cancelled)
        sizes = {it.package_id: it.size for it in self._offered() if it.gone_at is None}
        return sum(self._fetch(it, sizes[it], cancelled) for it in wanted if it in sizes)

    def _wanted(self) -> list[str]:
        with self._lock:
            asked_for = list(self._asked_for)
        wanted = dict.fromkeys((*asked_for, *self._waiting()))
        missing = [package_id for package_id in wanted if not self._here(package_id)]
        with self._lock:
            for package_id in asked_for:
                if package_id not in missing:
                    self._asked_for.pop(package_id, None)
        return missing

    def _fetch(self, package_id: str, size: int, cancelled: Cancelled) -> bool:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self._folder).free - size < _KEPT_FREE:
                _log.warning("there is no room for the course %s of %d bytes", package_id, size)
                return False
            self._offering.download(package_id, lambda _done, _total: None, cancelled)
        except SyncCancelled:
            raise
        except (ConnectError, OSError) as error:
            _log.warning("the course %s does not come: %s", package_id, error)
            return False
        return True
