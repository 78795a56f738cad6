"""Writing what was learnt here to a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from connect_desktop.packages.errors import PackageError
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.trusted_devices import TrustedDevices
from connect_desktop.store.records import Learner, PackageKind, PackageRecord, SessionRecord
from connect_desktop.store.travel.launch_exchange import HeldLaunch, LaunchExchange
from connect_desktop.store.travel.launch_join import Receipt, covers
from connect_desktop.sync.outbox_file.contents import LONGEST_TEXT, CarriedSession, Kind, Manifest
from connect_desktop.sync.outbox_file.device_key import DeviceKey
from connect_desktop.sync.outbox_file.errors import NothingToExport
from connect_desktop.sync.outbox_file.signed_file import Bounds, SignedFileWriter, writing

_MUCH = 8 << 20
"""Roughly how many bytes of launches stand in one document."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What to write: the launches of these learners, None for everybody's; with `unsent` only what no device gave a
    receipt for; with `courses` the packages too."""

    learners: Collection[str] | None = None
    unsent: bool = False
    courses: bool = False


class Exported(Struct, frozen=True, kw_only=True):
    """What was written; `left_out` are the titles of courses that could not come along."""

    file_id: str
    learners: int
    sessions: int
    launches: int
    courses: int
    left_out: tuple[str, ...]


class Exporting:
    """Exports from one store. `accounts` say by which user id others know a learner; the first one that does counts."""

    def __init__(
        self,
        store: Store,
        packages: PackageLibrary,
        accounts: Sequence[Account],
        key: DeviceKey,
        device: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._packages = packages
        self._accounts = accounts
        self._key = key
        self._device = device
        self._clock = clock
        self._exchange = LaunchExchange(store.tenant_id, store.launches)
        self._trusted = TrustedDevices(store.tenant_id, clock)

    def export(self, destination: Path, wanted: Wanted) -> Exported:
        """Write the file; raises `NothingToExport`, `OutboxFileUnwritable`, `OutboxFileTooLarge` and `StoreError`."""
        manifest = Manifest(
            kind=Kind.OUTBOX, id=self._store.launches.new_id(), device=self._device, made_at=self._clock()
        )
        learners: set[str] = set()
        sessions = launches = 0
        packages: dict[str, PackageRecord] = {}
        with writing(destination, self._key, manifest, Bounds()) as writer:
            for learner in self._store.learners.all():
                if wanted.learners is not None and learner.id not in wanted.learners:
                    continue
                for session in self._store.sessions.all(learner_id=learner.id):
                    package = self._store.packages.get(session.package_id)
                    count = self._write(writer, learner, session, package, unsent=wanted.unsent)
                    if count:
                        learners.add(learner.id)
                        sessions += 1
                        launches += count
                        if package is not None:
                            packages[package.id] = package
            if not launches:
                raise NothingToExport
            left_out = self._write_packages(writer, packages.values()) if wanted.courses else ()
        return Exported(
            file_id=manifest.id,
            learners=len(learners),
            sessions=sessions,
            launches=launches,
            courses=len(packages) - len(left_out) if wanted.courses else 0,
            left_out=left_out,
        )

    def _write(
        self,
        writer: SignedFileWriter,
        learner: Learner,
        session: SessionRecord,
        package: PackageRecord | None,
        *,
        unsent: bool,
    ) -> int:
        """How many launches of the session were written."""
        count = 0
        for journal in self._journals(session.id, unsent=unsent):
            count += len(journal)
            writer.document(
                CarriedSession(
                    session_id=session.id,
                    user_id=self._user_of(learner.id),
                    learner_id=learner.id,
                    learner=learner.name[:LONGEST_TEXT],
                    package_id=session.package_id,
                    package_hash=package.content_hash if package else "",
                    title=package.title[:LONGEST_TEXT] if package else "",
                    journal=journal,
                ).as_json()
            )
        return count

    def _journals(self, session_id: str, *, unsent: bool) -> Iterator[Mapping[str, object]]:
        """The launches to be written, as many at a time as stand in one document."""
        with self._store.database.connections.reading() as connection:
            received = self._trusted.receipts(connection, session_id) if unsent else {}
            journal: dict[str, object] = {}
            size = 0
            for launch in self._held(connection, session_id, received):
                journal[launch.record.id] = launch.as_sent().as_json()
                size += sum(len(entry.value) + len(entry.element) for entry in launch.revision.payload.entries)
                if size > _MUCH:
                    yield journal
                    journal, size = {}, 0
        if journal:
            yield journal

    def _held(
        self, connection: Connection, session_id: str, received: Mapping[str, Mapping[str, Receipt]]
    ) -> Iterator[HeldLaunch]:
        for launch in self._exchange.held(connection, session_id):
            of_launch = (receipts.get(launch.record.id) for receipts in received.values())
            if not any(receipt is not None and covers(receipt, launch.revision) for receipt in of_launch):
                yield launch

    def _user_of(self, learner_id: str) -> str:
        known = (account.links.get(learner_id) for account in self._accounts)
        return next((user_id for user_id in known if user_id is not None), learner_id)

    def _write_packages(self, writer: SignedFileWriter, packages: Collection[PackageRecord]) -> tuple[str, ...]:
        """The titles of those that are not written: authors' folders, and what cannot be read."""
        left_out: list[str] = []
        for package in packages:
            try:
                if package.kind is not PackageKind.ZIP:
                    raise ValueError(package.kind)
                source = self._packages.storage.zip(package.id)
                size = source.size()
            except (PackageError, ValueError):
                left_out.append(package.title)
                continue
            with writer.package(package.content_hash) as target:
                for block in source.blocks(0, size):
                    target.write(block)
        return tuple(left_out)
