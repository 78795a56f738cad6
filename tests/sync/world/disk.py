"""What a disk holds of an SQLite database: an image at any moment, and what a loss of power may take of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from connect_desktop.store.connections import Journal
from connect_desktop.store.records import LaunchRecord
from connect_desktop.store.sqlite import SqliteConnections

# The write-ahead log [https://www.sqlite.org/fileformat2.html#walformat] and the index of it.
_LOG_HEADER, _FRAME_HEADER = 32, 24
_INDEX_HEADER = 48
_PAGE_SIZE, _FRAMES, _SALT = slice(14, 16), slice(16, 20), slice(32, 40)


@dataclass(frozen=True, slots=True)
class LogMark:
    """How far a write-ahead log goes: so many frames of `page_size` under this salt, which changes when it begins
    anew."""

    salt: bytes = b""
    frames: int = 0
    page_size: int = 0


def log_mark(database: Path) -> LogMark:
    """How far the log of an open database goes now, as SQLite itself keeps it in memory that processes share."""
    try:
        with database.with_name(f"{database.name}-shm").open("rb") as index:
            header = index.read(_INDEX_HEADER)
    except FileNotFoundError:
        return LogMark()
    size = int.from_bytes(header[_PAGE_SIZE], "little")
    # 65536 does not fit, and stands as 1 [walIndexHdr.szPage].
    return LogMark(header[_SALT], int.from_bytes(header[_FRAMES], "little"), 65536 if size == 1 else size)


def image(database: Path, copy: Path) -> None:
    """Copy what the disk holds of the database now: what a process that dies now leaves behind."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    for end in ("", "-wal"):
        source = database.with_name(database.name + end)
        if source.exists():
            shutil.copyfile(source, copy.with_name(copy.name + end))


def tear(copy: Path, now: LogMark, kept: LogMark, share: float) -> None:
    """Take from an image, made at `now`, the end of its log, as a loss of power may: all but what was `kept` safe, and
    this share, 0 to 1, of what came after it, cut in the middle of a write."""
    first = kept.frames if kept.salt == now.salt else 0
    written = (now.frames - first) * (_FRAME_HEADER + now.page_size)
    log = copy.with_name(f"{copy.name}-wal")
    if written and log.exists():
        begin = _LOG_HEADER + first * (_FRAME_HEADER + now.page_size)
        with log.open("r+b") as file:
            file.truncate(begin + int(written * min(share, 0.999)))


class WatchedConnections(SqliteConnections):
    """Connections that know which part of the log was last made safe against a loss of power."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.safe = LogMark()

    @contextmanager
    def writing(self, *, guarded: bool = False) -> Iterator[sqlite3.Connection]:
        with super().writing(guarded=guarded) as connection:
            before = log_mark(self.path)
            yield connection
        self._is_safe_since(before)

    def journal(self, tenant_id: str, launch: LaunchRecord) -> Journal:  # type: ignore[override]
        return _WatchedJournal(self, super().journal(tenant_id, launch))

    def _is_safe_since(self, before: LogMark) -> None:
        # A transaction that changed nothing wrote nothing, and so waited for no disk.
        if (now := log_mark(self.path)) != before:
            self.safe = now


class _WatchedJournal:
    def __init__(self, connections: WatchedConnections, journal: Journal) -> None:
        self._connections = connections
        self._journal = journal
        self.append = journal.append
        self.follow = journal.follow
        self.close = journal.close

    def commit(self) -> None:
        before = log_mark(self._connections.path)
        self._journal.commit()
        self._connections._is_safe_since(before)
