"""Fetching a package: to a part file beside the library, gone on with where it broke, believed only by its hash."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from connect_desktop.packages.errors import LibraryFull, PackageRefused, UploadBusy
from connect_desktop.packages.incoming import IncomingFile
from connect_desktop.packages.partial_files import PartialFiles
from connect_desktop.runtime.library import TakenIn
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.catalog import CatalogPackage
from connect_desktop.sync.courses.package_part import PackagePart, Progress
from connect_desktop.sync.errors import (
    AlreadyDownloading,
    CourseNotOffered,
    DownloadDamaged,
    DownloadInterrupted,
    NotThere,
    NotTheServer,
    RetryLater,
    ServerBusy,
    SyncCancelled,
    SyncError,
)
from connect_desktop.sync.http_refusals import refusal, retry_after
from connect_desktop.sync.ports import Cancelled, Timing

if TYPE_CHECKING:
    import httpx

    from connect_desktop.sync.remote import Remote

AT_ONCE = 3
"""How many packages come at the same time; the others wait."""

STALE_AFTER = timedelta(days=14)
"""How long what has come of a package is kept that nobody goes on with."""

PATIENCE = 20.0
"""Seconds without a byte after which a line counts as dead, and another one is gone on with."""

_SLICE = 0.1
_LARGEST_REFUSAL = 64 << 10
_FRUITLESS = 4
_FIRST_WAIT = 0.5
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")


class Admitting(Protocol):
    """Where a package goes that came whole; `runtime.library.Library` is one."""

    def admit(self, file: IncomingFile, content_hash: str) -> TakenIn:
        """Raises `PackageError` and `StoreError`."""


class Downloads:
    """Any thread may call. `folder` must be on the disk of the library; `connect` gives a connection to close, which is
    given up after `patience` seconds without a byte."""

    def __init__(
        self,
        folder: Path,
        library: Admitting,
        connect: Callable[[Account], Remote],
        timing: Timing,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._folder = folder
        self._parts = PartialFiles(folder)
        self._library = library
        self._connect = connect
        self._timing = timing
        self._patience = patience
        self._lanes = threading.BoundedSemaphore(AT_ONCE)

    def received(self, content_hash: str) -> int:
        """Bytes that have come of the package with this hash, and wait to be gone on with."""
        return self._parts.size(content_hash)

    def sweep(self) -> None:
        """Delete what came of packages that nobody has gone on with for long."""
        self._parts.sweep(self._timing.now() - STALE_AFTER)

    def forget(self, content_hash: str) -> None:
        """Delete what has come of the package."""
        self._parts.discard(content_hash)

    def fetch(self, account: Account, package: CatalogPackage, progress: Progress, cancelled: Cancelled) -> TakenIn:
        """Fetch the package from the account's server and take it into the library.

        What came before is kept and gone on with, whatever ends this: a line that breaks, a server that goes away, a
        full disk, or a person. Raises `DownloadInterrupted`, `ServerBusy`, `NotTheServer`, `SignInNeeded`,
        `NotAllowed`, `CourseNotOffered`, `DownloadDamaged`, `AlreadyDownloading`, `SyncCancelled`, `PackageError` and
        `StoreError`.
        """
        with self._lane(cancelled):
            try:
                with self._parts.open(package.content_hash) as file:
                    self._receive(file, account, package, progress, cancelled)
                    taken = self._admit(file, package)
            except UploadBusy:
                raise AlreadyDownloading(package.title) from None
            self._parts.discard(package.content_hash)
            return taken

    def _receive(
        self, file: IncomingFile, account: Account, package: CatalogPackage, progress: Progress, cancelled: Cancelled
    ) -> None:
        """Have the whole package in `file`; what came before is checked with the rest, and fetched anew if it is not
        what the server has now."""
        with self._connect(account) as remote:
            part = PackagePart(file, package, progress, cancelled)
            resumed = part.size > 0
            self._fill(part, remote)
            if not part.is_right() and resumed:
                part.empty()
                self._fill(part, remote)
            if not part.is_right():
                part.empty()
                raise DownloadDamaged(remote.name, package.title)

    def _fill(self, part: PackagePart, remote: Remote) -> None:
        """Ask for what is missing until nothing is. A line that breaks again and again is asked again as long as
        something comes over it, and a few times beyond."""
        came_any, fruitless = False, 0
        self._require_room(part.missing)
        while part.missing:
            before = part.arrived
            try:
                self._ask(part, remote)
            except RetryLater as error:
                fruitless = 0 if part.arrived > before else fruitless + 1
                came_any = came_any or part.arrived > before
                if not came_any or fruitless >= _FRUITLESS:
                    raise self._interruption(error, remote, part) from error
                self._timing.wait(self._pause(error, fruitless), part.cancelled)
                part.stop_if_cancelled()

    def _ask(self, part: PackagePart, remote: Remote) -> None:
        # Compressed on its way, a part of the package would not be a part of the package.
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if part.size:
            headers |= {"Range": f"bytes={part.size}-", "If-Range": f'"{part.package.content_hash}"'}
        path = f"/packages/{quote(part.package.package_id, safe='')}/zip"
        with remote.streaming("GET", path, headers, patience=self._patience) as response:
            if not self._begins(response, part, remote):
                return
            for block in response.iter_raw():
                if len(block) > part.missing:
                    part.empty()
                    raise DownloadDamaged(remote.name, part.package.title)
                part.take(block)
                part.stop_if_cancelled()
        if part.missing:
            raise NotTheServer(remote.name)

    def _begins(self, response: httpx.Response, part: PackagePart, remote: Remote) -> bool:
        """Whether bytes follow that go on from `part`, which is given up where the whole comes instead, or is to be
        asked for; raises what the answer is otherwise."""
        match response.status_code:
            case HTTPStatus.PARTIAL_CONTENT if _goes_on(response, part):
                return True
            case HTTPStatus.OK | HTTPStatus.PARTIAL_CONTENT | HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE if part.size:
                # The file has changed there, or the server gives no parts: from the beginning, on this answer or anew.
                part.empty()
                if response.status_code != HTTPStatus.OK:
                    return False
            case HTTPStatus.OK:
                pass
            case _:
                raise self._refused(response, part, remote)
        length = response.headers.get("content-length", "")
        if length and length != str(part.package.size):
            raise NotTheServer(remote.name)
        return True

    def _refused(self, response: httpx.Response, part: PackagePart, remote: Remote) -> SyncError:
        after = retry_after(response.headers, self._timing.now())
        error = refusal(remote.name, response.status_code, _document(response), after=after)
        return CourseNotOffered(part.package.title) if isinstance(error, NotThere) else error

    def _admit(self, file: IncomingFile, package: CatalogPackage) -> TakenIn:
        try:
            return self._library.admit(file, package.content_hash)
        except PackageRefused:
            self._parts.discard(package.content_hash)
            raise

    def _require_room(self, size: int) -> None:
        if shutil.disk_usage(self._folder).free < size:
            raise LibraryFull

    def _interruption(self, error: RetryLater, remote: Remote, part: PackagePart) -> RetryLater:
        """What to tell of the last failure."""
        if isinstance(error, ServerBusy) or (isinstance(error, NotTheServer) and not part.size):
            return error
        return DownloadInterrupted(remote.name, part.package.title)

    def _pause(self, error: RetryLater, fruitless: int) -> float:
        """Seconds until the next try: more each time, and as the server says."""
        if error.after is not None:
            return error.after
        longest: float = _FIRST_WAIT * 2**fruitless
        return longest / 2 + self._timing.jitter(longest / 2)

    @contextmanager
    def _lane(self, cancelled: Cancelled) -> Generator[None]:
        while not self._lanes.acquire(timeout=_SLICE):
            if cancelled():
                raise SyncCancelled
        try:
            yield
        finally:
            self._lanes.release()


def _document(response: httpx.Response) -> object:
    """The JSON that says why, None where there is none."""
    body = bytearray()
    for block in response.iter_bytes():
        body += block
        if len(body) > _LARGEST_REFUSAL:
            return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _goes_on(response: httpx.Response, part: PackagePart) -> bool:
    """Whether the answer is what comes after what is here, to the end of the package [RFC 9110 14.4]."""
    told = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", "").strip())
    if told is None or not part.size:
        return False
    size = part.package.size
    return int(told[1]) == part.size and int(told[2]) < size and told[3] in ("*", str(size))
