"""Keys are where nobody reads them, and a keyring that fails or hangs stops nobody."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked as RingLocked

from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.credentials import AccountKeys, Kept, system_keyring
from connect_desktop.sync.errors import KeyringLocked, SyncCancelled

KEY = "ck_live_something-nobody-else-may-see"


def an_account(number: int = 1, address: str = "https://connect.example.com") -> Account:
    return Account(id=f"acc_{number}", address=address, name="Example", created_at=datetime(2026, 5, 4, tzinfo=UTC))


class Ring(KeyringBackend):
    """A keyring that is a dictionary, for as long as the test runs."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class LockedRing(Ring):
    """Nobody gave it its password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RingLocked(KEY)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RingLocked(password)


class HangingRing(Ring):
    """Waits for somebody who never comes."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.let_go = threading.Event()
        self.times = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.times += 1
        self.asked.set()
        self.let_go.wait()
        return KEY

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked.set()
        self.let_go.wait()


def test_a_key_is_kept_by_the_system_and_found_again() -> None:
    ring = Ring()
    assert AccountKeys(lambda: ring).keep(an_account(), KEY) is Kept.SYSTEM
    assert ring.held == {("connect-desktop https://connect.example.com", "acc_1"): KEY}
    again = AccountKeys(lambda: ring)
    assert again.key_of(an_account()) == KEY
    assert again.place_of(an_account()) is Kept.SYSTEM
    assert again.key_of(an_account(2)) is None
    again.forget(an_account())
    again.forget(an_account(2))
    assert not ring.held


def test_without_a_keyring_a_key_is_there_until_the_program_ends() -> None:
    keys = AccountKeys(lambda: None)
    assert keys.place_of(an_account()) is None
    assert keys.keep(an_account(), KEY) is Kept.MEMORY
    assert keys.key_of(an_account()) == KEY
    assert keys.place_of(an_account()) is Kept.MEMORY
    assert AccountKeys(lambda: None).key_of(an_account()) is None
    keys.forget(an_account())
    assert keys.key_of(an_account()) is None


def test_a_locked_keyring_is_none_and_nothing_is_said_of_the_key(caplog: pytest.LogCaptureFixture) -> None:
    keys = AccountKeys(LockedRing)
    with pytest.raises(KeyringLocked) as said:
        keys.key_of(an_account())
    assert "unlock it" in str(said.value)
    assert keys.place_of(an_account()) is Kept.LOCKED
    assert not keys.forget(an_account())
    assert keys.keep(an_account(), KEY) is Kept.MEMORY
    assert keys.key_of(an_account()) == KEY
    assert "KeyringLocked" in caplog.text
    assert KEY not in caplog.text
    assert KEY not in repr(keys)


def test_a_keyring_that_hangs_is_waited_for_so_long_and_no_longer() -> None:
    ring = HangingRing()
    keys = AccountKeys(lambda: ring, patience=0.1)
    began = time.monotonic()
    with pytest.raises(KeyringLocked):
        keys.key_of(an_account())
    assert keys.keep(an_account(), KEY) is Kept.MEMORY
    assert time.monotonic() - began < 5
    assert keys.key_of(an_account()) == KEY
    ring.let_go.set()


def test_a_keyring_that_asks_for_its_password_asks_once() -> None:
    ring = HangingRing()
    keys = AccountKeys(lambda: ring, patience=0.1)
    for _ in range(3):
        with pytest.raises(KeyringLocked):
            keys.key_of(an_account())
    assert ring.times == 1
    ring.let_go.set()
    assert keys.key_of(an_account()) == KEY, "the password was given late"


def test_who_leaves_does_not_wait_for_a_keyring() -> None:
    ring = HangingRing()
    keys = AccountKeys(lambda: ring, patience=3600)
    found: list[Exception] = []

    def ask() -> None:
        try:
            keys.key_of(an_account())
        except SyncCancelled as cancelled:
            found.append(cancelled)

    asking = threading.Thread(target=ask)
    asking.start()
    assert ring.asked.wait(10)
    keys.close()
    asking.join(10)
    ring.let_go.set()
    assert len(found) == 1


def test_a_given_key_comes_first_and_goes_nowhere() -> None:
    ring = Ring()
    keys = AccountKeys(lambda: ring, given={"acc_1": KEY})
    assert keys.key_of(an_account()) == KEY
    assert keys.place_of(an_account()) is Kept.MEMORY
    assert not ring.held


def test_what_would_write_a_plain_file_is_no_keyring() -> None:
    class PlainFile(Ring):
        priority = 0

    before = keyring.get_keyring()
    try:
        keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
        assert system_keyring() is None
        keyring.set_keyring(PlainFile())
        assert system_keyring() is None
        ring = Ring()
        keyring.set_keyring(ring)
        assert system_keyring() is ring
    finally:
        keyring.set_keyring(before)


def test_a_ring_of_these_tests_is_nobody_elses() -> None:
    assert system_keyring() is None
