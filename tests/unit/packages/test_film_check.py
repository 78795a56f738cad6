"""Films that the player on this computer may not play are named before anybody stares at a black rectangle."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from connect_desktop.packages.examination import examine
from connect_desktop.packages.film_check import codecs_of
from connect_desktop.scorm.cam.finding import Finding
from tests.packages_for_tests import archive_at, build_zip, course_files


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def track(codec: bytes) -> bytes:
    entry = box(b"stsd", bytes(4) + struct.pack(">I", 1) + box(codec, bytes(70)))
    return box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", entry))))


def film(*codecs: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    return box(b"ftyp", b"isom\0\0\2\0") + before + box(b"moov", b"".join(map(track, codecs))) + after


def findings(path: Path, **members: bytes) -> list[Finding]:
    named = {name.replace("_", "."): content for name, content in members.items()}
    report = examine(build_zip(path / "course.zip", {**course_files(), **named}))
    return [one for one in report.findings if one.code in ("licensed-codec", "bygone-media")]


def test_a_film_in_h264_is_named_with_its_codecs(tmp_path: Path) -> None:
    (said,) = findings(tmp_path, film_mp4=film(b"avc1", b"mp4a"))
    assert (said.file, said.severity.value) == ("film.mp4", "warning")
    assert "H.264, AAC" in said.message


def test_what_the_engine_plays_is_no_matter(tmp_path: Path) -> None:
    assert not findings(tmp_path, film_mp4=film(b"av01", b"Opus"), other_webm=b"\x1a\x45\xdf\xa3")


def test_flash_is_named_where_there_is_any(tmp_path: Path) -> None:
    (said,) = findings(tmp_path, intro_swf=b"FWS")
    assert (said.file, said.severity.value) == ("intro.swf", "hint")
    assert "Flash" in said.message


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize(
    "before",
    [
        box(b"mdat", bytes(100_000)),
        struct.pack(">I4sQ", 1, b"mdat", 16 + 100_000) + bytes(100_000),
    ],
    ids=["short length", "long length"],
)
def test_the_head_may_stand_at_the_end(tmp_path: Path, before: bytes, compression: int) -> None:
    content = film(b"avc1", before=before)
    archive = archive_at(build_zip(tmp_path / "a.zip", {"film.mp4": content}, compression=compression))
    assert codecs_of(archive, "film.mp4") == ["H.264"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a film",
        b"\0\0\0\1mdat",
        box(b"mdat", bytes(10))[:-5],
        struct.pack(">I4s", 2**32 - 1, b"mdat") + bytes(10),
        struct.pack(">I4sQ", 1, b"mdat", 2**64 - 1),
        struct.pack(">I4sQ", 1, b"mdat", 3) + film(b"avc1"),
        box(b"moov", b"stsd"),
    ],
)
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_bytes_that_are_no_film_say_nothing(tmp_path: Path, content: bytes, compression: int) -> None:
    archive = archive_at(build_zip(tmp_path / "a.zip", {"film.mp4": content}, compression=compression))
    assert codecs_of(archive, "film.mp4") == []
