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
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.errors import KeyringLocked, SyncCancelled

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

PATIENCE = 20.0
"""How long a keyring may take to answer, in seconds: long enough to type the password it may ask for."""

_ASKS_FOR = 300.0

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
    or it did not take the key. `LOCKED`: the keyring does not say, for it is locked or does not answer."""

    SYSTEM = "system"
    MEMORY = "memory"
    LOCKED = "locked"


def system_keyring() -> KeyringBackend | None:
    """The system's keyring; None where there is none, or one that would keep keys in a plain file."""
    import keyring  # takes a while, and only who has an account needs it
    from keyring.backends.fail import Keyring as NoKeyring

    found = keyring.get_keyring()
    if isinstance(found, NoKeyring):
        # One that has come up since - after login, some do - is found only by looking anew.
        with suppress(KeyError):  # where nobody has looked yet
            keyring.backend.get_all_keyring.reset()
        keyring.core.init_backend()
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
        self._lock = threading.Lock()
        self._asking: dict[str, _Call[str | None]] = {}

    def key_of(self, account: Account) -> str | None:
        """The account's key, None where there is none. May take long. Raises `KeyringLocked` where the keyring does not
        say, and `SyncCancelled` once this is closed.

        Who asks while it is being asked for already waits for the same answer: a keyring that asks for its password
        asks once.
        """
        if account.id in self._memory:
            return self._memory[account.id]
        with self._lock:
            asking = self._asking.get(account.id)
            if asking is None or asking.is_over:
                asking = self._asking[account.id] = self._ask(
                    lambda ring: None if ring is None else ring.get_password(_service(account), account.id)
                )
        try:
            return self._answer(asking)
        except _SilentError:
            raise (SyncCancelled() if self._closed.is_set() else KeyringLocked(account.name)) from None

    def keep(self, account: Account, key: str) -> Kept:
        """Keep the account's key from now on; `SYSTEM` or `MEMORY`. May take long."""

        def put(ring: KeyringBackend | None) -> bool:
            if ring is None:
                return False
            ring.set_password(_service(account), account.id, key)
            return True

        with suppress(_SilentError):
            if self._answer(self._ask(put)):
                self._memory.pop(account.id, None)
                return Kept.SYSTEM
        self._memory[account.id] = key
        return Kept.MEMORY

    def forget(self, account: Account) -> bool:
        """The account's key is to be nowhere any more; False where it may still be in the keyring, which is locked or
        does not answer. May take long."""
        self._memory.pop(account.id, None)

        def take_away(ring: KeyringBackend | None) -> bool:
            if ring is not None and ring.get_password(_service(account), account.id) is not None:
                ring.delete_password(_service(account), account.id)
            return True

        try:
            return self._answer(self._ask(take_away))
        except _SilentError:
            return False

    def place_of(self, account: Account) -> Kept | None:
        """Where the account's key is; None where there is none. May take long."""
        if account.id in self._memory:
            return Kept.MEMORY
        try:
            return None if self.key_of(account) is None else Kept.SYSTEM
        except (KeyringLocked, SyncCancelled):
            return Kept.LOCKED

    def close(self) -> None:
        """Whoever waits for the keyring waits no more."""
        self._closed.set()

    def _ask(self, question: Callable[[KeyringBackend | None], T]) -> _Call[T]:
        call = _Call(lambda: question(self._keyring()))
        # Not from a pool: a call that hangs must keep neither the next one nor the program's end waiting.
        threading.Thread(target=call.run, name="keyring", daemon=True).start()
        return call

    def _answer(self, call: _Call[T]) -> T:
        """What the keyring says; raises `_SilentError`."""
        until = time.monotonic() + self._patience
        while not call.ended.wait(_SLICE):
            if self._closed.is_set() or time.monotonic() > until:
                _log.warning("the keyring did not answer")
                raise _SilentError
        return call.answer()


class _SilentError(Exception):
    """The keyring failed, is locked, or did not answer in time."""


class _Call(Generic[T]):
    """One call to a keyring, on a thread that nobody has to wait for."""

    def __init__(self, ask: Callable[[], T]) -> None:
        self._ask = ask
        self._answers: list[T] = []
        self._began = time.monotonic()
        self.ended = threading.Event()

    @property
    def is_over(self) -> bool:
        """Whether it ended, or will never: a keyring that died while it asked for its password says nothing more."""
        return self.ended.is_set() or time.monotonic() - self._began > _ASKS_FOR

    def run(self) -> None:
        try:
            self._answers.append(self._ask())
        except Exception as error:  # whatever a keyring of another program raises
            # Its words are not logged: nobody knows what they hold.
            _log.warning("the keyring failed: %s", type(error).__name__)
        finally:
            self.ended.set()

    def answer(self) -> T:
        """What was said; raises `_SilentError` where it failed."""
        if not self._answers:
            raise _SilentError
        return self._answers[0]


def _service(account: Account) -> str:
    return _SERVICE.format(address=account.address)
