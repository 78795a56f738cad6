"""Taking in a file from another device: launches into sessions here, or a receipt for what was sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from connect_desktop.errors import ConnectError
from connect_desktop.packages.errors import PackageError
from connect_desktop.packages.library import ImportedPackage, PackageLibrary
from connect_desktop.runtime.package_keeping import forget_bytes, keep_package
from connect_desktop.runtime.taking_in import take_in
from connect_desktop.store.collisions import COLLISIONS, kept
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.trusted_devices import TrustedDevices
from connect_desktop.store.epoch import Epoch
from connect_desktop.store.errors import StoreError
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.travel.launch_payload import InvalidLaunch
from connect_desktop.store.travel.sent_launch import journal_of
from connect_desktop.sync.outbox_file.contents import (
    CarriedReceipt,
    CarriedSession,
    Kind,
    Manifest,
    receipt_of,
    session_of,
)
from connect_desktop.sync.outbox_file.device_key import DeviceKey
from connect_desktop.sync.outbox_file.errors import DeviceUnknown, OutboxFileUnreadable, ReceiptOutdated
from connect_desktop.sync.outbox_file.fingerprint import fingerprint
from connect_desktop.sync.outbox_file.signed_file import Bounds, SignedFile, reading, writing
from connect_desktop.sync.ports import Courses

T = TypeVar("T")


class LeftOut(Struct, frozen=True):
    """A session that was not taken in, and why: a slug and a sentence."""

    session_id: str
    title: str
    code: str
    message: str


class Imported(Struct, kw_only=True):
    """What a file brought. `launches` counts those that are held now, `changed` the sessions that came to something
    else by them; `receipts` are to be given back. Of a receipt, `acknowledged` counts the launches it names."""

    kind: Kind
    device: str
    words: str
    sessions: int = 0
    launches: int = 0
    acknowledged: int = 0
    courses: int = 0
    changed: set[str] = field(default_factory=set)
    left_out: list[LeftOut] = field(default_factory=list)
    receipts: dict[str, CarriedReceipt] = field(default_factory=dict)


class _Refused(ConnectError):
    """A session that cannot be taken in as it is."""

    def __init__(self, code: str, template: str, /, **values: object) -> None:
        super().__init__(template, **values)
        self.reason = code


class Importing:
    """Imports into one store; `scratch` is a folder for what is passing."""

    def __init__(
        self,
        store: Store,
        packages: PackageLibrary,
        courses: Courses,
        accounts: Sequence[Account],
        key: DeviceKey,
        device: str,
        scratch: Path,
        clock: Callable[[], datetime],
        bounds: Bounds | None = None,
    ) -> None:
        self._store = store
        self._packages = packages
        self._courses = courses
        self._accounts = accounts
        self._key = key
        self._device = device
        self._scratch = scratch
        self._clock = clock
        self._bounds = bounds or Bounds()
        self._trusted = TrustedDevices(store.tenant_id, clock)

    def take_in(self, source: Path, *, trust: bool = False, receipt: Path | None = None) -> Imported:
        """Take the file in, all of it in one transaction, and write a receipt for it to the file `receipt`. A session
        that cannot be taken in is left out and has no receipt; the others are. With `trust` the device that signed the
        file is trusted from now on.

        Raises `DeviceUnknown` and the other kinds of `OutboxFileError`, with nothing changed, and `StoreError`.
        """
        with reading(source, self._scratch, self._bounds) as file:
            self._require_trust(file, trust)
            brought = self._bring_packages(file) if file.manifest.kind is Kind.OUTBOX else []
            try:
                imported = kept(lambda: self._keep(file, brought))
            except BaseException:
                self._put_back(brought)
                raise
            manifest = file.manifest
        if imported.kind is Kind.OUTBOX and receipt is not None:
            self._give_receipt(receipt, manifest, imported)
        return imported

    def _require_trust(self, file: SignedFile, trust: bool) -> None:
        if trust or file.signer == self._key.public_key:
            return
        with self._store.database.connections.reading() as connection:
            known = self._trusted.trusts(connection, file.signer)
        if not known:
            raise DeviceUnknown(file.name, file.signer, file.manifest.device, fingerprint(file.signer))

    def _keep(self, file: SignedFile, brought: Sequence[ImportedPackage]) -> Imported:
        manifest = file.manifest
        imported = Imported(kind=manifest.kind, device=manifest.device, words=fingerprint(file.signer))
        with self._store.database.connections.writing() as connection:
            if file.signer != self._key.public_key:
                self._trusted.trust(connection, file.signer, manifest.device)
            for package in brought:
                keep_package(self._store, self._packages, package, self._clock(), within=connection)
            imported.courses = len(brought)
            if manifest.kind is Kind.OUTBOX:
                self._keep_launches(connection, file, imported)
            else:
                self._keep_receipts(connection, file, imported)
        return imported

    def _keep_launches(self, connection: Connection, file: SignedFile, imported: Imported) -> None:
        for document in file.documents():
            carried = _read(file.name, session_of, document)
            connection.execute("SAVEPOINT carried")
            try:
                self._keep_session(connection, carried, imported)
            except COLLISIONS:
                raise
            except ConnectError as error:
                if isinstance(error, StoreError) and not isinstance(error, InvalidLaunch):
                    raise
                connection.execute("ROLLBACK TO SAVEPOINT carried")
                code = error.reason if isinstance(error, _Refused) else error.code
                imported.left_out.append(LeftOut(carried.session_id, carried.title, code, str(error)))
            connection.execute("RELEASE SAVEPOINT carried")

    def _keep_session(self, connection: Connection, carried: CarriedSession, imported: Imported) -> None:
        package = self._store.packages.within(connection, carried.package_id)
        if package is None:
            raise _Refused(
                "no-course-here",
                "The course “{title}” is not here; import it, then this file again.",
                title=carried.title,
            )
        sent = journal_of(carried.journal)
        course = self._courses.of(package)
        session = self._session(connection, carried)
        written = take_in(
            connection,
            self._store,
            session.id,
            sent,
            course,
            package_hash=package.content_hash,
            version=session.version,
        )
        document = json.loads(written.answer.body)
        receipts = {launch_id: (rev, sha256) for launch_id, (rev, sha256) in document["receipt"].items()}
        before = imported.receipts.get(session.id)
        imported.launches += len(receipts)
        imported.sessions += before is None
        if document["version"] != session.version:
            imported.changed.add(session.id)
        imported.receipts[session.id] = CarriedReceipt(
            session_id=session.id,
            receipts={**(before.receipts if before else {}), **receipts},
        )

    def _session(self, connection: Connection, carried: CarriedSession) -> SessionRecord:
        """The session here, which stays whose it is; begun where there was none."""
        store = self._store
        found = store.sessions.within(connection, carried.session_id)
        if found is None:
            learner = store.learners.known_as(self._learner_of(carried.user_id), carried.learner, within=connection)
            return store.sessions.create(carried.session_id, learner.id, carried.package_id, within=connection)
        if found.package_id != carried.package_id:
            raise _Refused("session-taken", "The session “{id}” is in another course here.", id=found.id)
        return found

    def _learner_of(self, user_id: str) -> str:
        """The learner whom an account links to this user id; anybody else is known by that id itself."""
        links = (link for account in self._accounts for link in account.links.items())
        return next((learner_id for learner_id, linked in links if linked == user_id), user_id)

    def _keep_receipts(self, connection: Connection, file: SignedFile, imported: Imported) -> None:
        manifest = file.manifest
        if file.signer == self._key.public_key:
            return  # what it holds itself, it says to others
        if not self._trusted.enter(connection, file.signer, manifest.epoch, manifest.made_at):
            raise ReceiptOutdated(manifest.device)
        for document in file.documents():
            carried = _read(file.name, receipt_of, document)
            ours = {it.id for it in self._store.launches.of_session_within(connection, carried.session_id)}
            receipts = {launch_id: it for launch_id, it in carried.receipts.items() if launch_id in ours}
            self._trusted.acknowledge(connection, file.signer, carried.session_id, receipts)
            imported.sessions += bool(receipts)
            imported.acknowledged += len(receipts)

    def _give_receipt(self, destination: Path, answered: Manifest, imported: Imported) -> None:
        with self._store.database.connections.reading() as connection:
            epoch = Epoch(self._store.database.connections).within(connection)
        manifest = Manifest(
            kind=Kind.RECEIPT,
            id=self._store.launches.new_id(),
            device=self._device,
            made_at=self._clock(),
            answers=answered.id,
            epoch=epoch,
        )
        with writing(destination, self._key, manifest, self._bounds) as writer:
            for receipt in imported.receipts.values():
                writer.document(receipt.as_json())

    def _bring_packages(self, file: SignedFile) -> list[ImportedPackage]:
        """The packages that came along and are not here; raises `PackageError`, with none of them brought."""
        here = {package.content_hash for package in self._store.packages.all()}
        brought: list[ImportedPackage] = []
        try:
            for content_hash in set(file.packages()) - here:
                brought.append(self._bring(file, content_hash))  # noqa: PERF401 - those before are put back
        except BaseException:
            self._put_back(brought)
            raise
        return brought

    def _bring(self, file: SignedFile, content_hash: str) -> ImportedPackage:
        digest = hashlib.sha256()
        with self._packages.receiving() as arriving:
            for block in file.blocks_of(content_hash):
                digest.update(block)
                arriving.write(block)
            if digest.hexdigest() != content_hash:
                raise OutboxFileUnreadable(file.name, "a course in it is not the one it is said to be")
            return self._packages.admit(arriving.file, content_hash)

    def _put_back(self, brought: Sequence[ImportedPackage]) -> None:
        for package in brought:
            with suppress(PackageError, StoreError):
                forget_bytes(self._store.database, self._packages, package.id)


def _read(name: str, read: Callable[[object], T], document: object) -> T:
    try:
        return read(document)
    except ValueError as error:
        raise OutboxFileUnreadable(name, str(error)) from None
