"""What every storage promises, asked of a folder, of an S3 server, and of one that knows no ranges."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connect_desktop.packages.disk_cache import DiskCache
from connect_desktop.packages.errors import (
    PackageDamaged,
    PackageMissing,
    PackageRefused,
    StorageOutOfReach,
    StorageUnusable,
)
from connect_desktop.packages.folder_storage import FolderStorage
from connect_desktop.packages.integrity import verified
from connect_desktop.packages.library import PackageLibrary, package_id_of
from connect_desktop.packages.s3_storage import S3Storage
from connect_desktop.packages.storage_address import open_storage
from connect_desktop.packages.zip_storage import ZipStorage
from tests.full_disk_for_tests import no_file_grows_beyond
from tests.packages_for_tests import build_zip, course_files
from tests.s3_for_tests import S3Server, answering_parts, running_s3

# More than a chunk and more than a part, so that both are put together; no round number.
_FILM = random.Random(5).randbytes((9 << 20) + 12_345)
KINDS = ("folder", "s3", "s3 without ranges")


@pytest.fixture(scope="module")
def without_ranges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    root = tmp_path_factory.mktemp("buckets")
    (root / "bucket").mkdir()
    with running_s3(root) as server:
        yield server


@pytest.fixture(scope="module")
def with_ranges(without_ranges: S3Server) -> Iterator[S3Server]:
    with answering_parts(without_ranges) as server:
        yield server


@pytest.fixture(params=KINDS)
def kept_in(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder in which this kind of storage has its packages in the end."""
    if request.param == "folder":
        return tmp_path / "library"
    server: S3Server = request.getfixturevalue("with_ranges" if request.param == "s3" else "without_ranges")
    for name, value in server.environment.items():
        request.getfixturevalue("monkeypatch").setenv(name, value)
    return server.root / "bucket" / tmp_path.name / "packages"


@pytest.fixture
def open_again(kept_in: Path, tmp_path: Path) -> Callable[[], ZipStorage]:
    """Opens the storage as another process of this machine would."""

    def opened() -> ZipStorage:
        if kept_in == tmp_path / "library":
            return FolderStorage(kept_in)
        return open_storage(f"s3://bucket/{tmp_path.name}/packages", tmp_path / "chunks")

    return opened


@pytest.fixture
def storage(open_again: Callable[[], ZipStorage]) -> ZipStorage:
    return open_again()


@pytest.fixture
def library(storage: ZipStorage, tmp_path: Path) -> PackageLibrary:
    return PackageLibrary(tmp_path / "library", storage=storage)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return build_zip(tmp_path / "film.zip", course_files() | {"film.mp4": _FILM}, compression=0)


def test_what_is_taken_in_is_there_whole(
    library: PackageLibrary, open_again: Callable[[], ZipStorage], film: Path, kept_in: Path
) -> None:
    package = library.take_in(film)
    assert not package.already_there
    assert (kept_in / f"{package.id}.zip").read_bytes() == film.read_bytes()
    again = open_again()
    assert list(again.ids()) == [package.id]
    source = again.zip(package.id)
    assert source.size() == film.stat().st_size
    assert b"".join(source.blocks(0, source.size())) == film.read_bytes()
    assert package.id in str(source.place)


def test_any_part_can_be_read(library: PackageLibrary, film: Path) -> None:
    package = library.take_in(film)
    data, source = film.read_bytes(), library.storage.zip(library.take_in(film).id)
    places = [(0, 1), (4 << 20, (4 << 20) + 1), ((4 << 20) - 3, (8 << 20) + 3), (len(data) - 5, len(data)), (7, 7)]
    for first, after in places:
        assert b"".join(source.blocks(first, after)) == data[first:after]
    with source.open() as file:
        for first, after in [*reversed(places), (len(data) - 5, len(data) + 100)]:
            file.seek(first)
            assert file.read(after - first) == data[first:after]
        assert file.read(1) == b""
        assert file.seek(-3, 2) == len(data) - 3
        assert file.read() == data[-3:]
        with pytest.raises((ValueError, OSError)):
            file.seek(-1)
    assert package.size == len(data)


def test_a_course_is_read_from_it_by_many_threads(library: PackageLibrary, film: Path) -> None:
    package = library.take_in(film)
    assert library.course(package.id) == package.course
    reader = library.reader(package.id)

    def read(number: int) -> bytes:
        member = reader.find(("film.mp4", "sco1.html")[number % 2])
        assert member is not None
        with reader.open(member) as stream:
            return stream.read()

    with ThreadPoolExecutor(8) as threads:
        films = list(threads.map(read, range(16)))[::2]
    assert all(read == _FILM for read in films)


def test_the_same_bytes_twice_are_one_package(library: PackageLibrary, storage: ZipStorage, film: Path) -> None:
    first, second = library.take_in(film), library.take_in(film)
    assert (second.already_there, second.id) == (True, first.id)
    assert library.stored(first.content_hash).course == first.course
    assert len(list(storage.ids())) == 1


