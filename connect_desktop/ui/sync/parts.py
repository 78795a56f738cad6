"""What exchanges are made with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.sync.credentials import AccountKeys
from connect_desktop.sync.ports import Cancelled, Syncing
from connect_desktop.sync.signing_in import SigningIn

if TYPE_CHECKING:
    from connect_desktop.sync.courses.offers import WantedCourse
    from connect_desktop.ui.sync.servers_nearby import Browse


class Offers(Protocol):
    """The courses that servers lack; `sync.courses.offers.CourseOffers` is one. Either method may block."""

    def wanted(self, account: Account) -> Sequence[WantedCourse]:
        """Raises `StoreError`."""

    def give(
        self, account: Account, package_id: str, progress: Callable[[int, int], None], cancelled: Cancelled
    ) -> None:
        """Raises `SyncError`, `PackageError` and `StoreError`."""


class SyncParts(Struct, frozen=True, kw_only=True):
    """`browse` finds servers on the network, and `offers` knows the courses that servers lack, where that is wanted."""

    accounts: Accounts
    keys: AccountKeys
    signing_in: SigningIn
    service: Syncing
    browse: Browse | None = None
    offers: Offers | None = None
