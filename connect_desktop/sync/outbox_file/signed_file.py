"""Writing and reading signed files. Whatever one holds, reading it costs no more than its bounds, and nothing is read
of it before its signature is found right."""

from __future__ import annotations

import json
import os
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from connect_desktop.sync.outbox_file.contents import MANIFEST, PACKAGES, SESSIONS, Manifest, manifest_of
from connect_desktop.sync.outbox_file.device_key import DeviceKey
from connect_desktop.sync.outbox_file.errors import (
    OutboxFileFromTheFuture,
    OutboxFileTooLarge,
    OutboxFileUnreadable,
    OutboxFileUnwritable,
)
from connect_desktop.sync.outbox_file.seal import seal, signer_of, unsigned

_BLOCK = 1 << 20
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# All that zipfile is known to raise for bytes that somebody made up.
_NO_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, LookupError, OverflowError)


class Bounds(Struct, frozen=True, kw_only=True):
    """How much a file may hold, in bytes as they come out of it but for `file`; `members` is their number."""

    file: int = 64 << 30
    members: int = 100_000
    document: int = 64 << 20
    documents: int = 16 << 30


class SignedFileWriter:
    """Takes documents and packages for a file that is being written."""

    def __init__(self, archive: zipfile.ZipFile, name: str, bounds: Bounds) -> None:
        self._archive = archive
        self._name = name
        self._bounds = bounds
        self._count = 0

    def document(self, document: Mapping[str, Any]) -> None:
        """Add a document; raises `OutboxFileTooLarge` for what could not be read again."""
        text = json.dumps(document, separators=(",", ":")).encode()
        self._count += 1
        if len(text) > self._bounds.document or self._count >= self._bounds.members:
            raise OutboxFileTooLarge(self._name)
        self._archive.writestr(f"sessions/{self._count}.json", text)

    @contextmanager
    def package(self, content_hash: str) -> Iterator[IO[bytes]]:
        """Where a package's zip is to be written; it is compressed already."""
        with self._archive.open(zipfile.ZipInfo(f"packages/{content_hash}.zip"), "w", force_zip64=True) as target:
            yield target


@contextmanager
def writing(destination: Path, key: DeviceKey, manifest: Manifest, bounds: Bounds) -> Iterator[SignedFileWriter]:
    """A file that is there, whole and signed, once the block ends well, and not at all otherwise. Raises
    `OutboxFileUnwritable` and `OutboxFileTooLarge`."""
    unfinished: Path | None = None
    try:
        with tempfile.NamedTemporaryFile("w+b", dir=destination.parent, suffix=".part", delete=False) as file:
            unfinished = Path(file.name)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.comment = unsigned(key)
                archive.writestr(MANIFEST, json.dumps(manifest.as_json()))
                yield SignedFileWriter(archive, destination.name, bounds)
            seal(file.file, key)
            os.fsync(file.fileno())
        unfinished.replace(destination)
    except OSError as error:
        raise OutboxFileUnwritable(destination, error.strerror or str(error)) from error
    finally:
        if unfinished is not None:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


