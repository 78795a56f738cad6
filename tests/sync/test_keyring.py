"""Keys in the real keyring of the system, by the commands that a person types."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store
from tests.command_line_for_tests import CommandLine
from tests.keyring_for_tests import RealKeyring
from tests.server_for_tests import RunningServer
from tests.store_for_tests import ROOT

NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/bus"}


def a_device(folder: Path, server: RunningServer, learner: str, **environment: str) -> tuple[CommandLine, str]:
    """The commands of a device that has an account and a learner, and what was said when it got them."""
    commands = CommandLine(folder)
    added = commands.run(
        "accounts", "add", server.address, "--name", "School", **environment, CONNECT_DESKTOP_KEY=server.key
    )
    assert added.code == 0, added.err
    with closing(open_store(DataPaths(commands.data).database)) as store:
        store.learners.known_as(learner)
    return commands, added.err


def test_a_key_is_in_the_keyring_and_nowhere_else(
    real_keyring: RealKeyring, server: RunningServer, learner: str, tmp_path: Path
) -> None:
    commands, warned = a_device(tmp_path, server, learner)
    assert warned == ""
    assert real_keyring.held() == [server.key.encode()]
    (listed,) = commands.run("accounts", "list", "--json").document
    assert listed["key"] == "system"
    assert commands.run("sync").out == "School: All saved here. There is nothing to send.\n"
    written = [path.read_bytes() for path in (*tmp_path.rglob("*"), *real_keyring.folder.rglob("*")) if path.is_file()]
    assert not any(server.key.encode() in content for content in written)
    assert commands.run("accounts", "remove", "School").err == ""
    assert real_keyring.held() == []


def test_a_locked_keyring_is_said_and_forgotten_is_not_claimed(
    real_keyring: RealKeyring, server: RunningServer, learner: str, tmp_path: Path
) -> None:
    commands, _ = a_device(tmp_path, server, learner)
    real_keyring.lock()
    synced = commands.run("sync")
    assert synced.code == 1
    assert "The keyring of this computer does not give the key for School; unlock it and sync again" in synced.out
    assert "CONNECT_DESKTOP_KEY" in synced.out
    assert "keyring locked" in commands.run("accounts", "list").out
    removed = commands.run("accounts", "remove", "School")
    assert (removed.code, removed.err.count("the key may still be in it")) == (0, 1)
    real_keyring.kill()
    real_keyring.start()
    assert real_keyring.held() == [server.key.encode()]


def test_a_keyring_that_comes_up_after_the_program_is_found(real_keyring: RealKeyring) -> None:
    real_keyring.kill()
    look = "from connect_desktop.sync.credentials import system_keyring as look; print(look() is not None, flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{look}; input(); print(look() is not None)"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "False\n"
        real_keyring.start()
        assert program.communicate("\n", 30)[0] == "True\n"


def test_without_a_message_bus_a_key_is_given_each_time(
    server: RunningServer, learner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    commands, warned = a_device(tmp_path, server, learner, **NO_BUS)
    assert warned.startswith("No keyring on this machine takes the key")
    synced = commands.run("sync", **NO_BUS)
    assert (synced.code, synced.err) == (1, "")
    assert "There is no key for School here; give it again, everything is kept until then." in synced.out
    assert commands.run("sync", **NO_BUS, CONNECT_DESKTOP_KEY=server.key).code == 0
