"""The composition root: the only place where rooms are wired to each other.

Qt is imported where a window is wanted, so that the commands without one start at once.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.library import Library
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.cam.course import Edition
from connect_desktop.store.database import Database, Store, open_store, utc_now

if TYPE_CHECKING:
    from fastapi import FastAPI
    from PySide6.QtWidgets import QApplication

    from connect_desktop.discovery.service import Service
    from connect_desktop.library_desk import LibraryDesk
    from connect_desktop.outbox import OpenedOutbox
    from connect_desktop.player.probe import WebEngineAbilities
    from connect_desktop.runtime.session_document import SessionDocument
    from connect_desktop.runtime.sharing_key import SharingKey
    from connect_desktop.server.http.meeting import Meeting
    from connect_desktop.server.http.peers import Peers
    from connect_desktop.server.settings import ServerSettings
    from connect_desktop.server.upstream import Upstream
    from connect_desktop.server.webhooks.registry import WebhookRegistry
    from connect_desktop.store.access.api_keys import ApiKeys
    from connect_desktop.store.access.tenants import Tenants
    from connect_desktop.store.devices.accounts import Account, Accounts
    from connect_desktop.store.learners import Learners
    from connect_desktop.sync.course_offers import CourseOffers
    from connect_desktop.sync.credentials import AccountKeys
    from connect_desktop.sync.ports import Syncing
    from connect_desktop.sync.remote import Remote
    from connect_desktop.sync.server_courses import ServerCourses
    from connect_desktop.sync.signing_in import SigningIn
    from connect_desktop.ui.preferences import Preferences
    from connect_desktop.ui.sharing import Sharing
    from connect_desktop.ui.sync.exchanges import Exchanges

SAMPLES = {"sample": Edition.SCORM_2004_4TH, "sample-1.2": Edition.SCORM_12}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayRequest:
    """What `play` was asked for. `target` is a path, an imported course's id, or a name in `SAMPLES`; `learner` a name
    or id, None for the first one. With a `script` its steps are played and its screenshots go to `screenshots`."""

    target: str
    learner: str | None
    options: LaunchOptions
    script: Path | None
    screenshots: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of it: the session as the REST API gives it; a script's screenshots and what its `eval`s found."""

    session: SessionDocument
    screenshots: tuple[Path, ...] = ()
    values: tuple[Any, ...] = ()


@contextmanager
def open_library(paths: DataPaths) -> Iterator[Library]:
    """The courses and sessions under `paths`; raises `StoreError`."""
    with closing(open_store(paths.database)) as store:
        yield _library_of(store, paths)


def _library_of(store: Store, paths: DataPaths) -> Library:
    launching = Launching(store, clock=utc_now)
    return Library(PackageLibrary(paths.packages), store, launching, samples=paths.cache, clock=utc_now)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedServer:
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
    from connect_desktop.store.devices.whereabouts import Whereabouts

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedWebhooks:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAccounts:
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
        yield _accounts_of(store)


def _accounts_of(store: Store) -> OpenedAccounts:
    from connect_desktop.store.devices.accounts import Accounts
    from connect_desktop.sync.credentials import AccountKeys, given_keys
    from connect_desktop.sync.signing_in import SigningIn

    accounts = Accounts(store.database.connections, store.tenant_id, utc_now)
    keys = AccountKeys(given=given_keys(accounts.all()))
    return OpenedAccounts(accounts=accounts, keys=keys, signing_in=SigningIn(accounts, keys), learners=store.learners)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSync:
    """Exchanges with the servers of these accounts."""

    accounts: OpenedAccounts
    syncing: Syncing


@contextmanager
def open_sync(paths: DataPaths) -> Iterator[OpenedSync]:
    """What is under `paths` and the servers it is synced with; raises `StoreError`."""
    with closing(open_store(paths.database)) as store:
        accounts = _accounts_of(store)
        yield OpenedSync(accounts=accounts, syncing=_syncing(store, paths, accounts))


