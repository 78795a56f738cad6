"""Devices that carry what they learnt as files."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.session_record import save_record
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.store.devices.trusted_devices import TrustedDevices
from connect_desktop.store.records import EntryKind
from connect_desktop.store.travel.launch_exchange import LaunchExchange
from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.sync.outbox_file.device_key import DeviceKey, device_key
from connect_desktop.sync.outbox_file.exporting import Exported, Exporting, Wanted
from connect_desktop.sync.outbox_file.importing import Imported, Importing
from connect_desktop.sync.outbox_file.seal import seal, unsigned
from connect_desktop.sync.outbox_file.signed_file import Bounds
from tests.server_for_tests import PACKAGE, add_package
from tests.store_for_tests import SteppingClock
from tests.sync_for_tests import ITEM, CoursesOnDisk


@dataclass(frozen=True, kw_only=True)
class CarryingDevice:
    """A device with its data in `data`; `bounds` are those of the files it takes."""

    name: str
    data: Path
    store: Store
    clock: SteppingClock
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def key(self) -> DeviceKey:
        return device_key(DataPaths(self.data).device_key)

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.store.database.connections, self.store.tenant_id, self.clock)

    def play(self, session_id: str, learner: str, *writes: tuple[str, str], end: bool = True) -> str:
        """A launch of the learner's session that writes this; its id."""
        self.store.learners.known_as(learner)
        self.store.sessions.create(session_id, learner, PACKAGE)
        launch_id = self.store.launches.begin(session_id).id
        self.write(launch_id, session_id, (EntryKind.OPENED, "", ""), *((EntryKind.SET, *it) for it in writes), end=end)
        return launch_id

    def write(self, launch_id: str, session_id: str, *rows: tuple[EntryKind, str, str], end: bool = False) -> None:
        """The launch goes on; it is over then, or not."""
        with self.store.database.connections.reading() as connection:
            launch = self.store.launches.within(connection, launch_id)
        assert launch is not None
        with closing(self.store.journal(launch)) as journal:
            for kind, element, value in rows:
                journal.append(kind, ITEM, element, value)
            journal.commit()
        if end:
            self.store.launches.end(launch_id, self.clock())
        package = self.store.packages.get(PACKAGE)
        assert package is not None
        save_record(self.store, session_id, CoursesOnDisk(self.data).of(package))

    def export(self, destination: Path, **wanted: Any) -> Exported:
        return self._exporting().export(destination, Wanted(**wanted))

    def take_in(self, source: Path, *, trust: bool = True, receipt: Path | None = None) -> Imported:
        packages = PackageLibrary(DataPaths(self.data).packages)
        importing = Importing(
            self.store,
            packages,
            CoursesOnDisk(self.data),
            self.accounts.all(),
            self.key,
            self.name,
            self.data / "cache",
            self.clock,
            self.bounds,
        )
        return importing.take_in(source, trust=trust, receipt=receipt)

    def journals(self) -> dict[str, dict[str, Any]]:
        """Every launch of every session as it would travel."""
        exchange = LaunchExchange(self.store.tenant_id, self.store.launches)
        with self.store.database.connections.reading() as connection:
            return {
                session.id: {it.record.id: it.as_sent().as_json() for it in exchange.held(connection, session.id)}
                for session in self.store.sessions.all()
            }

    def records(self) -> dict[str, tuple[str, str, str, int]]:
        """Whose each session is and what it came to."""
        return {it.id: (it.learner_id, it.completion, it.success, it.total_time) for it in self.store.sessions.all()}

    def receipts(self, session_id: str) -> dict[str, dict[str, Receipt]]:
        with self.store.database.connections.reading() as connection:
            return TrustedDevices(self.store.tenant_id, self.clock).receipts(connection, session_id)

    def _exporting(self) -> Exporting:
        packages = PackageLibrary(DataPaths(self.data).packages)
        return Exporting(self.store, packages, self.accounts.all(), self.key, self.name, self.clock)


@contextmanager
def carrying_device(
    folder: Path, name: str, course: Path | None, bounds: Bounds | None = None
) -> Iterator[CarryingDevice]:
    """A device that has the course, unless there is none."""
    data, clock = folder / name, SteppingClock()
    data.mkdir(parents=True)
    if course is not None:
        add_package(data, course)
    with closing(open_store(DataPaths(data).database, clock)) as store:
        yield CarryingDevice(name=name, data=data, store=store, clock=clock, bounds=bounds or Bounds())


def forged(path: Path, key: DeviceKey, members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A file with a right signature and whatever in it."""
    with path.open("w+b") as file:
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.comment = unsigned(key)
            for name, content in members.items():
                archive.writestr(name, content)
        seal(file, key)
    return path


def manifest(**changed: object) -> bytes:
    """A manifest of kind outbox, but for what is changed."""
    members = {
        "format": "connect-desktop-outbox",
        "version": 1,
        "kind": "outbox",
        "id": "file-1",
        "device": "tablet",
        "made_at": "2026-05-04T08:30:00.000000+00:00",
        "answers": "",
        "epoch": "",
    }
    return json.dumps({**members, **changed}).encode()
