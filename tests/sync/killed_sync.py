"""Two real devices and a real server whose processes are killed: what is lost, and whether all comes into step."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.launching import Launching
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.sync.credentials import KEY_VARIABLE
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import PACKAGE, PROGRAM, RunningServer, add_package, running_server
from tests.store_for_tests import ROOT
from tests.sync.world.playing import FOR_CREDIT, WRITES, Playing
from tests.sync.world.seen import Seen, SeenLaunch, furthest, look

SERVER = "server"
LEARNER = "ada"
_YEARS = (-30, 0, 0, 30)
_ROUNDS = 2


@dataclass
class KilledSync:
    """What goes on in `folder`. `asked` is who asks whom; `promised` are the launches that were played: the server is
    to have them in the end."""

    folder: Path
    chance: random.Random
    asked: Mapping[str, str] = field(default_factory=lambda: {"a": SERVER, "b": SERVER})
    keys: dict[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    promised: dict[str, list[SeenLaunch]] = field(default_factory=dict)

    @property
    def devices(self) -> list[str]:
        """Those that nobody asks."""
        return [name for name in self.asked if name not in self.asked.values()]

    def set_up(self) -> None:
        """Put the course everywhere and say where servers will be."""
        course = build_zip(self.folder / "course.zip", course_files(2))
        for name in {*self.asked, *self.asked.values()}:
            add_package(self.folder / name, course)
        for name in dict.fromkeys(self.asked.values()):
            with closing(socket.create_server(("127.0.0.1", 0))) as free:
                self.ports[name] = free.getsockname()[1]
        for name in self.devices:
            with closing(open_store(DataPaths(self.folder / name).database)) as store:
                store.learners.known_as(LEARNER)
                accounts = Accounts(store.database.connections, store.tenant_id, utc_now)
                accounts.add(self.address_of(self.asked[name]), "school")

    def address_of(self, server: str) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.ports[server]}"

    @contextmanager
    def serving(
        self, name: str = SERVER, options: Sequence[str] = (), program: Sequence[str] = PROGRAM
    ) -> Iterator[RunningServer]:
        """One of those that are asked, with what it needs where it asks another."""
        chosen = ["--port", str(self.ports[name]), *options]
        environment = self._environment(name) if name in self.asked else None
        with running_server(self.folder / name, self.keys.get(name, ""), chosen, program, environment) as server:
            self.keys[name] = server.key
            yield server

    def play(self, name: str) -> None:
        """A launch on this device, whose clock is wrong."""
        off = timedelta(days=365 * self.chance.choice(_YEARS))

        def clock() -> datetime:
            return utc_now() + off

        paths = DataPaths(self.folder / name)
        with closing(open_store(paths.database, clock)) as store:
            course = PackageLibrary(paths.packages).course(PACKAGE)
            learner = store.learners.known_as(LEARNER)
            anew = self.chance.random() < 0.1
            _, running = Launching(store, clock=clock).open(course, PACKAGE, learner, FOR_CREDIT, anew=anew)
            playing = Playing(running, course.edition.is_2004)
            playing.begin()
            for _ in range(self.chance.randrange(1, 4)):
                playing.write(*((self.chance.choice(WRITES), self.chance.randrange(400_000)) for _ in range(3)))
                playing.go_on(suspend=True)
            playing.close()
        for launch in look(database_of(self.folder / name)).launches.values():
            self.promised[launch.origin] = furthest([*self.promised.get(launch.origin, []), launch])

    def killed_at(self, point: str, most: int) -> int:
        """Both devices sync, and each is killed at the point, sooner or later; how many were."""
        clients = [self._start(it, point, self.chance.randint(1, most)) for it in self.devices]
        return sum(client.wait(60) == -signal.SIGKILL for client in clients)

    def server_killed(self, server: RunningServer) -> None:
        """Both devices sync, and the server is killed meanwhile."""
        clients = [self._start(it, "", 1) for it in self.devices]
        delay = self.chance.uniform(0, 1.5)
        with suppress(subprocess.TimeoutExpired):
            clients[0].wait(delay)
        server.process.kill()
        server.process.wait(20)
        for client in clients:
            client.wait(60)

    def back_up(self) -> None:
        """A copy of the server's database, while nobody serves it."""
        shutil.copyfile(database_of(self.folder / SERVER), self.folder / "backup.db")

    def put_back(self) -> None:
        database = database_of(self.folder / SERVER)
        for log in ("-wal", "-shm"):
            database.with_name(database.name + log).unlink(missing_ok=True)
        shutil.copyfile(self.folder / "backup.db", database)

    def wrong_now(self) -> list[str]:
        """What somebody says that whom it asks holds, and it does not."""
        held = {name: self._seen(name) for name in dict.fromkeys(self.asked.values())}
        return [
            f"{name} says that the {there} holds {launch_id} in {rev}"
            for name, there in self.asked.items()
            for (_, launch_id), rev in self._seen(name).receipts.items()
            if held[there].held_in(launch_id) < rev
        ]

    def wrong_in_the_end(self) -> list[str]:
        """Sync as the command line does, so that each device has heard of what the other had, and name what is not in
        step."""
        for _ in range(_ROUNDS):
            for name in self.devices:
                self._sync(name)
        return self.not_in_step()

    def not_in_step(self) -> list[str]:
        """What the server lacks, has twice or has of nobody, and where others have something else."""
        server = self._seen(SERVER)
        promised = [launch for launches in self.promised.values() for launch in launches]
        wrong = [f"lost: {launch}" for launch in promised if not server.holds(launch)]
        wrong += [f"made up: {it}" for it in server.launches.values() if it.origin not in self.promised]
        wrong += [f"time of {it.id}: {it.time}" for it in server.sessions.values() if it.time != server.time_of(it.id)]
        for name in self.asked:
            here = self._seen(name)
            wrong += [f"{name}: {it}" for it in here.sessions.values() if it != server.sessions.get(it.id)]
            wrong += [f"{name} lacks {it}" for it in server.launches.values() if not here.holds(it)]
        return [*wrong, *self.wrong_now()]

    def _seen(self, name: str) -> Seen:
        return look(database_of(self.folder / name))

    def _sync(self, name: str) -> None:
        command = [sys.executable, "-m", "connect_desktop", "sync", "--once", "--data-dir", str(self.folder / name)]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment(name), capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _start(self, name: str, point: str, count: int) -> subprocess.Popen[bytes]:
        years = str(self.chance.choice(_YEARS))
        command = [sys.executable, "-m", "tests.sync.sync_killed_at", str(self.folder / name), point, str(count), years]
        return subprocess.Popen(command, cwd=ROOT, env=self._environment(name))

    def _environment(self, name: str) -> dict[str, str]:
        return {**os.environ, KEY_VARIABLE: self.keys[self.asked[name]]}


def database_of(data: Path) -> Path:
    """The file that holds what a data folder has."""
    address = DataPaths(data).database
    assert isinstance(address, Path)
    return address


def most_passes(point: str) -> int:
    """By a point of this name an exchange comes so many times: once for each batch or page, more often to keep it."""
    return 4 if point == "commit" else 1


def kills_at(killed: KilledSync, point: str, kills: int) -> tuple[int, list[str]]:
    """Kill devices at the point at least so many times, if that can be; how many were, and what was wrong then."""
    done, wrong = 0, list[str]()
    for _ in range(3 * kills):
        if done >= kills:
            break
        for name in killed.devices:
            killed.play(name)
        done += killed.killed_at(point, most_passes(point))
        wrong += killed.wrong_now()
    return done, wrong
