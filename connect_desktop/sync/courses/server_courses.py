"""The courses of the servers this device syncs with: what there is, fetching it, and whether it can be had again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.library import TakenIn, newest_sessions
from connect_desktop.store.database import Store
from connect_desktop.store.devices.account_sessions import AccountSessions
from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.store.devices.catalog import Catalog, CatalogPackage
from connect_desktop.sync.courses.catalog import CatalogCourse, courses_of, listing
from connect_desktop.sync.courses.download import Downloads
from connect_desktop.sync.courses.package_part import Progress
from connect_desktop.sync.errors import CourseNotOffered, SyncCancelled, SyncError
from connect_desktop.sync.ports import Cancelled

if TYPE_CHECKING:
    from connect_desktop.sync.remote import Remote


class CourseServer(Struct, frozen=True, kw_only=True):
    """A server of this device; `listed_at` is when it last told what it offers, None if it never did."""

    account_id: str
    name: str
    listed_at: datetime | None


class CatalogView(Struct, frozen=True, kw_only=True):
    """What there is for one learner, with the servers it is from; no servers, and only what is here is there."""

    servers: tuple[CourseServer, ...]
    courses: tuple[CatalogCourse, ...]


class Unheard(Struct, frozen=True):
    """A server that did not tell what it offers, and why; what it offered before still stands."""

    account_id: str
    error: ConnectError


class ServerCourses:
    """Any thread may call; every method may touch the disk and raises `StoreError`. `connect` gives a connection to an
    account's server, for the caller to close."""

    def __init__(
        self,
        store: Store,
        accounts: Accounts,
        catalog: Catalog,
        downloads: Downloads,
        connect: Callable[[Account], Remote],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._catalog = catalog
        self._downloads = downloads
        self._connect = connect
        self._told = AccountSessions(store.database.connections, store.tenant_id)

    def view(self, learner_id: str) -> CatalogView:
        """What there is for the learner, as last heard; asks nobody."""
        accounts = self._accounts.all()
        offered = self._catalog.all() if accounts else ()
        listed = self._catalog.listed_at() if accounts else {}
        return CatalogView(
            servers=tuple(CourseServer(account_id=it.id, name=it.name, listed_at=listed.get(it.id)) for it in accounts),
            courses=courses_of(
                self._store.packages.all(),
                offered,
                sessions=newest_sessions(self._store.sessions.all(learner_id=learner_id)),
                told=self._told.of_learner(learner_id, accounts),
                received={it.content_hash: self._downloads.received(it.content_hash) for it in offered},
                learner_id=learner_id,
            ),
        )

    def look(self, cancelled: Cancelled) -> Sequence[Unheard]:
        """Ask every server what it offers now; those that did not tell. Raises `SyncCancelled`."""
        unheard = []
        for account in self._accounts.all():
            try:
                with self._connect(account) as remote:
                    offered = listing(remote, account.id, cancelled)
            except SyncCancelled:
                raise
            except SyncError as error:
                unheard.append(Unheard(account.id, error))
            else:
                self._catalog.put(account.id, offered)
        return unheard

    def download(self, package_id: str, progress: Progress, cancelled: Cancelled) -> TakenIn:
        """Fetch the course from a server that offers it, from the next one where one cannot give it. Raises as
        `Downloads.fetch`."""
        sources = self._sources(package_id)
        if not sources:
            raise CourseNotOffered(package_id)
        for account, package in sources[:-1]:
            try:
                return self._downloads.fetch(account, package, progress, cancelled)
            except SyncCancelled:
                raise
            except SyncError:
                continue
        account, package = sources[-1]
        return self._downloads.fetch(account, package, progress, cancelled)

    def forget_part(self, package_id: str) -> None:
        """Delete what has come of a course that is not to be downloaded after all."""
        for package in self._catalog.all():
            if package.package_id == package_id:
                self._downloads.forget(package.content_hash)

    def source_of(self, package_id: str) -> str | None:
        """The name of the server from which the course can be had again, None where there is none."""
        sources = self._sources(package_id)
        return sources[0][0].name if sources else None

    def sweep(self) -> None:
        """Delete what came of courses that nobody has gone on with for long."""
        self._downloads.sweep()

    def _sources(self, package_id: str) -> list[tuple[Account, CatalogPackage]]:
        accounts = {account.id: account for account in self._accounts.all()}
        return [
            (accounts[package.account_id], package)
            for package in self._catalog.all()
            if package.package_id == package_id and package.gone_at is None and package.account_id in accounts
        ]
