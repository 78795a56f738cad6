from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pytest

from connect_desktop.packages.disk_cache import DiskCache
from connect_desktop.packages.errors import LibraryUnwritable, MemberDamaged
from connect_desktop.packages.folder_archive import FolderArchive
from connect_desktop.packages.members import IN_MEMORY_LIMIT, Member, PackageReader
from tests.packages_for_tests import archive_at, build_folder, build_zip

_FILM = random.Random(2).randbytes(1000) * (IN_MEMORY_LIMIT // 1000 + 1)


@pytest.fixture
def cache(tmp_path: Path) -> DiskCache:
    return DiskCache(tmp_path / "inflated", 3 * len(_FILM))


def _inflated(cache_root: Path) -> list[Path]:
    return [path for path in cache_root.glob("*/*") if path.is_file()]


def _reader(tmp_path: Path, cache: DiskCache) -> PackageReader:
    path = build_zip(tmp_path / "a.zip", {"Page 1.HTML": "<p>", "film.mp4": _FILM, "subs/de.vtt": "WEBVTT"})
    return PackageReader("pkg_a", archive_at(path), cache)


def _found(reader: PackageReader, address: str) -> Member:
    member = reader.find(address)
    assert member is not None
    return member


def test_pages_find_members(tmp_path: Path, cache: DiskCache) -> None:
    reader = _reader(tmp_path, cache)
    assert reader.find("page%201.html?x=1") == Member(name="Page 1.HTML", size=3, media_type="text/html", encoding=None)
    assert reader.find("subs/DE.vtt") == Member(name="subs/de.vtt", size=6, media_type="text/vtt", encoding="utf-8")
    assert reader.find("nothing.html") is None


def test_small_members_are_inflated_into_memory(tmp_path: Path, cache: DiskCache) -> None:
    reader = _reader(tmp_path, cache)
    with reader.open(_found(reader, "page 1.html")) as stream:
        assert stream.seekable()
        assert stream.read() == b"<p>"
    assert _inflated(tmp_path / "inflated") == []


def test_large_deflated_members_are_inflated_once_and_seek(tmp_path: Path, cache: DiskCache) -> None:
    reader = _reader(tmp_path, cache)
    film = _found(reader, "film.mp4")
    with reader.open(film) as stream:
        stream.seek(len(_FILM) - 10)
        assert stream.read() == _FILM[-10:]
    (inflated,) = _inflated(tmp_path / "inflated")
    first = inflated.stat().st_ino
    with reader.open(film) as stream:
        assert stream.read() == _FILM
    assert inflated.stat().st_ino == first


def test_folders_are_read_in_place(tmp_path: Path, cache: DiskCache) -> None:
    build_folder(tmp_path / "course", {"film.mp4": _FILM})
    reader = PackageReader("pkg_f", FolderArchive(tmp_path / "course"), cache)
    with reader.open(_found(reader, "FILM.mp4")) as stream:
        stream.seek(5)
        assert stream.read(5) == _FILM[5:10]
    assert _inflated(tmp_path / "inflated") == []


def test_a_damaged_film_is_said_and_not_kept(tmp_path: Path, cache: DiskCache) -> None:
    reader = _reader(tmp_path, cache)
    film = _found(reader, "film.mp4")
    with (tmp_path / "a.zip").open("r+b") as file:
        file.seek(200)
        file.write(b"\xff" * 400)
    with pytest.raises(MemberDamaged):
        reader.open(film)
    assert _inflated(tmp_path / "inflated") == []


def test_ten_threads_inflate_a_film_once(tmp_path: Path) -> None:
    opened = []
    archive = archive_at(build_zip(tmp_path / "a.zip", {"film.mp4": _FILM}))
    cache = DiskCache(tmp_path / "inflated", 3 * len(_FILM))
    together = threading.Barrier(10)

    def inflate() -> BinaryIO:
        opened.append(1)
        return archive.open("film.mp4")

    def read(_: int) -> bool:
        together.wait()
        with cache.open("pkg_a", "film.mp4", len(_FILM), inflate) as stream:
            return stream.read() == _FILM

    with ThreadPoolExecutor(10) as threads:
        assert all(threads.map(read, range(10)))
    assert len(opened) == 1


def _put(cache: DiskCache, folder: Path, name: str, size: int) -> bytes:
    source = folder / name
    source.write_bytes(name.encode() * size)
    with cache.open("pkg_a", name, size, lambda: source.open("rb")) as stream:
        return stream.read()


def test_the_members_used_longest_ago_make_room(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "inflated", 250)
    for name in ("a", "b", "a", "c"):
        assert _put(cache, tmp_path, name, 100) == name.encode() * 100
    kept = {path.read_bytes()[:1] for path in _inflated(tmp_path / "inflated")}
    assert kept == {b"a", b"c"}


def test_a_member_larger_than_the_cache_still_plays(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "inflated", 50)
    assert _put(cache, tmp_path, "a", 100) == b"a" * 100
    assert _put(cache, tmp_path, "b", 100) == b"b" * 100
    assert len(_inflated(tmp_path / "inflated")) == 1


def test_a_member_cut_by_a_power_failure_is_inflated_again(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "inflated", 1000)
    _put(cache, tmp_path, "a", 100)
    (inflated,) = _inflated(tmp_path / "inflated")
    inflated.write_bytes(b"")
    assert _put(cache, tmp_path, "a", 100) == b"a" * 100


def test_forgetting_a_package(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "inflated", 1000)
    _put(cache, tmp_path, "a", 100)
    cache.forget("pkg_a")
    cache.forget("pkg_unknown")
    assert _inflated(tmp_path / "inflated") == []


def test_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "inflated").write_text("a file where the folder should be")
    with pytest.raises(LibraryUnwritable):
        _put(DiskCache(tmp_path / "inflated", 1000), tmp_path, "a", 100)
