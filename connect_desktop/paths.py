"""Where everything lives on this machine, under one folder."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from connect_desktop.errors import ConnectError

_NAME = "connect-desktop"


class DataDirectoryUnusable(ConnectError):
    """The folder for our data cannot be made or written to."""

    code = "data-directory-unusable"

    def __init__(self, root: Path, reason: str) -> None:
        super().__init__(
            "The folder {root} cannot be used ({reason}); choose another one with --data-dir.",
            root=root,
            reason=reason,
        )


class DataPaths(Struct, frozen=True):
    """The layout below `root`: one database, the packages, a browser profile a learner, caches, settings, logs. A
    server's database may be elsewhere, at an `address` that can hold a password, and so may the key to what is secret
    in it, in a `key_file`."""

    root: Path
    address: str | None = None
    key_file: Path | None = None

    def __repr__(self) -> str:
        return f"DataPaths(root={self.root!r})"

    @property
    def database(self) -> Path | str:
        return self.address or self.root / "connect.db"

    @property
    def packages(self) -> Path:
        return self.root / "packages"

    @property
    def profiles(self) -> Path:
        return self.root / "profiles"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def settings(self) -> Path:
        return self.root / "settings.ini"

    @property
    def device_key(self) -> Path:
        return self.root / "device.key"

    @property
    def server_key(self) -> Path:
        return self.key_file or self.root / "server.key"

    @property
    def log(self) -> Path:
        return self.root / "connect-desktop.log"

    def prepare(self) -> None:
        """Make the root; raises `DataDirectoryUnusable`."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataDirectoryUnusable(self.root, error.strerror or str(error)) from error


def data_paths(chosen: Path | None, database: str | None = None, key_file: Path | None = None) -> DataPaths:
    """The layout under `chosen`, else under this platform's place for a user's application data; its database may be at
    another address, and the server's key in another file."""
    return DataPaths((_users_place() if chosen is None else chosen).expanduser().resolve(), database, key_file)


def _users_place() -> Path:
    import platformdirs  # a folder that was chosen need not wait for it

    return platformdirs.user_data_path(_NAME, appauthor=False)
