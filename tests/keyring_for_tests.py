"""A real keyring of the system, gnome-keyring on a message bus of its own, for as long as a test runs."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import secretstorage
from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]
from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

MISSING = "gnome-keyring and dbus-daemon are not on this machine; packaging/test brings them where apt-get may be used."

_PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")
_PATIENCE = 10.0
_PASSWORD = "not a secret"
# Nobody is started by asking for them: a keyring that died stays dead, and no window asks for a password.
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
_BUS_ITSELF = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_PROMPTER = "org.gnome.keyring.SystemPrompter"


@dataclass
class RealKeyring:
    """A keyring that is there and unlocked. `environment` is what a program finds it by."""

    folder: Path
    environment: Mapping[str, str]
    _stack: ExitStack
    _process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        """Have it there and unlocked; what it held before, it holds."""
        home = {name: str(self.folder) for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME")}
        self._process = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            env={"PATH": os.environ["PATH"], **home, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(_PASSWORD.encode())
        self._process.stdin.close()
        # It says nothing, and ends that once it is on the bus.
        self._process.stdout.read()
        self._process.stdout.close()

    def kill(self) -> None:
        """It is not there any more."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def lock(self) -> None:
        """It wants its password, and nobody is asked for it."""
        with closing(secretstorage.dbus_init()) as connection:
            secretstorage.get_default_collection(connection).lock()

    def lock_and_ask(self) -> None:
        """It wants its password, and asks somebody who never answers."""
        self.lock()
        prompter = self._stack.enter_context(closing(open_dbus_connection(_address(self.environment))))
        owned = prompter.send_and_get_reply(new_method_call(_BUS_ITSELF, "RequestName", "su", (_PROMPTER, 0)))
        assert owned.body == (1,)

    def held(self) -> list[bytes]:
        """The secrets of this program in it."""
        with closing(secretstorage.dbus_init()) as connection:
            items = secretstorage.get_default_collection(connection).get_all_items()
            return [it.get_secret() for it in items if it.get_attributes()["service"].startswith("connect-desktop ")]


def is_there() -> bool:
    """Whether this machine has what it takes."""
    return all(map(shutil.which, _PROGRAMS))


@contextmanager
def running_keyring() -> Iterator[RealKeyring]:
    """A keyring, empty and unlocked."""
    # The path of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="keyring-") as name, ExitStack() as stack:
        folder = Path(name)
        settings = folder / "bus.conf"
        settings.write_text(_BUS.format(socket=folder / "bus"), encoding="utf-8")
        bus = subprocess.Popen(
            ["dbus-daemon", "--config-file", settings, "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert bus.stdout is not None
        stack.callback(bus.wait)
        stack.callback(bus.terminate)
        with bus.stdout as said:
            environment = {"DBUS_SESSION_BUS_ADDRESS": said.readline().strip()}
        keyring = RealKeyring(folder, environment, stack)
        keyring.start()
        stack.callback(keyring.kill)
        yield keyring


def wait_for_who_asked() -> None:
    """Whoever still waited for a keyring that is gone has ended, and left nothing."""
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(_PATIENCE)
    gc.collect()


def _address(environment: Mapping[str, str]) -> str:
    return environment["DBUS_SESSION_BUS_ADDRESS"]
