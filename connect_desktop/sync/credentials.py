"""Keys of accounts: in the keyring of the system, or in memory where it has none. Never in a file of ours, a log or a
repr.

A keyring belongs to another program. It may ask its user for a password, hang, or break at any call, so it is asked on
a thread of its own and only waited for so long.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from connect_desktop.store.devices.accounts import Account

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

PATIENCE = 20.0
"""How long a keyring may take to answer, in seconds: long enough to type the password it may ask for."""

KEY_VARIABLE = "CONNECT_DESKTOP_KEY"
"""The environment variable with the key of the only account, or of one that is being added."""

_SERVICE = "connect-desktop {address}"
_SLICE = 0.05
# keyring's own line between what it recommends and what writes plain files or nothing at all.
_RECOMMENDED = 1

_log = logging.getLogger(__name__)

T = TypeVar("T")


def key_in_environment() -> str | None:
    """The key that this process was given by its environment."""
    return os.environ.get(KEY_VARIABLE, "").strip() or None


def given_keys(accounts: Sequence[Account]) -> dict[str, str]:
    """The key in the environment as the only account's; nobody says which of several it is for, and none may see
    another's."""
    key = key_in_environment()
    return {accounts[0].id: key} if key and len(accounts) == 1 else {}


class Kept(StrEnum):
    """Where a key is. `SYSTEM`: in the system's keyring. `MEMORY`: here until the program ends, for there is no keyring
    or it did not take the key."""

    SYSTEM = "system"
    MEMORY = "memory"


def system_keyring() -> KeyringBackend | None:
    """The system's keyring; None where there is none, or one that would keep keys in a plain file."""
    import keyring  # takes a while, and only who has an account needs it

    found = keyring.get_keyring()
    return found if found.priority >= _RECOMMENDED else None


class AccountKeys:
    """`sync.ports.Credentials` over a keyring. Any thread may call; what may take up to `patience` seconds says so.

    `given` are keys by account id that came with the program's start and end with it.
    """

    def __init__(
        self,
        keyring: Callable[[], KeyringBackend | None] = system_keyring,
        *,
        given: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._keyring = keyring
        self._patience = patience
        self._memory = dict(given or {})
        self._closed = threading.Event()

    def key_of(self, account: Account) -> str | None:
        """The account's key, None where there is none, or none that can be had now. May take long."""
        if account.id in self._memory:
            return self._memory[account.id]
        return self._ask(lambda ring: ring.get_password(_service(account), account.id), None)

    def keep(self, account: Account, key: str) -> Kept:
        """Keep the account's key from now on. May take long."""

        def put(ring: KeyringBackend) -> bool:
            ring.set_password(_service(account), account.id, key)
            return True

        if self._ask(put, False):
            self._memory.pop(account.id, None)
            return Kept.SYSTEM
        self._memory[account.id] = key
        return Kept.MEMORY

    def forget(self, account: Account) -> None:
        """The account's key is to be nowhere any more. May take long."""
        self._memory.pop(account.id, None)

        def take_away(ring: KeyringBackend) -> None:
            if ring.get_password(_service(account), account.id) is not None:
                ring.delete_password(_service(account), account.id)

        self._ask(take_away, None)

    def place_of(self, account: Account) -> Kept | None:
        """Where the account's key is; None where there is none that can be had. May take long."""
        if account.id in self._memory:
            return Kept.MEMORY
        return None if self.key_of(account) is None else Kept.SYSTEM

    def remembers(self) -> bool:
        """Whether there is a keyring, so that keys are still there after the next start. May take long."""
        return self._ask(lambda _ring: True, False)

    def close(self) -> None:
        """Whoever waits for the keyring waits no more."""
        self._closed.set()

    def _ask(self, question: Callable[[KeyringBackend], T], otherwise: T) -> T:
        """The keyring's answer; `otherwise` where there is no keyring, or no answer in time."""

        def ask() -> T:
            ring = self._keyring()
            return otherwise if ring is None else question(ring)

        call = _Call(ask, otherwise)
        # Not from a pool: a call that hangs must keep neither the next one nor the program's end waiting.
        threading.Thread(target=call.run, name="keyring", daemon=True).start()
        until = time.monotonic() + self._patience
        while not call.ended.wait(_SLICE):
            if self._closed.is_set() or time.monotonic() > until:
                _log.warning("the keyring did not answer")
                return otherwise
        return call.answer


class _Call(Generic[T]):
    """One call to a keyring, on a thread that nobody has to wait for."""

    def __init__(self, ask: Callable[[], T], otherwise: T) -> None:
        self._ask = ask
        self.answer = otherwise
        self.ended = threading.Event()

    def run(self) -> None:
        try:
            self.answer = self._ask()
        except Exception as error:  # whatever a keyring of another program raises
            # Its words are not logged: nobody knows what they hold.
            _log.warning("the keyring failed: %s", type(error).__name__)
        finally:
            self.ended.set()


def _service(account: Account) -> str:
    return _SERVICE.format(address=account.address)
