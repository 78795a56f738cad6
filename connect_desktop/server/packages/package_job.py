"""The work on a package that came in several requests: look, hash, store, tell. It runs in a thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event as Flag

from connect_desktop.errors import ConnectError
from connect_desktop.packages.errors import ImportCancelled, PackageMissing, PackageRefused, UploadBusy, UploadDamaged
from connect_desktop.packages.incoming import IncomingFile
from connect_desktop.packages.intake import hash_of
from connect_desktop.packages.library import ImportedPackage, PackageLibrary
from connect_desktop.packages.partial_files import PartialFiles
from connect_desktop.runtime.package_keeping import keep_package, tell_failed
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Clock, Store
from connect_desktop.store.errors import StoreError
from connect_desktop.store.package_uploads import PackageJob, PackageUpload, PackageUploads

# Hashing is most of what is measured; storing comes after it and cannot be.
_HASHED = 0.9
_TELL_EVERY = 0.5

Write = Callable[[Callable[[], None]], None]
"""Does what writes to the database where that is done."""


class PackageWork:
    """Does the jobs of one tenant. `stopping` is set when the server wants to end: a job is then left for later."""

    def __init__(
        self, store: Store, library: PackageLibrary, partials: PartialFiles, write: Write, stopping: Flag, clock: Clock
    ) -> None:
        self._store = store
        self._library = library
        self._partials = partials
        self._write = write
        self._stopping = stopping
        self._clock = clock
        self._uploads = PackageUploads(store.database.connections, store.tenant_id, clock)

    def do(self, job_id: str) -> None:
        """Take a job up, from wherever it was left, and bring it to its end. Does nothing to one that is over, that
        another process has in its hands, or whose upload may be on another machine. Raises `StoreError`."""
        job = self._uploads.job(job_id)
        if job is None or job.is_over:
            return
        upload = self._uploads.upload(job.upload_id)
        try:
            imported = self._import(job, upload)
        except (ImportCancelled, UploadBusy):
            return
        except PackageRefused as refusal:
            self._fail(job, refusal, [finding.as_json() for finding in refusal.findings])
            self._partials.discard(job.upload_id)
        except UploadDamaged as error:
            self._fail(job, error)
            self._partials.discard(job.upload_id)
        except StoreError:
            raise
        except ConnectError as error:
            # What has come stays until it expires: the disk or the network may be well again.
            self._fail(job, error)
        else:
            if imported is not None:
                self._succeed(job, imported)
                self._partials.discard(job.upload_id)

    def _import(self, job: PackageJob, upload: PackageUpload | None) -> ImportedPackage | None:
        """The package; None where its upload may still be elsewhere."""
        if self._partials.has(job.upload_id):
            with self._partials.open(job.upload_id) as file:
                return self._admit(job, upload, file)
        if job.content_hash is not None:
            with suppress(PackageMissing):
                return self._library.stored(job.content_hash)
        if upload is None or upload.expires_at <= self._clock():
            raise UploadDamaged
        return None

    def _admit(self, job: PackageJob, upload: PackageUpload | None, file: IncomingFile) -> ImportedPackage:
        self._library.require_playable(file.path)
        told = time.monotonic()
        self._write(lambda: self._uploads.advance(job.id, 0.0))

        def progress(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told >= _TELL_EVERY:
                told = time.monotonic()
                self._write(lambda: self._uploads.advance(job.id, _HASHED * done / max(1, total)))

        content_hash = hash_of(file.path, progress=progress, cancelled=self._stopping.is_set)
        if upload is not None and upload.sha256 not in (None, content_hash):
            raise UploadDamaged
        # From here on the job can be ended by what is stored, though what was sent is gone.
        self._write(lambda: self._uploads.advance(job.id, _HASHED, content_hash))
        return self._library.admit(file, content_hash)

    def _succeed(self, job: PackageJob, imported: ImportedPackage) -> None:
        findings = [finding.as_json() for finding in imported.findings]

        def conclude(connection: Connection) -> None:
            if self._uploads.succeed(job.id, imported.id, findings, connection):
                keep_package(self._store, self._library, imported, self._clock(), within=connection)

        try:
            self._conclude(conclude)
        except PackageMissing as error:
            self._fail(job, error)

    def _fail(self, job: PackageJob, error: ConnectError, findings: list[dict[str, object]] | None = None) -> None:
        said = (error.code, str(error))

        def conclude(connection: Connection) -> None:
            if self._uploads.fail(job.id, said, findings or [], connection):
                tell_failed(self._store, job.upload_id, said, findings or [], within=connection)

        self._conclude(conclude)

    def _conclude(self, change: Callable[[Connection], None]) -> None:
        def in_one_transaction() -> None:
            with self._store.database.connections.writing() as connection:
                change(connection)

        self._write(in_one_transaction)
