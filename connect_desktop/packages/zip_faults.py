"""What the directory of a zip gives away: all that makes the zip unsafe or impossible to play."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from connect_desktop.packages.names import is_junk
from connect_desktop.packages.zip_directory import ZipEntry
from connect_desktop.scorm.cam.finding import Finding, Severity

MEMBER_LIMIT = 100_000
TOTAL_LIMIT = 64 << 30
"""Bytes of a whole course. The largest real ones have about 4 GiB."""

_RATIO_LIMIT = 200
_RATIO_MATTERS_FROM = 64 << 20
"""Bytes. Text and silence deflate to less than a hundredth; nothing this large that is real does so 200 to 1."""

_LOCAL_HEADER = 30
_METHODS = {
    1: "Shrink",
    6: "Implode",
    9: "Deflate64",
    12: "BZIP2",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    97: "WavPack",
    98: "PPMd",
    99: "AES encryption",
}
_PLAYABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def zip_faults(entries: Sequence[ZipEntry], file_size: int) -> tuple[Finding, ...]:
    """The findings about a zip of `file_size` bytes with this directory, the worst first."""
    return tuple(
        finding
        for rule in (_emptiness, _encryption, _bombs, _bounds, _overlaps, _methods, _names, _duplicates)
        for finding in rule(entries, file_size)
    )


def _emptiness(entries: Sequence[ZipEntry], _: int) -> Iterator[Finding]:
    if not any(not entry.is_folder for entry in entries):
        yield _error("empty-zip", "The zip holds no files: get a complete copy of the package and import that.")


def _encryption(entries: Sequence[ZipEntry], _: int) -> Iterator[Finding]:
    if entry := next((entry for entry in entries if entry.encrypted), None):
        yield _error(
            "encrypted-zip",
            "The zip is protected by a password: ask its author for a zip without one.",
            file=entry.name,
        )


def _bombs(entries: Sequence[ZipEntry], file_size: int) -> Iterator[Finding]:
    total = sum(entry.size for entry in entries)
    if len(entries) > MEMBER_LIMIT:
        yield _error(
            "too-many-members",
            "The zip holds {count} files, more than any course: choose the zip of one course.",
            count=str(len(entries)),
        )
    if (
        total > TOTAL_LIMIT
        or _is_bomb(total, file_size)
        or any(_is_bomb(entry.size, entry.compressed_size) for entry in entries)
    ):
        yield _error(
            "zip-bomb",
            "The zip of {packed} claims to hold {unpacked}, as zip bombs do: do not trust its origin.",
            packed=_size_words(file_size),
            unpacked=_size_words(total),
        )


def _size_words(count: int) -> str:
    """So many bytes in the largest unit that leaves a whole number, which is written alike everywhere."""
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= least:
            return f"{count // least} {unit}"
    return f"{count} B"


def _is_bomb(size: int, packed: int) -> bool:
    return size >= _RATIO_MATTERS_FROM and size > packed * _RATIO_LIMIT


def _bounds(entries: Sequence[ZipEntry], file_size: int) -> Iterator[Finding]:
    for entry in entries:
        past_the_end = entry.header_offset + _LOCAL_HEADER + entry.compressed_size > file_size
        stored_otherwise = entry.method == zipfile.ZIP_STORED and entry.compressed_size != entry.size
        if entry.header_offset < 0 or past_the_end or (stored_otherwise and not entry.encrypted):
            yield _error(
                "damaged-zip",
                "The zip file is damaged or cut off: get a complete copy of it and import that.",
                file=entry.name,
            )
            return


def _overlaps(entries: Sequence[ZipEntry], _: int) -> Iterator[Finding]:
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(in_order):
        if entry.header_offset + _LOCAL_HEADER + entry.compressed_size > following.header_offset:
            yield _error(
                "overlapping-members",
                "Files inside the zip overlap each other, as in zip bombs: do not trust its origin.",
                file=following.name,
            )
            return


def _methods(entries: Sequence[ZipEntry], _: int) -> Iterator[Finding]:
    for method in sorted({entry.method for entry in entries if not entry.encrypted}.difference(_PLAYABLE)):
        yield _error(
            "unsupported-compression",
            "The zip is compressed with {method}: pack the course again with the usual Deflate method.",
            method=_METHODS.get(method, f"method {method}"),
            file=next(entry.name for entry in entries if entry.method == method),
        )


def _names(entries: Sequence[ZipEntry], _: int) -> Iterator[Finding]:
    for entry in entries:
        name = entry.name.replace("\\", "/")
        if ".." in name.split("/") or name.startswith("/") or _DRIVE.match(name):
            yield _error(
                "unsafe-member-name",
                "The zip holds a file that would lie outside the course: pack the course again from its own folder.",
                file=entry.name,
            )
        elif _CONTROL.search(name) and not is_junk(name):
            yield _error(
                "unsafe-member-name",
                "The zip holds a file with an invisible character in its name: rename it and pack the course again.",
                file=_CONTROL.sub("\N{REPLACEMENT CHARACTER}", entry.name),
            )


def _duplicates(entries: Sequence[ZipEntry], _: int) -> Iterator[Finding]:
    for name, count in Counter(entry.name for entry in entries).items():
        if count > 1:
            yield Finding(
                severity=Severity.WARNING,
                code="duplicate-member",
                template="The zip holds {count} files of this name, and the last is played: remove the others.",
                values={"count": str(count)},
                file=name,
            )


def _error(code: str, template: str, *, file: str | None = None, **values: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, template=template, values=values, file=file)
