"""Films and sound that a course's player may be unable to play: what they are coded in is read from their heads.

An MP4 file is a row of boxes, each its length and four letters [ISO/IEC 14496-12, 4.2]; `moov` tells of the tracks, and
the `stsd` boxes within name the codec of each [8.5.2].
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from typing import BinaryIO

from connect_desktop.packages.archive import Archive
from connect_desktop.packages.errors import PackageError
from connect_desktop.scorm.cam.finding import Finding, Severity

_MP4 = (".mp4", ".m4v", ".mov", ".m4a")
_BYGONE = {".swf": "Flash", ".flv": "Flash Video", ".wmv": "Windows Media", ".wma": "Windows Media", ".avi": "AVI"}
# Their makers ask for a licence, so the browser engine that comes with Qt is built without them.
_LICENSED = {b"avc1": "H.264", b"avc3": "H.264", b"hvc1": "H.265", b"hev1": "H.265", b"mp4a": "AAC", b"mp4v": "MPEG-4"}
# How many films are looked into, and how many bytes of one are read through where none can be skipped. A course has its
# films from one tool: the first that needs something speaks for the others, and nobody waits for the rest.
_FILMS = 8
_FARTHEST = 16 << 20
_LARGEST_MOOV = 8 << 20
_BLOCK = 1 << 20
_BOX = struct.Struct(">I4s")
_LONG = struct.Struct(">Q")
# From the letters `stsd` to the letters of its first entry: version and flags, a count, the entry's length.
_TO_ENTRY = 16


def check_films(archive: Archive, names: Collection[str]) -> Iterator[Finding]:
    """What is to be said of the films and the sound among these members."""
    films = [name for name in names if name.lower().endswith(_MP4)][:_FILMS]
    found = next(((name, codecs) for name in films if (codecs := codecs_of(archive, name))), None)
    if found:
        file, codecs = found
        yield _finding(
            Severity.WARNING,
            "licensed-codec",
            "“{name}” is in {codecs}, which the player on this computer may not play: add it as WebM (VP9, Opus) too, "
            "or play the course from a server in a browser.",
            file,
            codecs=", ".join(codecs),
        )
    bygone = [(name, form) for name in names for suffix, form in _BYGONE.items() if name.lower().endswith(suffix)]
    if bygone:
        file, form = bygone[0]
        yield _finding(
            Severity.HINT,
            "bygone-media",
            "“{name}” is {format}, which no browser plays any more: where the course needs it, export it as HTML5.",
            file,
            format=form,
        )


def codecs_of(archive: Archive, name: str) -> list[str]:
    """The licensed codecs that an MP4 file needs, by the names people know them by; none where it cannot be told."""
    try:
        with archive.open(name) as stream:
            tracks = _tracks(stream, archive.size(name))
    except PackageError:
        return []
    return list(dict.fromkeys(_LICENSED[track] for track in tracks if track in _LICENSED))


def _tracks(stream: BinaryIO, size: int) -> list[bytes]:
    """The four letters of each track's codec, in a file of `size` bytes."""
    head = stream.read(_BOX.size)
    while len(head) == _BOX.size:
        length, kind = _BOX.unpack(head)
        rest = length - _BOX.size
        if length == 1:
            long = stream.read(_LONG.size)
            rest = _LONG.unpack(long)[0] - _BOX.size - _LONG.size if len(long) == _LONG.size else -1
        if kind == b"moov":
            return list(_entries(stream.read(min(rest, _LARGEST_MOOV) if rest > 0 else _LARGEST_MOOV)))
        if not 0 <= rest <= size or not _skip(stream, rest):
            break
        head = stream.read(_BOX.size)
    return []


def _entries(moov: bytes) -> Iterator[bytes]:
    at = moov.find(b"stsd")
    while at >= 0:
        yield moov[at + _TO_ENTRY : at + _TO_ENTRY + 4]
        at = moov.find(b"stsd", at + 4)


def _skip(stream: BinaryIO, count: int) -> bool:
    """Go `count` bytes on; False if that is too far for a member that can only be read through."""
    if stream.seekable():
        stream.seek(count, 1)
        return True
    if count > _FARTHEST:
        return False
    while count > 0 and (passed := stream.read(min(count, _BLOCK))):
        count -= len(passed)
    return count == 0


def _finding(severity: Severity, code: str, template: str, name: str, **values: str) -> Finding:
    return Finding(severity=severity, code=code, template=template, values={"name": name, **values}, file=name)
