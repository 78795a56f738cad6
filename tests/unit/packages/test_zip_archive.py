from __future__ import annotations

import io
import os
import random
import struct
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connect_desktop.packages.errors import (
    MemberDamaged,
    MemberMissing,
    MemberTooLarge,
    PackageMissing,
    PackageUnreadable,
)
from connect_desktop.packages.zip_archive import ZipArchive
from tests.packages_for_tests import archive_at, build_zip

_TEXT = b"The quick brown fox jumps over the lazy dog. " * 20_000
_NOISE = random.Random(1).randbytes(1_000_000)


@pytest.fixture
def archive(tmp_path: Path) -> ZipArchive:
    path = build_zip(tmp_path / "mixed.zip", {"text.txt": _TEXT, "empty.txt": b"", "folder/": b""})
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("noise.bin", _NOISE, zipfile.ZIP_STORED)
    return archive_at(path)


def test_names_are_files_in_order(archive: ZipArchive) -> None:
    assert list(archive.names()) == ["text.txt", "empty.txt", "noise.bin"]


def test_sizes_and_bytes(archive: ZipArchive) -> None:
    assert {name: archive.size(name) for name in archive.names()} == {
        "text.txt": len(_TEXT),
        "empty.txt": 0,
        "noise.bin": len(_NOISE),
    }
    assert archive.read("text.txt", len(_TEXT)) == _TEXT
    assert archive.read("noise.bin", len(_NOISE)) == _NOISE
    assert archive.read("empty.txt", 0) == b""


def test_stored_members_seek(archive: ZipArchive) -> None:
    with archive.open("noise.bin") as stream:
        assert stream.seekable()
        for position in (999_990, 0, 500_000, 3):
            assert stream.seek(position) == position
            assert stream.read(10) == _NOISE[position : position + 10]
        assert stream.seek(-4, os.SEEK_END) == len(_NOISE) - 4
        assert stream.read() == _NOISE[-4:]
        assert stream.read(1) == b""
        assert stream.seek(len(_NOISE) + 100) == len(_NOISE) + 100
        assert stream.read(1) == b""
        assert stream.seek(7) == 7
        assert stream.seek(3, os.SEEK_CUR) == stream.tell() == 10
        assert stream.read(2) == _NOISE[10:12]
        with pytest.raises(ValueError, match="negative"):
            stream.seek(-1)


def test_deflated_members_flow(archive: ZipArchive) -> None:
    with archive.open("text.txt") as stream:
        assert not stream.seekable()
        pieces = list(iter(lambda: stream.read(7_919), b""))
    assert b"".join(pieces) == _TEXT


def test_read_takes_no_more_than_asked(archive: ZipArchive) -> None:
    with pytest.raises(MemberTooLarge, match=r"text\.txt"):
        archive.read("text.txt", len(_TEXT) - 1)


@pytest.mark.parametrize("name", ["nothing.txt", "folder/", "TEXT.TXT"])
def test_no_such_member(archive: ZipArchive, name: str) -> None:
    with pytest.raises(MemberMissing):
        archive.open(name)
    with pytest.raises(MemberMissing):
        archive.size(name)


def test_thirty_threads_read_what_one_does(archive: ZipArchive) -> None:
    def read(number: int) -> bool:
        name = ("text.txt", "noise.bin")[number % 2]
        with archive.open(name) as stream:
            data = b"".join(iter(lambda: stream.read(10_007), b""))
        return data == (_TEXT, _NOISE)[number % 2]

    with ThreadPoolExecutor(30) as threads:
        assert all(threads.map(read, range(120)))


def test_bytes_before_the_zip(archive: ZipArchive, tmp_path: Path) -> None:
    prefixed = tmp_path / "self-extracting.zip"
    prefixed.write_bytes(b"MZ" + b"x" * 5_000 + (tmp_path / "mixed.zip").read_bytes())
    assert archive_at(prefixed).read("noise.bin", len(_NOISE)) == _NOISE


def test_a_comment_cut_off(tmp_path: Path) -> None:
    path = build_zip(tmp_path / "a.zip", {"a.txt": "a"})
    with zipfile.ZipFile(path, "a") as package:
        package.comment = b"a comment of some length"
    path.write_bytes(path.read_bytes()[:-5])
    assert archive_at(path).read("a.txt", 9) == b"a"


