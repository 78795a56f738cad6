"""A real hub between devices and a real server, killed again and again: what it took goes up, once."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.courses import Courses
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.sync.service import SyncService
from tests.server_for_tests import PROGRAM, DidNotListen, RunningServer
from tests.sync.killed_sync import SERVER, KilledSync
from tests.sync_for_tests import FixedKey

HUB = "hub"
_PATIENCE = 30.0


class KilledHub(KilledSync):
    """Two devices ask the hub, a third one asks the server above it: so the hub has to push and to pull."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        super().__init__(folder, chance, {"a": HUB, "b": HUB, "c": SERVER, HUB: SERVER})

    def hub(self, *program: str) -> AbstractContextManager[RunningServer]:
        """The hub, while the server is there."""
        options = ["--upstream", self.address_of(SERVER), "--upstream-every", "1"]
        return self.serving(HUB, options, program or PROGRAM)

    def hub_killed_at(self, point: str) -> bool:
        """There is something for the hub to push and to pull, and it is killed at this point of its exchange, maybe
        before it listens; whether it came by there."""
        try:
            with self.hub("tests.sync.hub_killed_at", point, "1") as hub:
                self._play_and_sync()
                with suppress(subprocess.TimeoutExpired):
                    return hub.process.wait(_PATIENCE) == -signal.SIGKILL
        except DidNotListen as died:
            # Something was left over from its last life.
            return died.status == -signal.SIGKILL
        return False

    def hub_killed(self) -> None:
        """The hub is killed at any moment after its devices came."""
        with self.hub() as hub:
            self._play_and_sync()
            with suppress(subprocess.TimeoutExpired):
                hub.process.wait(self.chance.uniform(0, 1))
            hub.process.kill()
            hub.process.wait(20)

    def wrong_in_the_end(self) -> list[str]:
        """What is not in step however often everybody syncs; nobody knows when a hub looks up."""
        deadline = time.monotonic() + _PATIENCE
        with self.hub():
            while (wrong := self._wrong_after_a_round()) and time.monotonic() < deadline:
                pass
        return wrong

    def _wrong_after_a_round(self) -> list[str]:
        for name in self.devices:
            self._sync(name)
        return self.not_in_step()

    def _play_and_sync(self) -> None:
        for name in self.devices:
            self.play(name)
        # The server has news before the hub has.
        for name in reversed(self.devices):
            self._sync(name)

    def _sync(self, name: str) -> None:
        """Within this process: the hub's is the one that dies."""
        paths = DataPaths(self.folder / name)
        with closing(open_store(paths.database)) as store:
            key = FixedKey(self.keys[self.asked[name]])
            service = SyncService(store, Courses(PackageLibrary(paths.packages)), key)
            for account in Accounts(store.database.connections, store.tenant_id, utc_now).all():
                service.run(account, cancelled=lambda: False, progress=lambda _progress: None)