def test_what_comes_over_the_network_is_admitted(library: PackageLibrary, film: Path, tmp_path: Path) -> None:
    data = film.read_bytes()
    with library.receiving() as arriving:
        for start in range(0, len(data), 1 << 20):
            arriving.write(data[start : start + (1 << 20)])
        package = library.admit(arriving.file, arriving.content_hash)
    assert package.content_hash == hashlib.sha256(data).hexdigest()
    assert b"".join(library.storage.zip(package.id).blocks(0, len(data))) == data
    assert list((tmp_path / "library" / "incoming").iterdir()) == []


def test_what_is_refused_leaves_nothing(library: PackageLibrary, storage: ZipStorage, tmp_path: Path) -> None:
    with library.receiving() as arriving:
        arriving.write(b"no zip")
        with pytest.raises(PackageRefused):
            library.admit(arriving.file, arriving.content_hash)
    assert list(storage.ids()) == []
    assert [path for path in (tmp_path / "library").rglob("*") if path.is_file()] == []


def test_what_is_deleted_is_gone(
    library: PackageLibrary, open_again: Callable[[], ZipStorage], film: Path, kept_in: Path
) -> None:
    package = library.take_in(film)
    library.course(package.id)
    library.remove(package.id)
    library.remove(package.id)
    assert not (kept_in / f"{package.id}.zip").exists()
    for storage in (library.storage, open_again()):
        with pytest.raises(PackageMissing, match=package.id):
            storage.zip(package.id).size()
        with pytest.raises(PackageMissing, match=package.id):
            storage.zip(package.id).open().read(1)
    with pytest.raises(PackageMissing):
        library.reader(package.id)
    with pytest.raises(PackageMissing):
        library.stored(package.content_hash)


def test_a_package_that_was_damaged_is_not_given_out_whole(library: PackageLibrary, film: Path, kept_in: Path) -> None:
    package = library.take_in(film)
    stored = kept_in / f"{package.id}.zip"
    with stored.open("r+b") as file:
        file.seek(5 << 20)
        file.write(b"rotten")
    source, taken = library.storage.zip(package.id), list[bytes]()
    with pytest.raises(PackageDamaged):
        taken.extend(verified(source.blocks(0, package.size), package.content_hash))
    assert sum(map(len, taken)) < package.size


def test_a_full_cache_costs_time_not_the_course(
    with_ranges: S3Server, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = _in_bucket(with_ranges, monkeypatch, DiskCache(tmp_path / "cache", 64 << 20))
    package = PackageLibrary(tmp_path / "library", storage=storage).take_in(film)
    with no_file_grows_beyond(1 << 20), storage.zip(package.id).open() as file:
        assert file.read() == film.read_bytes()


def test_the_cache_is_bounded_and_spares_the_way(
    with_ranges: S3Server, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    storage = _in_bucket(with_ranges, monkeypatch, DiskCache(cache, 6 << 20))
    package = PackageLibrary(tmp_path / "library", storage=storage).take_in(film)
    with storage.zip(package.id).open() as file:
        assert file.read() == film.read_bytes()
    assert 0 < sum(path.stat().st_size for path in cache.rglob("*") if path.is_file()) <= 6 << 20
    with storage.zip(package.id).open() as file:
        file.seek(8 << 20)
        last = file.read()
    _in_bucket(with_ranges, monkeypatch, DiskCache(tmp_path / "another cache", 0)).delete(package.id)
    with storage.zip(package.id).open() as file:
        file.seek(8 << 20)
        assert file.read() == last
        file.seek(0)
        with pytest.raises(PackageMissing):
            file.read(1)


def test_what_cannot_be_reached_is_said(with_ranges: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in with_ranges.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StorageOutOfReach, match="no such bucket"):
        open_storage("s3://nobody-made-it/there", tmp_path)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    with pytest.raises(StorageOutOfReach, match="access is denied") as denied:
        open_storage("s3://bucket", tmp_path)
    assert "another" not in str(denied.value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(StorageOutOfReach, match="does not answer"):
        open_storage("s3://bucket", tmp_path)


@pytest.mark.parametrize("address", ["", "/folder", "s3://", "s3:///key", "gs://bucket", "s3://key:secret@bucket"])
def test_what_is_no_storage_is_said(address: str, tmp_path: Path) -> None:
    with pytest.raises(StorageUnusable, match="s3://BUCKET") as refused:
        open_storage(address, tmp_path)
    assert "secret" not in str(refused.value)


def test_without_the_extra_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "connect_desktop.packages.s3_storage", None)
    with pytest.raises(StorageUnusable, match=r"pip install 'connect-desktop\[s3\]'"):
        open_storage("s3://bucket", tmp_path)


def test_ids_are_those_of_other_programs_too() -> None:
    assert package_id_of("00" * 32) == "pkg_" + "a" * 32


def _in_bucket(server: S3Server, monkeypatch: pytest.MonkeyPatch, cache: DiskCache) -> S3Storage:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return S3Storage("bucket", "", cache)
