"""Wires a hub: a server for the devices of a place, kept in step with the server above it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from connect_desktop.app import packages_of
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.courses import Courses
from connect_desktop.runtime.library import Library
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.store.devices.catalog import Catalog
from connect_desktop.store.devices.sync_state import SyncState
from connect_desktop.sync.courses.download import Downloads
from connect_desktop.sync.courses.relay import PackageRelay
from connect_desktop.sync.courses.server_courses import ServerCourses
from connect_desktop.sync.credentials import AccountKeys, key_in_environment
from connect_desktop.sync.errors import KeyMissing
from connect_desktop.sync.ports import RealTiming
from connect_desktop.sync.remote import Remote
from connect_desktop.sync.report import Waiting
from connect_desktop.sync.server_address import server_address
from connect_desktop.sync.service import SyncService
from connect_desktop.sync.upstream import EVERY, Upstream


@contextmanager
def open_upstream(paths: DataPaths, address: str, every: float = EVERY, storage: str = "") -> Iterator[Upstream]:
    """Keeps what is under `paths`, its packages at the address of a `storage` where that is given, in step with the
    server at `address` until the block ends, asking it `every` so many seconds. The key is the environment's, else the
    one that the account for this address has in the keyring. The server may be out of reach now, and for days.

    Raises `AddressInvalid`, `KeyMissing`, `KeyringLocked`, `StorageUnusable`, `StorageOutOfReach` and `StoreError`.
    """
    with closing(open_store(paths.database)) as store:
        accounts = Accounts(store.database.connections, store.tenant_id, utc_now)
        account = _account_at(server_address(address), accounts)
        given = key_in_environment()
        keys = AccountKeys(given={account.id: given} if given else {})
        if keys.key_of(account) is None:
            raise KeyMissing(account.name)
        packages = packages_of(paths, storage)
        library = Library(packages, store, samples=paths.cache, clock=utc_now)
        catalog = Catalog(store.database.connections, store.tenant_id, utc_now)

        def connect(account: Account) -> Remote:
            return Remote(account, keys)

        downloads = Downloads(paths.packages / "downloads", library, connect, RealTiming())
        relay = PackageRelay(
            ServerCourses(store, accounts, catalog, downloads, connect),
            waiting=lambda: _packages_waited_for(store, account),
            offered=lambda: [package for package in catalog.all() if package.account_id == account.id],
            here=lambda package_id: store.packages.get(package_id) is not None,
            folder=paths.packages,
        )
        with Upstream(account, store, SyncService(store, Courses(packages), keys), relay, every=every) as upstream:
            yield upstream


def _account_at(address: str, accounts: Accounts) -> Account:
    return next((account for account in accounts.all() if account.address == address), None) or accounts.add(address)


def _packages_waited_for(store: Store, account: Account) -> list[str]:
    """What sessions from above ran that is not here."""
    state = SyncState(store.tenant_id, account.id, utc_now)
    with store.database.connections.reading() as connection:
        sessions = state.sessions(connection).values()
    return [session.package_id for session in sessions if session.waiting == Waiting.NO_COURSE_HERE]
