"""Accounts are made, given other keys, and given up; every key is tried on its server before it is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from msgspec import Struct

from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.sync.credentials import AccountKeys, Kept
from connect_desktop.sync.errors import (
    KeyUnknown,
    NobodyThere,
    NoServerThere,
    NoSuchPage,
    NotThere,
    ServerOutOfReach,
    SignInNeeded,
    Unacceptable,
)
from connect_desktop.sync.server_address import server_address

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_NOTHING = b'{"pushes": []}'
_NEVER = datetime.min.replace(tzinfo=UTC)


class SignedIn(Struct, frozen=True, kw_only=True):
    """An account whose key opens its server; `kept` is where the key is."""

    account: Account
    kept: Kept


class _TheKey:
    """Credentials for one question."""

    def __init__(self, key: str) -> None:
        self._key = key

    def key_of(self, _account: Account) -> str | None:
        return self._key


def is_encrypted(address: str) -> bool:
    """Whether nobody on the way to the server can read along; nobody is on the way to this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in _LOOPBACK


class SigningIn:
    """Every method may take long. Raises `SyncError` for what is wrong with an address, a key or the way there, and
    `StoreError`."""

    def __init__(self, accounts: Accounts, keys: AccountKeys) -> None:
        self._accounts = accounts
        self._keys = keys

    def check(self, address: str, key: str) -> str:
        """The server's address as it is kept, where the key may write there."""
        found = server_address(address)
        self._try(found, key)
        return found

    def sign_in(self, address: str, key: str, name: str = "") -> SignedIn:
        """Check, and keep what was checked."""
        return self.keep(self.check(address, key), key, name)

    def keep(self, found: str, key: str, name: str = "") -> SignedIn:
        """Make an account of what `check` found; where there is one with this address it has the new key, and the name
        if one is given."""
        known = next((account for account in self._accounts.all() if account.address == found), None)
        if known is not None and name.strip():
            self._accounts.rename(known.id, name.strip())
        account = known or self._accounts.add(found, name)
        account = self._accounts.get(account.id) or account
        return SignedIn(account=account, kept=self._keys.keep(account, key.strip()))

    def remove(self, account: Account) -> bool:
        """Give the account up, and its key with it; False where the keyring may have it still. Nothing else goes,
        neither here nor there."""
        is_forgotten = self._keys.forget(account)
        self._accounts.remove(account.id)
        return is_forgotten

    def _try(self, address: str, key: str) -> None:
        from connect_desktop.sync.remote import Remote  # httpx is for whoever talks to a server

        key = key.strip()
        asked = Account(id="", address=address, name=address.partition("://")[2], created_at=_NEVER)
        # No other key would travel in a header.
        if not key.isascii() or not key.isprintable() or " " in key or not key:
            raise KeyUnknown(asked.name)
        with Remote(asked, _TheKey(key)) as remote:
            try:
                if remote.health() is not None:
                    # Writing nothing takes the same scope as writing something.
                    remote.push(_NOTHING, 0)
                else:
                    remote.get("/sessions", {"limit": "1"})
            except ServerOutOfReach:
                raise NobodyThere(asked.name) from None
            except SignInNeeded:
                raise KeyUnknown(asked.name) from None
            except (NotThere, NoSuchPage, Unacceptable):
                raise NoServerThere(asked.name) from None
