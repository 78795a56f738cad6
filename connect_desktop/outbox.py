"""Wires the files that travel between devices: the store, the courses, and the key by which this device signs."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import Struct

from connect_desktop.app import packages_of
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.courses import Courses
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.store.devices.trusted_devices import TrustedDevice, TrustedDevices
from connect_desktop.store.learners import Learners
from connect_desktop.sync.outbox_file.device_key import device_key
from connect_desktop.sync.outbox_file.exporting import Exported, Exporting, Wanted
from connect_desktop.sync.outbox_file.fingerprint import fingerprint
from connect_desktop.sync.outbox_file.importing import Imported, Importing


class OpenedOutbox(Struct, frozen=True, kw_only=True):
    """What can be carried to other devices and from them. `device` is this one's name, `words` what it is told by."""

    device: str
    words: str
    learners: Learners
    _store: Store
    _exporting: Exporting
    _importing: Importing

    def export(self, destination: Path, wanted: Wanted | None = None) -> Exported:
        """Write a signed file, of everything unless told otherwise; raises `OutboxFileError` and `StoreError`."""
        return self._exporting.export(destination, wanted or Wanted())

    def take_in(self, source: Path, *, trust: bool = False, receipt: Path | None = None) -> Imported:
        """Take in what another device wrote, and write a receipt for it; raises `OutboxFileError`, `PackageError` and
        `StoreError`."""
        return self._importing.take_in(source, trust=trust, receipt=receipt)

    def trusted(self) -> tuple[TrustedDevice, ...]:
        """The devices whose files are taken in; raises `StoreError`."""
        with self._store.database.connections.reading() as connection:
            return self._trusted_devices().all(connection)

    def forget(self, words: str) -> bool:
        """Trust the device with these words, or this key, no more; whether there was one. Raises `StoreError`."""
        devices = self._trusted_devices()
        with self._store.database.connections.writing() as connection:
            for device in devices.all(connection):
                if words.split() in (fingerprint(device.public_key).split(), [device.public_key]):
                    return devices.forget(connection, device.public_key)
        return False

    def _trusted_devices(self) -> TrustedDevices:
        return TrustedDevices(self._store.tenant_id, utc_now)


@contextmanager
def open_outbox(paths: DataPaths, storage: str = "") -> Iterator[OpenedOutbox]:
    """The outbox of what is under `paths`, its packages at the address of a `storage` where that is given; raises
    `OutboxFileUnwritable`, `StorageUnusable`, `StorageOutOfReach` and `StoreError`."""
    key, device = device_key(paths.device_key), socket.gethostname()
    with closing(open_store(paths.database)) as store:
        packages = packages_of(paths, storage)
        accounts = Accounts(store.database.connections, store.tenant_id, utc_now).all()
        courses = Courses(packages)
        yield OpenedOutbox(
            device=device,
            words=fingerprint(key.public_key),
            learners=store.learners,
            _store=store,
            _exporting=Exporting(store, packages, accounts, key, device, utc_now),
            _importing=Importing(store, packages, courses, accounts, key, device, paths.cache, utc_now),
        )