def test_zip64_and_data_descriptors(tmp_path: Path) -> None:
    path = tmp_path / "streamed.zip"

    class Pipe(io.RawIOBase):
        """Not seekable, so that sizes follow the data."""

        def __init__(self, target: io.FileIO) -> None:
            self._target = target

        def writable(self) -> bool:
            return True

        def write(self, data: object, /) -> int:
            return self._target.write(data)  # type: ignore[arg-type]

    with io.FileIO(path, "wb") as file, zipfile.ZipFile(Pipe(file), "w", zipfile.ZIP_DEFLATED) as package:
        with package.open("text.txt", "w", force_zip64=True) as member:
            member.write(_TEXT)
        with package.open(zipfile.ZipInfo("noise.bin"), "w", force_zip64=True) as member:
            member.write(_NOISE)
    archive = archive_at(path)
    assert archive.read("text.txt", len(_TEXT)) == _TEXT
    assert archive.read("noise.bin", len(_NOISE)) == _NOISE


def test_utf8_flag_in_the_directory_only(tmp_path: Path) -> None:
    path = build_zip(tmp_path / "a.zip", {"größe.html": "a"})
    data = bytearray(path.read_bytes())
    (flags,) = struct.unpack_from("<H", data, 6)
    struct.pack_into("<H", data, 6, flags & ~0x800)
    path.write_bytes(data)
    assert archive_at(path).read("größe.html", 9) == b"a"


def test_of_two_members_of_one_name_the_last_counts(tmp_path: Path) -> None:
    path = build_zip(tmp_path / "a.zip", {"a.txt": "old"})
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as package:
        package.writestr("a.txt", "new")
    assert archive_at(path).read("a.txt", 9) == b"new"


@pytest.mark.parametrize("change", [-1, 1, 100_000])
def test_a_deflated_member_that_lies_about_its_size(tmp_path: Path, change: int) -> None:
    archive = archive_at(_with_directory_field(build_zip(tmp_path / "a.zip", {"a": _TEXT}), 24, len(_TEXT) + change))
    with pytest.raises(MemberDamaged), archive.open("a") as stream:
        stream.read()


def test_a_lying_member_yields_no_more_than_it_declared(tmp_path: Path) -> None:
    archive = archive_at(_with_directory_field(build_zip(tmp_path / "a.zip", {"a": bytes(50_000_000)}), 24, 1_000))
    taken: list[bytes] = []
    with archive.open("a") as stream, pytest.raises(MemberDamaged):
        taken.extend(iter(lambda: stream.read(100), b""))
    assert sum(map(len, taken)) <= 1_000


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_with_another_checksum(tmp_path: Path, compression: int) -> None:
    path = build_zip(tmp_path / "a.zip", {"a": _TEXT}, compression=compression)
    with pytest.raises(MemberDamaged, match="“a”"):
        archive_at(_with_directory_field(path, 16, zlib.crc32(_TEXT) ^ 1)).read("a", len(_TEXT))


def test_a_member_whose_local_header_is_gone(archive: ZipArchive, tmp_path: Path) -> None:
    with (tmp_path / "mixed.zip").open("r+b") as file:
        file.write(b"oops")
    with pytest.raises(MemberDamaged):
        archive.open("text.txt")


def test_a_package_deleted_or_forbidden_since(archive: ZipArchive, tmp_path: Path) -> None:
    (tmp_path / "mixed.zip").unlink()
    with pytest.raises(PackageMissing, match=r"mixed\.zip"):
        archive.open("text.txt")
    (tmp_path / "mixed.zip").mkdir()
    with pytest.raises(PackageUnreadable, match=r"mixed\.zip"):
        archive.open("text.txt")
    with pytest.raises(PackageUnreadable):
        archive_at(tmp_path / "mixed.zip")


def _with_directory_field(path: Path, offset: int, value: int) -> Path:
    """Overwrite a 32-bit field of the first entry of the central directory."""
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + offset, value)
    path.write_bytes(data)
    return path