def _syncing(store: Store, paths: DataPaths, opened: OpenedAccounts) -> Syncing:
    from connect_desktop.server.courses import Courses
    from connect_desktop.sync.service import SyncService

    return SyncService(store, Courses(PackageLibrary(paths.packages)), opened.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCourses:
    """The courses of this device and of the servers it syncs with, and what these lack."""

    library: Library
    server_courses: ServerCourses
    accounts: Accounts
    offers: CourseOffers


@contextmanager
def open_courses(paths: DataPaths) -> Iterator[OpenedCourses]:
    """Courses and sessions under `paths`, and what its servers offer; raises `StoreError`."""
    with closing(open_store(paths.database)) as store:
        library = _library_of(store, paths)
        accounts = _accounts_of(store)
        yield OpenedCourses(
            library=library,
            server_courses=_server_courses(store, library, paths, accounts),
            accounts=accounts.accounts,
            offers=_course_offers(store, library, paths, accounts),
        )


def _course_offers(store: Store, library: Library, paths: DataPaths, opened: OpenedAccounts) -> CourseOffers:
    from connect_desktop.sync.course_offers import CourseOffers

    return CourseOffers(store, library, _connecting(opened), paths.packages / "downloads")


def _connecting(opened: OpenedAccounts) -> Callable[[Account], Remote]:
    def connect(account: Account) -> Remote:
        from connect_desktop.sync.remote import Remote  # httpx is for whoever talks to a server

        return Remote(account, opened.keys)

    return connect


def _server_courses(store: Store, library: Library, paths: DataPaths, opened: OpenedAccounts) -> ServerCourses:
    from connect_desktop.store.devices.catalog import Catalog
    from connect_desktop.sync.download import Downloads
    from connect_desktop.sync.ports import RealTiming
    from connect_desktop.sync.server_courses import ServerCourses

    connect = _connecting(opened)
    downloads = Downloads(paths.packages / "downloads", library, connect, RealTiming())
    catalog = Catalog(store.database.connections, store.tenant_id, utc_now)
    return ServerCourses(store, opened.accounts, catalog, downloads, connect)


def open_library_window(paths: DataPaths) -> int:
    """The application as most people see it; returns the exit code when its last window is closed."""
    from connect_desktop.desktop import create_application

    application = create_application()
    with open_desk(application, paths) as desk:
        desk.window.show()
        code: int = application.exec()
    return code


@contextmanager
def open_desk(application: QApplication, paths: DataPaths) -> Iterator[LibraryDesk]:
    """The library window over what is under `paths`, not shown yet, with all that is done from there; raises
    `StoreError`."""
    from connect_desktop.desktop import Players
    from connect_desktop.library_desk import LibraryDesk
    from connect_desktop.ui.sync.carried_files import CarriedFiles

    preferences = _dress(application, paths)
    with closing(open_store(paths.database)) as store:
        players = Players(application, paths)
        sharing = _sharing(paths)
        opened, library = _accounts_of(store), _library_of(store, paths)
        exchanges = _exchanges(store, library, paths, opened)
        servers = _server_courses(store, library, paths, opened)
        desk = LibraryDesk(library, players, preferences, sharing, exchanges, servers)
        CarriedFiles(desk.window, partial(_outbox, paths))
        try:
            yield desk
        finally:
            desk.dispose()
            exchanges.dispose()
            sharing.dispose()
            players.dispose()


def _outbox(paths: DataPaths) -> AbstractContextManager[OpenedOutbox]:
    from connect_desktop.outbox import open_outbox  # most people have a network

    return open_outbox(paths)


def _exchanges(store: Store, library: Library, paths: DataPaths, opened: OpenedAccounts) -> Exchanges:
    """Exchanges with the servers of this device's accounts."""
    from connect_desktop.ui.sync.exchanges import Exchanges, SyncParts

    return Exchanges(
        SyncParts(
            accounts=opened.accounts,
            keys=opened.keys,
            signing_in=opened.signing_in,
            service=_syncing(store, paths, opened),
            browse=_browse,
            offers=_course_offers(store, library, paths, opened),
        )
    )


def _browse(heard: Callable[[tuple[Service, ...]], None]) -> AbstractContextManager[object]:
    from connect_desktop.discovery.browsing import Browser  # nobody is looked for before a dialog is open

    return Browser(heard)


def _sharing(paths: DataPaths) -> Sharing:
    """The library on the network, served by this very program."""
    from connect_desktop.ui.sharing import Sharing

    def command(port: int) -> list[str]:
        program = [sys.executable, "-m", "connect_desktop", "serve", "--supervised", "--json"]
        where = ["--host", "0.0.0.0", "--port", str(port), "--announce", socket.gethostname()]  # noqa: S104
        return [*program, "--data-dir", str(paths.root), *where]

    def first_key() -> str | None:
        with _sharing_key(paths) as key:
            return key.first()

    def new_key() -> str:
        with _sharing_key(paths) as key:
            return key.renew()

    return Sharing(command, first_key, new_key)


@contextmanager
def _sharing_key(paths: DataPaths) -> Iterator[SharingKey]:
    from connect_desktop.runtime.sharing_key import SharingKey

    with open_keys(paths) as (keys, tenant_id):
        yield SharingKey(keys, tenant_id)


def play_course(paths: DataPaths, request: PlayRequest, progress: Callable[[int, int], None]) -> Played:
    """Play one course in its window until that is closed; raises `ConnectError`."""
    from connect_desktop.desktop import Players, create_application
    from connect_desktop.player.engine import start_engine
    from connect_desktop.player.profile import ContentRights

    application = create_application(watched=request.script is None)
    with open_library(paths) as library:
        steps = _steps(request.script)
        package_id = _package_id(library, request.target, progress)
        learner = library.learner(request.learner)
        players = Players(application, paths)
        try:
            with ThreadPoolExecutor(max_workers=1) as reading:
                opening = reading.submit(library.open, package_id, learner, request.options)
                start_engine()
                preferences = _dress(application, paths)
                opened = opening.result()
            rights = ContentRights(network=preferences.may_use_network(learner.id))
            window = players.open(opened, learner, rights)
            if steps is None:
                application.exec()
                screenshots: tuple[Path, ...] = ()
                values: tuple[Any, ...] = ()
            else:
                from connect_desktop.scripted import play_steps

                performance = play_steps(window, steps, request.screenshots)
                screenshots, values = performance.screenshots, performance.values
        finally:
            players.dispose()
        return Played(session=library.session_document(opened.session.id), screenshots=screenshots, values=values)


def _steps(script: Path | None) -> list[dict[str, str]] | None:
    if script is None:
        return None
    from connect_desktop.scripted import read_steps

    return read_steps(script)


def probe_this_machine() -> WebEngineAbilities:
    """What the web engine can do here."""
    from connect_desktop.desktop import create_application
    from connect_desktop.player.probe import probe_web_engine

    application = create_application(watched=False)
    abilities = probe_web_engine()
    application.processEvents()
    return abilities


def _dress(application: QApplication, paths: DataPaths) -> Preferences:
    """Give the windows to come their language and their look."""
    from connect_desktop.look.theme import apply_theme
    from connect_desktop.look.translation import install_translation
    from connect_desktop.ui.preferences import Preferences

    preferences = Preferences(paths.settings)
    install_translation(application)
    apply_theme(application, preferences.scheme)
    return preferences


def _package_id(library: Library, target: str, progress: Callable[[int, int], None]) -> str:
    edition = SAMPLES.get(target)
    source = library.sample_course(edition) if edition else Path(target).expanduser()
    if source.exists():
        return library.take_in(source, progress, lambda: False).package.id
    return library.package(target).id
