"""The one place where a tenant gets a package or is refused one, and where its bytes go when nobody has it any more.

What webhooks are told of packages is told here, in the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from connect_desktop.packages.library import ImportedPackage, PackageLibrary
from connect_desktop.runtime.json_values import timestamp
from connect_desktop.runtime.library import record_of
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Database, Store
from connect_desktop.store.packages import PackageRecords
from connect_desktop.store.records import PackageRecord
from connect_desktop.store.webhooks.outbox import Event

if TYPE_CHECKING:
    from connect_desktop.packages.zip_storage import Backend


def keep_package(
    store: Store, library: PackageLibrary, imported: ImportedPackage, now: datetime, *, within: Connection
) -> tuple[PackageRecord, bool]:
    """The tenant has this package from now on; its record, and whether it had it before.

    Raises `PackageMissing` where another tenant deleted the bytes meanwhile, and what the connection raises.
    """
    library.storage.zip(imported.id).size()
    known = store.packages.within(within, imported.id)
    record = record_of(imported, known.imported_at if known else now, replaces=known.replaces if known else None)
    store.packages.put(record, within)
    document = package_document(record, library.storage.backend)
    store.outbox.add(Event.PACKAGE_PROCESSED, lambda: document, within=within)
    if known:
        store.outbox.add(Event.PACKAGE_UPDATED, lambda: document, within=within)
    return record, known is not None


def replace_package(
    store: Store, library: PackageLibrary, package_id: str, replaces: str | None, *, within: Connection
) -> PackageRecord | None:
    """The package is a new version of that one from now on, which need not be there any more, or of none; None where
    there is no such package. Raises `PackageReplacesItself` and what the connection raises."""
    before = store.packages.within(within, package_id)
    if before is None or before.replaces == replaces:
        return before
    store.packages.replace(package_id, replaces, within)
    record = replace(before, replaces=replaces)
    store.outbox.add(Event.PACKAGE_UPDATED, lambda: package_document(record, library.storage.backend), within=within)
    return record


def tell_failed(
    store: Store,
    upload_id: str,
    error: tuple[str, str],
    findings: Sequence[Mapping[str, object]],
    *,
    within: Connection,
) -> None:
    """What was sent did not become a package; raises what the connection raises."""
    code, message = error
    document = {"upload_id": upload_id, "error": {"code": code, "message": message}, "findings": list(findings)}
    store.outbox.add(Event.PACKAGE_FAILED, lambda: document, within=within)


def forget_bytes(database: Database, library: PackageLibrary, package_id: str) -> None:
    """Delete a package's bytes if no tenant has it. No tenant can get it meanwhile, for that is a writing too.

    Raises `LibraryUnwritable`, `StorageOutOfReach` and `StoreError`.
    """
    records = PackageRecords(database.connections, database.tenant_id)
    with database.connections.writing() as connection:
        if not records.is_anybodys(package_id, connection):
            library.remove(package_id)


def package_document(record: PackageRecord, backend: Backend) -> dict[str, object]:
    """The package as the REST API gives it."""
    return {
        "id": record.id,
        "title": record.title,
        "edition": record.edition,
        "content_type": "scorm",
        "storage_backend": backend,
        "content_hash": record.content_hash,
        "size": record.size,
        "replaces": record.replaces,
        "created_at": timestamp(record.imported_at),
    }
