"""`scorm://<package id>/…`: every package is an origin of its own, answered from the library [design decision 2]."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QObject, QThreadPool, QUrl, Signal, Slot
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler

from connect_desktop.errors import ConnectError
from connect_desktop.player.member_stream import MemberStream
from connect_desktop.player.ports import PackageReader
from connect_desktop.player.responses import PLAYER_PATH, NoticeTexts, Response, Status, respond, unreadable
from connect_desktop.player.scheme_registration import SCHEME

# A member up to this size is read whole by the worker; a larger one is streamed, as films are sought in.
_WHOLE = 4 * 1024 * 1024

_log = logging.getLogger(__name__)


def player_url(package_id: str) -> QUrl:
    """The address of the player page on the package's own origin."""
    return QUrl(f"{SCHEME}://{package_id.lower()}{PLAYER_PATH}")


class _Ready(Struct, frozen=True):
    """What a worker prepared: the whole body, or a stream for a large one."""

    job: int
    response: Response
    body: bytes | MemberStream


class PackageScheme(QWebEngineUrlSchemeHandler):
    """Answers requests to the packages it serves. Reads in a pool of workers; WebEngine asks on the UI thread.

    A request may be gone before its answer is ready (the learner went on): `destroyed` strikes it off.
    """

    _ready = Signal(object)

    def __init__(self, page_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page_folder = page_folder
        self._readers: dict[str, list[PackageReader[Any]]] = {}
        self._jobs: dict[int, QWebEngineUrlRequestJob] = {}
        self._streams: dict[int, MemberStream] = {}
        self._count = 0
        self._workers = QThreadPool(self)
        self._ready.connect(self._reply)

    def serve(self, package_id: str, reader: PackageReader[Any]) -> Callable[[], None]:
        """Answer for this package until the function returned is called; two windows may play it at a time."""
        host = package_id.lower()
        self._readers.setdefault(host, []).append(reader)
        return lambda: self._withdraw(host, reader)

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        readers = self._readers.get(url.host())
        initiator = job.initiator().host()
        if not readers or bytes(job.requestMethod().data()) not in (b"GET", b"HEAD"):
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        if initiator and initiator != url.host():
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        self._count += 1
        number = self._count
        self._jobs[number] = job
        job.destroyed.connect(partial(self._gone, number))
        encoded = QUrl.ComponentFormattingOption.FullyEncoded
        address = url.path(encoded).lstrip("/")
        if url.hasQuery():
            address += f"?{url.query(encoded)}"
        self._workers.start(partial(self._prepare, number, address, readers[-1], _texts()))

    def _prepare(self, job: int, address: str, reader: PackageReader[Any], texts: NoticeTexts) -> None:
        """In a worker: find the member and read it, or open it if it is large."""
        response = respond(address, reader=reader, page_folder=self._page_folder, texts=texts)
        try:
            source = response.open()
            if response.size is not None and response.size > _WHOLE:
                body: bytes | MemberStream = self._stream(source, response.size)
            else:
                with source:
                    body = source.read()
        except (ConnectError, OSError, ValueError, EOFError) as error:
            _log.warning("%s cannot be read: %s", address, error)
            response = unreadable(error, address, texts)
            body = response.open().read()
        self._ready.emit(_Ready(job, response, body))

    def _stream(self, source: BinaryIO, size: int) -> MemberStream:
        stream = MemberStream(source, size)
        stream.moveToThread(self.thread())
        return stream

    @Slot(object)
    def _reply(self, ready: _Ready) -> None:
        job = self._jobs.get(ready.job)
        if job is None:
            if isinstance(ready.body, MemberStream):
                ready.body.release()
            return
        if ready.response.status is not Status.OK and not _is_for_a_person(job):
            missing = ready.response.status is Status.MISSING
            error = QWebEngineUrlRequestJob.Error
            job.fail(error.UrlNotFound if missing else error.RequestFailed)
            return
        if isinstance(ready.body, MemberStream):
            self._streams[ready.job] = ready.body
            device: QIODevice = ready.body
        else:
            device = QBuffer(job)
            device.setData(ready.body)
            device.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(ready.response.content_type.encode()), device)

    def _gone(self, number: int) -> None:
        self._jobs.pop(number, None)
        stream = self._streams.pop(number, None)
        if stream is not None:
            stream.release()

    def _withdraw(self, host: str, reader: PackageReader[Any]) -> None:
        if reader in self._readers[host]:
            self._readers[host].remove(reader)


def _is_for_a_person(job: QWebEngineUrlRequestJob) -> bool:
    """Pages and frames ask for HTML first; scripts, images and fetches do not, and must see a failure as one."""
    accept = job.requestHeaders().get(QByteArray(b"Accept"), QByteArray())
    return bytes(accept.data()).startswith(b"text/html")


def _texts() -> NoticeTexts:
    translate = QCoreApplication.translate
    return NoticeTexts(
        missing_title=translate("PackageScheme", "This page is not in the course"),
        missing_text=translate(
            "PackageScheme",
            "The course asked for a file that its package does not contain. Go on with another part of the course, and "
            "tell whoever made it.",
        ),
        unreadable_title=translate("PackageScheme", "This page cannot be read"),
    )