class SignedFile:
    """A file whose signature is right: `signer` is the public key of whoever made it, in hex. That says nothing of
    whether they mean well."""

    def __init__(self, name: str, signer: str, archive: zipfile.ZipFile, bounds: Bounds) -> None:
        self.name = name
        self.signer = signer
        self._archive = archive
        self._bounds = bounds
        self._documents = self._checked()
        manifest = manifest_of(self._json(MANIFEST))
        if manifest is None:
            raise OutboxFileFromTheFuture(name)
        self.manifest = manifest

    def documents(self) -> Iterator[Any]:
        """The documents, each as JSON values. Raises `OutboxFileUnreadable`."""
        for document in self._documents:
            with _said(self.name):
                read = self._json(document)
            yield read

    def packages(self) -> list[str]:
        """The hashes of the packages that came along."""
        return [found[1] for info in self._archive.infolist() if (found := PACKAGES.fullmatch(info.filename))]

    def blocks_of(self, content_hash: str) -> Iterator[bytes]:
        """A package's zip. Raises `OutboxFileUnreadable`."""
        with _said(self.name), self._archive.open(f"packages/{content_hash}.zip") as stream:
            while block := stream.read(_BLOCK):
                yield block

    def _checked(self) -> list[str]:
        """The documents' names, if nothing else is there and nothing is too much."""
        infos = self._archive.infolist()
        if len(infos) > self._bounds.members:
            raise OutboxFileTooLarge(self.name)
        names = [info.filename for info in infos]
        documents = [name for name in names if SESSIONS.fullmatch(name)]
        packages = [name for name in names if PACKAGES.fullmatch(name)]
        if len(set(names)) != len(names) or len(names) != len(documents) + len(packages) + 1:
            raise ValueError("it holds what does not belong there")
        if any(info.compress_type not in _READABLE for info in infos):
            raise ValueError("it is packed in an unusual way")
        sizes = [info.file_size for info in infos if not PACKAGES.fullmatch(info.filename)]
        packed = [info.file_size for info in infos if PACKAGES.fullmatch(info.filename)]
        if (
            max(sizes, default=0) > self._bounds.document
            or sum(sizes) > self._bounds.documents
            or sum(packed) > self._bounds.file
        ):
            raise OutboxFileTooLarge(self.name)
        return documents

    def _json(self, member: str) -> Any:
        # No more comes out than the directory says, which was looked at.
        return json.loads(self._archive.read(member))


@contextmanager
def reading(source: Path, scratch: Path, bounds: Bounds) -> Iterator[SignedFile]:
    """A file that came from elsewhere, if it is as it was signed. It is copied to the folder `scratch` first, so that
    what is read is what was looked at.

    Raises `OutboxFileUnreadable`, `OutboxFileChanged`, `OutboxFileTooLarge`, `OutboxFileFromTheFuture`, and
    `OutboxFileUnwritable` where there is no room for the copy.
    """
    with _room_for_copy(scratch) as copy:
        _copy(source, copy, scratch, bounds)
        signer = signer_of(copy, source.name)
        with _said(source.name):
            archive = zipfile.ZipFile(copy)
            signed = SignedFile(source.name, signer, archive, bounds)
        with archive:
            yield signed


@contextmanager
def _room_for_copy(scratch: Path) -> Iterator[IO[bytes]]:
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        file = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - closed below
    except OSError as error:
        raise OutboxFileUnwritable(scratch, error.strerror or str(error)) from error
    with file:
        yield file


def _copy(source: Path, copy: IO[bytes], scratch: Path, bounds: Bounds) -> None:
    try:
        stream = source.open("rb")
        size = os.fstat(stream.fileno()).st_size
    except OSError as error:
        raise OutboxFileUnreadable(source.name, error.strerror or str(error)) from error
    with stream:
        if size > bounds.file:
            raise OutboxFileTooLarge(source.name)
        if shutil.disk_usage(scratch).free < size:
            raise OutboxFileUnwritable(scratch, "the disk is full")
        try:
            shutil.copyfileobj(stream, copy, _BLOCK)
        except OSError as error:
            raise OutboxFileUnreadable(source.name, error.strerror or str(error)) from error


@contextmanager
def _said(name: str) -> Iterator[None]:
    try:
        yield
    except NotImplementedError as error:
        raise OutboxFileUnreadable(name, "it is packed in an unusual way") from error
    except RecursionError as error:
        raise OutboxFileUnreadable(name, "it holds what is no JSON") from error
    except _NO_ZIP as error:
        raise OutboxFileUnreadable(name, str(error) or "it is no zip") from error
    except OSError as error:
        raise OutboxFileUnreadable(name, error.strerror or str(error)) from error
