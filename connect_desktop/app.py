"""The composition root of all that has no window: rooms are wired to each other here, and in `desktop` for windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.library import Library
from connect_desktop.store.database import Database, Store, open_store, utc_now

if TYPE_CHECKING:
    from fastapi import FastAPI

    from connect_desktop.server.http.meeting import Meeting
    from connect_desktop.server.http.peers import Peers
    from connect_desktop.server.settings import ServerSettings
    from connect_desktop.server.upstream import Upstream
    from connect_desktop.server.webhooks.registry import WebhookRegistry
    from connect_desktop.store.access.api_keys import ApiKeys
    from connect_desktop.store.access.tenants import Tenants
    from connect_desktop.store.devices.accounts import Account, Accounts
    from connect_desktop.store.learners import Learners
    from connect_desktop.sync.courses.offers import CourseOffers
    from connect_desktop.sync.courses.server_courses import ServerCourses
    from connect_desktop.sync.credentials import AccountKeys
    from connect_desktop.sync.ports import Syncing
    from connect_desktop.sync.remote import Remote
    from connect_desktop.sync.signing_in import SigningIn


@contextmanager
def open_library(paths: DataPaths) -> Iterator[Library]:
    """The courses and sessions under `paths`; raises `StoreError`."""
    with closing(open_store(paths.database)) as store:
        yield library_of(store, paths)


def library_of(store: Store, paths: DataPaths) -> Library:
    return Library(PackageLibrary(paths.packages), store, samples=paths.cache, clock=utc_now)


class OpenedServer(Struct, frozen=True, kw_only=True):
    """The REST API ready to be served. `first_key` opens everything; it was made just now, None if there was one.
    `epoch` is another one after the database was restored."""

    app: FastAPI
    epoch: str
    first_key: str | None


@contextmanager
def open_server(
    paths: DataPaths,
    settings: ServerSettings | None = None,
    *,
    storage: str = "",
    first_key: bool = True,
    meeting: Meeting | None = None,
    upstream: Upstream | None = None,
) -> Iterator[OpenedServer]:
    """The REST API over what is under `paths`, with a `first_key` where there is none; its packages are under `paths`
    too, or at the address of a `storage`. Other processes that serve the same find it at the `meeting`; an
    `upstream` makes it a hub. Raises `StorageUnusable`, `StorageOutOfReach` and `StoreError`."""
    from connect_desktop.server.app import create_app
    from connect_desktop.store.access.api_keys import Scope
    from connect_desktop.store.access.server_key import open_seal
    from connect_desktop.store.epoch import Epoch, witness_of

    library = packages_of(paths, storage)
    with open_keys(paths) as (keys, tenant_id), closing(Database(paths.database)) as database:
        there_is_one = any(key.scope is Scope.SYSTEM and not key.revoked_at for key in keys.of_tenant(tenant_id))
        made = first_key and not there_is_one
        address = paths.database
        epoch = Epoch(database.connections, witness_of(address) if isinstance(address, Path) else None)
        peers = _peers(database, meeting) if meeting else None
        incoming = paths.packages / "incoming"
        forget = settings is not None and settings.forget_secrets
        seal = open_seal(database.connections, paths.server_key, forget=forget)
        app = create_app(database, library, incoming, seal, settings, epoch=epoch, peers=peers, upstream=upstream)
        yield OpenedServer(
            app=app,
            epoch=app.state.room.epoch,
            first_key=keys.create(tenant_id, "first start", Scope.SYSTEM)[1] if made else None,
        )


def _peers(database: Database, meeting: Meeting) -> Peers:
    from connect_desktop.server.http.peers import Peers
    from connect_desktop.store.whereabouts import Whereabouts

    return Peers(Whereabouts(database.connections, meeting.me, utc_now))


def packages_of(paths: DataPaths, storage: str) -> PackageLibrary:
    """The packages under `paths`, or at the address of a `storage`; raises `StorageUnusable`, `StorageOutOfReach`."""
    if not storage:
        return PackageLibrary(paths.packages)
    from connect_desktop.packages.storage_address import open_storage

    return PackageLibrary(paths.packages, storage=open_storage(storage, paths.cache / "packages"))


@contextmanager
def open_keys(paths: DataPaths) -> Iterator[tuple[ApiKeys, str]]:
    """The keys to the REST API, and the tenant of this machine; raises `StoreError`."""
    from connect_desktop.store.access.api_keys import ApiKeys

    with closing(Database(paths.database)) as database:
        yield ApiKeys(database.connections, utc_now), database.tenant_id


@contextmanager
def open_tenants(paths: DataPaths) -> Iterator[Tenants]:
    """The tenants of the REST API; raises `StoreError`."""
    from connect_desktop.store.access.tenants import Tenants

    with closing(Database(paths.database)) as database:
        yield Tenants(database.connections, utc_now)


class OpenedWebhooks(Struct, frozen=True, kw_only=True):
    """A tenant's webhooks; `deliver` attempts a delivery of this id once and raises `StoreError`."""

    registry: WebhookRegistry
    deliver: Callable[[str], None]


