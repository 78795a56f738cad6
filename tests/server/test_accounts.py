"""Signing in to the real server, from the command line and below it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.accounts import Accounts
from connect_desktop.sync.credentials import AccountKeys, Kept
from connect_desktop.sync.signing_in import SigningIn, is_encrypted
from tests.command_line_for_tests import CommandLine
from tests.server_for_tests import RunningServer
from tests.store_for_tests import ROOT

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with closing(open_store(DataPaths(tmp_path).database)) as store:
        yield Accounts(store.database.connections, store.tenant_id, utc_now)


@pytest.fixture
def signing_in(accounts: Accounts) -> SigningIn:
    return SigningIn(accounts, AccountKeys(lambda: None))


@pytest.fixture
def portal() -> Iterator[str]:
    """A network that asks to sign in first."""

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = b"<html>Welcome to our hotel</html>"
            self.send_response(200)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Portal) as served:
        thread = Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()
        thread.join()


def key_of_scope(server: RunningServer, scope: str) -> str:
    with server.client() as client:
        made = client.post(f"{server.address}/api/admin/api-keys", json={"name": "test", "scope": scope})
        return str(made.raise_for_status().json()["key"])


def test_a_key_that_may_write_makes_an_account(
    server: RunningServer, signing_in: SigningIn, accounts: Accounts
) -> None:
    signed_in = signing_in.sign_in(f" {server.address}/api/v1/ ", f" {key_of_scope(server, 'write')}\n", "School")
    assert signed_in.kept is Kept.MEMORY
    assert accounts.all() == (signed_in.account,)
    assert (signed_in.account.address, signed_in.account.name) == (server.address, "School")
    again = signing_in.sign_in(server.address, server.key)
    assert again.account == signed_in.account
    signing_in.remove(signed_in.account)
    assert accounts.all() == ()


@pytest.mark.parametrize(
    ("key", "code"),
    [("", "key-unknown"), ("ck_live_wrong", "key-unknown"), ("clé", "key-unknown"), ("a\nb", "key-unknown")],
)
def test_what_opens_nothing(
    server: RunningServer, signing_in: SigningIn, accounts: Accounts, key: str, code: str
) -> None:
    with pytest.raises(ConnectError) as refused:
        signing_in.sign_in(server.address, key)
    assert refused.value.code == code
    assert not key or key not in str(refused.value)
    assert not accounts.all()


def test_a_key_that_may_only_read(server: RunningServer, signing_in: SigningIn, accounts: Accounts) -> None:
    with pytest.raises(ConnectError) as refused:
        signing_in.sign_in(server.address, key_of_scope(server, "read"))
    assert refused.value.code == "not-allowed"
    assert "write" in str(refused.value)
    assert not accounts.all()


@pytest.mark.parametrize(
    ("address", "code"),
    [(NOWHERE, "nobody-there"), ("ftp://x", "server-address-invalid"), ("", "server-address-invalid")],
)
def test_where_no_server_is(signing_in: SigningIn, address: str, code: str) -> None:
    with pytest.raises(ConnectError) as refused:
        signing_in.check(address, "ck_live_any")
    assert refused.value.code == code


def test_another_part_of_a_server(server: RunningServer, signing_in: SigningIn) -> None:
    with pytest.raises(ConnectError) as refused:
        signing_in.check(f"{server.address}/reports", server.key)
    assert refused.value.code == "no-server-there"


def test_a_portal_is_no_server(signing_in: SigningIn, portal: str) -> None:
    with pytest.raises(ConnectError) as refused:
        signing_in.check(portal, "ck_live_any")
    assert refused.value.code == "not-the-server"


@pytest.mark.parametrize(
    ("address", "encrypted"),
    [
        ("https://connect.example.com", True),
        ("http://127.0.0.1:8425", True),
        ("http://[::1]:8425", True),
        ("http://192.0.2.7:8425", False),
        ("http://localhost.example.com", False),
    ],
)
def test_who_can_read_along(address: str, encrypted: bool) -> None:
    assert is_encrypted(address) is encrypted


def test_the_command_line_keeps_an_account_and_no_key(server: RunningServer, tmp_path: Path) -> None:
    commands = CommandLine(tmp_path)
    no_keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    missing = commands.run("accounts", "add", server.address, "--json", **no_keyring)
    assert (missing.code, missing.document["error"]["code"]) == (1, "no-key-given")
    given = no_keyring | {"CONNECT_DESKTOP_KEY": server.key}
    added = commands.run("accounts", "add", server.address, "--name", "School", "--json", **given)
    assert (added.code, added.document["name"], added.document["key"]) == (0, "School", "memory")
    assert "CONNECT_DESKTOP_KEY" in added.err
    with closing(open_store(DataPaths(commands.data).database)) as store:
        learner = store.learners.add("Okafor, Ada")
    linked = commands.run("accounts", "link", "Okafor, Ada", "ada-7", "--json", **no_keyring)
    assert linked.document == {"account": added.document["id"], "learner": learner.id, "user_id": "ada-7"}
    (listed,) = commands.run("accounts", "list", "--json", **no_keyring).document
    assert (listed["key"], listed["links"]) == (None, {learner.id: "ada-7"})
    removed = commands.run("accounts", "remove", "School", "--json", **no_keyring)
    assert removed.document == {"removed": added.document["id"]}
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert server.key.encode() not in everything


def test_a_key_may_come_on_standard_input(server: RunningServer, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "connect_desktop", "accounts", "add", server.address, "--key-stdin"]
    added = subprocess.run(
        [*command, "--data-dir", tmp_path / "data"],
        input=f"{server.key}\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    assert added.returncode == 0
    assert server.key not in added.stdout + added.stderr
