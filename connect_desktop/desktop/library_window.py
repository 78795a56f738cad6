"""The library window, wired to all that is done from there."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from connect_desktop.app import (
    OpenedAccounts,
    accounts_of,
    course_offers_of,
    library_of,
    open_keys,
    server_courses_of,
    syncing_of,
)
from connect_desktop.desktop.application import create_application, dress
from connect_desktop.desktop.library_desk import LibraryDesk
from connect_desktop.desktop.players import Players
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.library import Library
from connect_desktop.runtime.sharing_key import SharingKey
from connect_desktop.store.database import Store, open_store
from connect_desktop.ui.preferences import Preferences
from connect_desktop.ui.sharing import Sharing
from connect_desktop.ui.sync.carried_files import CarriedFiles
from connect_desktop.ui.sync.exchanges import Exchanges
from connect_desktop.ui.sync.parts import SyncParts

if TYPE_CHECKING:
    from connect_desktop.discovery.service import Service
    from connect_desktop.outbox import OpenedOutbox


def open_library_window(paths: DataPaths) -> int:
    """The application as most people see it; returns the exit code when its last window is closed."""
    application = create_application()
    with open_desk(application, paths) as desk:
        desk.window.show()
        code: int = application.exec()
    return code


@contextmanager
def open_desk(application: QApplication, paths: DataPaths) -> Iterator[LibraryDesk]:
    """The library window over what is under `paths`, not shown yet, with all that is done from there; raises
    `StoreError`."""
    preferences = Preferences(paths.settings)
    dress(application, preferences)
    with closing(open_store(paths.database)) as store:
        players = Players(application, paths)
        sharing = _sharing(paths)
        opened, library = accounts_of(store), library_of(store, paths)
        exchanges = _exchanges(store, library, paths, opened)
        servers = server_courses_of(store, library, paths, opened)
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
    return Exchanges(
        SyncParts(
            accounts=opened.accounts,
            keys=opened.keys,
            signing_in=opened.signing_in,
            service=syncing_of(store, paths, opened),
            browse=_browse,
            offers=course_offers_of(store, library, paths, opened),
        )
    )


def _browse(heard: Callable[[tuple[Service, ...]], None]) -> AbstractContextManager[object]:
    from connect_desktop.discovery.browsing import Browser  # nobody is looked for before a dialog is open

    return Browser(heard)


def _sharing(paths: DataPaths) -> Sharing:
    """The library on the network, served by this very program."""

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
    with open_keys(paths) as (keys, tenant_id):
        yield SharingKey(keys, tenant_id)