@contextmanager
def open_webhooks(paths: DataPaths, tenant_id: str | None, *, private: bool) -> Iterator[OpenedWebhooks]:
    """The webhooks of a tenant, or of this machine's own; with `private` they may lead to any address.

    Raises `KeyError` for a tenant there is not, and `StoreError`.
    """
    from connect_desktop.server.tenant_stores import TenantStores
    from connect_desktop.server.webhooks.registry import WebhookRegistry
    from connect_desktop.server.webhooks.trial import deliver_once
    from connect_desktop.store.access.server_key import open_seal

    with closing(Database(paths.database)) as database:
        seal = open_seal(database.connections, paths.server_key)
        store = TenantStores(database, utc_now).of(tenant_id or database.tenant_id)
        yield OpenedWebhooks(
            registry=WebhookRegistry(store, seal, utc_now, private=private),
            deliver=lambda delivery_id: deliver_once(store, seal, delivery_id, utc_now, private=private),
        )


def delete_tenant(paths: DataPaths, tenant_id: str, *, force: bool, storage: str = "") -> None:
    """Delete a tenant and all that is its, packages at the address of a `storage` too; raises `StorageUnusable`,
    `StorageOutOfReach` and `StoreError`."""
    from connect_desktop.runtime.tenant_removal import remove_tenant

    with closing(Database(paths.database)) as database:
        remove_tenant(database, packages_of(paths, storage), tenant_id, force=force)


class OpenedAccounts(Struct, frozen=True, kw_only=True):
    """The servers this device syncs with, the way to more of them, their keys, and who learns here."""

    accounts: Accounts
    keys: AccountKeys
    signing_in: SigningIn
    learners: Learners


@contextmanager
def open_accounts(paths: DataPaths) -> Iterator[OpenedAccounts]:
    """The accounts of this machine's own tenant; raises `StoreError`."""
    store = open_store(paths.database)
    with closing(store):
        yield accounts_of(store)


def accounts_of(store: Store) -> OpenedAccounts:
    from connect_desktop.store.devices.accounts import Accounts
    from connect_desktop.sync.credentials import AccountKeys, given_keys
    from connect_desktop.sync.signing_in import SigningIn

    accounts = Accounts(store.database.connections, store.tenant_id, utc_now)
    keys = AccountKeys(given=given_keys(accounts.all()))
    return OpenedAccounts(accounts=accounts, keys=keys, signing_in=SigningIn(accounts, keys), learners=store.learners)


class OpenedSync(Struct, frozen=True, kw_only=True):
    """Exchanges with the servers of these accounts."""

    accounts: OpenedAccounts
    syncing: Syncing


@contextmanager
def open_sync(paths: DataPaths) -> Iterator[OpenedSync]:
    """What is under `paths` and the servers it is synced with; raises `StoreError`."""
    with closing(open_store(paths.database)) as store:
        accounts = accounts_of(store)
        yield OpenedSync(accounts=accounts, syncing=syncing_of(store, paths, accounts))


def syncing_of(store: Store, paths: DataPaths, opened: OpenedAccounts) -> Syncing:
    from connect_desktop.runtime.courses import Courses
    from connect_desktop.sync.service import SyncService

    return SyncService(store, Courses(PackageLibrary(paths.packages)), opened.keys)


class OpenedCourses(Struct, frozen=True, kw_only=True):
    """The courses of this device and of the servers it syncs with, and what these lack."""

    library: Library
    server_courses: ServerCourses
    accounts: Accounts
    offers: CourseOffers


@contextmanager
def open_courses(paths: DataPaths) -> Iterator[OpenedCourses]:
    """Courses and sessions under `paths`, and what its servers offer; raises `StoreError`."""
    with closing(open_store(paths.database)) as store:
        library = library_of(store, paths)
        accounts = accounts_of(store)
        yield OpenedCourses(
            library=library,
            server_courses=server_courses_of(store, library, paths, accounts),
            accounts=accounts.accounts,
            offers=course_offers_of(store, library, paths, accounts),
        )


def course_offers_of(store: Store, library: Library, paths: DataPaths, opened: OpenedAccounts) -> CourseOffers:
    from connect_desktop.sync.courses.offers import CourseOffers

    return CourseOffers(store, library, _connecting(opened), paths.packages / "downloads")


def _connecting(opened: OpenedAccounts) -> Callable[[Account], Remote]:
    def connect(account: Account) -> Remote:
        from connect_desktop.sync.remote import Remote  # httpx is for whoever talks to a server

        return Remote(account, opened.keys)

    return connect


def server_courses_of(store: Store, library: Library, paths: DataPaths, opened: OpenedAccounts) -> ServerCourses:
    from connect_desktop.store.devices.catalog import Catalog
    from connect_desktop.sync.courses.download import Downloads
    from connect_desktop.sync.courses.server_courses import ServerCourses
    from connect_desktop.sync.ports import RealTiming

    connect = _connecting(opened)
    downloads = Downloads(paths.packages / "downloads", library, connect, RealTiming())
    catalog = Catalog(store.database.connections, store.tenant_id, utc_now)
    return ServerCourses(store, opened.accounts, catalog, downloads, connect)
