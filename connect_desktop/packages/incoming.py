"""Files on their way to their place: whole under their final name, or not there at all, whatever dies when."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


_sync_data = os.fdatasync if sys.platform == "linux" else os.fsync


class IncomingFile:
    """A file being written to `stream`. Until it is settled it has the passing name `path`."""

    def __init__(self, path: Path, stream: io.FileIO) -> None:
        self.stream = stream
        self.path = path
        self._settled = False

    def write(self, data: memoryview | bytes) -> None:
        """Write all of `data`. Raises `OSError`: a disk nearly full takes a part and says so only when asked again."""
        rest = memoryview(data)
        while rest:
            rest = rest[self.stream.write(rest) or 0 :]

    def sync(self) -> None:
        """Wait until what was written so far is on the disk; another thread may go on writing. Raises `OSError`."""
        _sync_data(self.stream.fileno())

    def settle(self, target: Path) -> None:
        """Give the file its place, replacing what is there; after this returns neither survives a power cut halved."""
        os.fsync(self.stream.fileno())
        if sys.platform == "win32":
            self.stream.close()
        self.path.replace(target)
        self._settled = True
        if sys.platform != "win32":
            _sync_folder(target.parent)

    def discard(self) -> None:
        """Close the file, and delete it if it was never settled."""
        self.stream.close()
        if not self._settled:
            self.path.unlink(missing_ok=True)


class Incoming:
    """The folder where incoming files are written; it must be on the disk of their targets.

    A file that is being written is locked (on Windows: open), so a sweep spares what another process is writing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def file(self) -> Iterator[IncomingFile]:
        """A new file, deleted on the way out unless it was settled. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{os.urandom(8).hex()}.incoming"
        stream = io.FileIO(path, "xb")
        file = IncomingFile(path, stream)
        try:
            if sys.platform != "win32":
                # Some network disks know no locks; a sweep then cannot lock either, and spares everything.
                with suppress(OSError):
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file
        finally:
            file.discard()

    def sweep(self) -> None:
        """Delete what writers left that died."""
        for path in self._folder.glob("*.incoming"):
            with suppress(OSError):
                _delete_unless_locked(path)


def _delete_unless_locked(path: Path) -> None:
    if sys.platform == "win32":
        path.unlink()
        return
    with path.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()


def _sync_folder(folder: Path) -> None:
    """Make a rename durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
