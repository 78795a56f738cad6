from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connect_desktop.packages.errors import (
    ImportCancelled,
    LibraryFull,
    LibraryUnwritable,
    MemberDamaged,
    PackageChanged,
    PackageMissing,
    PackageRefused,
)
from connect_desktop.packages.intake import BLOCK
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.packages.members import PackageReader
from connect_desktop.scorm.cam.course import Edition
from tests.packages_for_tests import build_folder, build_zip, course_files, manifest_12


@pytest.fixture
def library(tmp_path: Path) -> PackageLibrary:
    return PackageLibrary(tmp_path / "library")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A course of a little more than three blocks."""
    film = random.Random(3).randbytes(3 * BLOCK)
    return build_zip(tmp_path / "large.zip", course_files() | {"film.mp4": film})


def _kept(library_root: Path) -> list[str]:
    return sorted(str(path.relative_to(library_root)) for path in library_root.rglob("*") if path.is_file())


def test_a_zip_is_kept_whole_under_its_hash(library: PackageLibrary, large: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    package = library.take_in(large, progress=lambda done, total: steps.append((done, total)))
    data = large.read_bytes()
    assert package.content_hash == hashlib.sha256(data).hexdigest()
    assert package.id.startswith("pkg_")
    assert len(package.id) == 36
    assert package.id == package.id.lower()
    assert (package.kind, package.location, package.size, package.already_there) == ("zip", "", len(data), False)
    assert package.course.edition is Edition.SCORM_2004_4TH
    assert package.course.title == "Course"
    assert package.course.metadata.thumbnail is None
    assert _kept(tmp_path / "library") == [f"{package.id}.zip"]
    assert (tmp_path / "library" / f"{package.id}.zip").read_bytes() == data
    assert steps[0] == (0, len(data))
    assert steps[-1] == (len(data), len(data))
    assert steps == sorted(steps)
    assert len(steps) == len(data) // BLOCK + 2


def test_the_same_bytes_twice_are_one_package(library: PackageLibrary, tmp_path: Path) -> None:
    first = library.take_in(build_zip(tmp_path / "a.zip"))
    second = library.take_in(build_zip(tmp_path / "b.zip"))
    assert (first.id, first.already_there, second.id, second.already_there) == (first.id, False, first.id, True)
    assert _kept(tmp_path / "library") == [f"{first.id}.zip"]
    assert library.take_in(tmp_path / "library" / f"{first.id}.zip").already_there


def test_a_stored_zip_that_was_cut_is_replaced(library: PackageLibrary, tmp_path: Path) -> None:
    source = build_zip(tmp_path / "a.zip")
    package = library.take_in(source)
    (tmp_path / "library" / f"{package.id}.zip").write_bytes(b"cut")
    assert not library.take_in(source).already_there
    assert (tmp_path / "library" / f"{package.id}.zip").read_bytes() == source.read_bytes()


def test_the_course_and_its_files_are_read_back(library: PackageLibrary, tmp_path: Path) -> None:
    package = library.take_in(build_zip(tmp_path / "a.zip", course_files(2, edition="1.2", page="<p>hello")))
    assert library.course(package.id) == package.course
    reader = library.reader(package.id)
    launch = package.course.organization.leaves()[1].launch
    assert launch is not None
    member = reader.find(launch)
    assert member is not None
    with reader.open(member) as stream:
        assert stream.read() == b"<p>hello"


def test_a_course_one_folder_down(library: PackageLibrary, tmp_path: Path) -> None:
    files = {f"My Course/{name}": content for name, content in course_files().items()}
    package = library.take_in(build_zip(tmp_path / "a.zip", files | {"__MACOSX/imsmanifest.xml": "junk"}))
    assert package.course.manifest == "My Course/imsmanifest.xml"
    launch = package.course.organization.leaves()[0].launch
    assert launch is not None
    assert library.reader(package.id).find(launch) is not None


def test_names_in_another_case_launch(library: PackageLibrary, tmp_path: Path) -> None:
    files = {"IMSMANIFEST.XML": manifest_12(href="SCO\\Start%20{n}.HTM"), "sco/start 1.htm": "<p>"}
    package = library.take_in(build_zip(tmp_path / "a.zip", files))
    member = library.reader(package.id).find(package.course.organization.leaves()[0].launch or "")
    assert member is not None
    assert member.name == "sco/start 1.htm"


def test_a_folder_is_read_where_it_is(library: PackageLibrary, tmp_path: Path) -> None:
    folder = build_folder(tmp_path / "course")
    package = library.take_in(folder)
    assert (package.kind, package.location, package.already_there) == ("folder", str(folder), False)
    assert package.size == sum(path.stat().st_size for path in folder.iterdir())
    assert _kept(tmp_path / "library") == []
    assert library.course(package.id, package.location) == package.course
    (folder / "sco1.html").write_text("saved since")
    reader = library.reader(package.id, package.location)
    member = reader.find("sco1.html")
    assert member is not None
    with reader.open(member) as stream:
        assert stream.read() == b"saved since"
    again = library.take_in(folder / "imsmanifest.xml")
    assert again.id == package.id
    assert again.content_hash != package.content_hash


def test_a_folder_that_moved_away(library: PackageLibrary, tmp_path: Path) -> None:
    package = library.take_in(build_folder(tmp_path / "course"))
    (tmp_path / "course").rename(tmp_path / "moved")
    with pytest.raises(PackageMissing):
        library.reader(package.id, package.location)
    with pytest.raises(PackageMissing):
        library.course(package.id, package.location)


def test_a_folder_whose_manifest_went_away(library: PackageLibrary, tmp_path: Path) -> None:
    package = library.take_in(build_folder(tmp_path / "course"))
    (tmp_path / "course/imsmanifest.xml").unlink()
    with pytest.raises(PackageRefused, match=r"imsmanifest\.xml"):
        library.course(package.id, package.location)


def test_a_package_removed(library: PackageLibrary, tmp_path: Path) -> None:
    package = library.take_in(build_zip(tmp_path / "a.zip"))
    library.course(package.id)
    library.remove(package.id)
    assert _kept(tmp_path / "library") == []
    with pytest.raises(PackageMissing):
        library.reader(package.id)
    library.remove(package.id)


def test_export_gives_the_bytes_that_came_in(library: PackageLibrary, tmp_path: Path) -> None:
    source = build_zip(tmp_path / "a.zip")
    package = library.take_in(source)
    library.export(package.id, "", tmp_path / "out.zip", content_hash=package.content_hash)
    assert (tmp_path / "out.zip").read_bytes() == source.read_bytes()
    with pytest.raises(PackageMissing):
        library.export("pkg_unknown", "", tmp_path / "other.zip", content_hash="")
    with pytest.raises(LibraryUnwritable):
        library.export(package.id, "", tmp_path / "a.zip" / "below.zip", content_hash=package.content_hash)
    (tmp_path / "folder").mkdir()
    with pytest.raises(LibraryUnwritable):
        library.export(package.id, "", tmp_path / "folder", content_hash=package.content_hash)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "folder", "library", "out.zip"]


def test_a_folder_is_exported_as_a_zip(library: PackageLibrary, tmp_path: Path) -> None:
    package = library.take_in(build_folder(tmp_path / "course", course_files() | {".DS_Store": "junk"}))
    library.export(package.id, package.location, tmp_path / "out.zip", content_hash="")
    assert zipfile.ZipFile(tmp_path / "out.zip").namelist() == ["imsmanifest.xml", "sco1.html"]
    assert library.take_in(tmp_path / "out.zip").course == package.course


def test_cancel_in_the_middle(library: PackageLibrary, large: Path, tmp_path: Path) -> None:
    done: list[int] = []
    with pytest.raises(ImportCancelled):
        library.take_in(
            large, progress=lambda so_far, _: done.append(so_far), cancelled=lambda: bool(done) and done[-1] > BLOCK
        )
    assert done[-1] == 2 * BLOCK
    assert _kept(tmp_path / "library") == []


def test_a_file_still_being_downloaded(library: PackageLibrary, large: Path, tmp_path: Path) -> None:
    def grow(done: int, _: int) -> None:
        if done == BLOCK:
            with large.open("ab") as file:
                file.write(b"more")

    with pytest.raises(PackageChanged):
        library.take_in(large, progress=grow)
    assert _kept(tmp_path / "library") == []


def test_many_imports_at_once(library: PackageLibrary, large: Path, tmp_path: Path) -> None:
    sources = [large, build_zip(tmp_path / "a.zip")] * 4
    with ThreadPoolExecutor(8) as threads:
        packages = list(threads.map(library.take_in, sources))
    assert _kept(tmp_path / "library") == sorted({f"{package.id}.zip" for package in packages})
    assert len({package.id for package in packages}) == 2


def test_a_killed_import_is_swept_at_the_next_start(large: Path, tmp_path: Path) -> None:
    dying = (
        "import os, sys\nfrom pathlib import Path\nfrom connect_desktop.packages.library import PackageLibrary\n"
        "PackageLibrary(Path(sys.argv[1])).take_in("
        "Path(sys.argv[2]), progress=lambda done, total: done and os._exit(9))\n"
    )
    subprocess.run([sys.executable, "-c", dying, str(tmp_path / "library"), str(large)], check=False)
    assert len(_kept(tmp_path / "library")) == 1
    PackageLibrary(tmp_path / "library")
    assert _kept(tmp_path / "library") == []


def test_a_disk_that_fills_up(large: Path, tmp_path: Path) -> None:
    """The disk is a limit on the size of files, which the system reports as it does a full disk."""
    filling = (
        "import json, resource, sys\nfrom pathlib import Path\n"
        "from connect_desktop.packages.errors import PackageError\n"
        "from connect_desktop.packages.library import PackageLibrary\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))\n"
        "try:\n    PackageLibrary(Path(sys.argv[1])).take_in(Path(sys.argv[2]))\n"
        "except PackageError as error:\n    print(json.dumps(error.as_json()))\n"
    )
    command = [sys.executable, "-c", filling, str(tmp_path / "library"), str(large), str(BLOCK + 1000)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert json.loads(said) == LibraryFull().as_json()
    assert _kept(tmp_path / "library") == []


def test_no_room_is_said_before_anything_is_copied(
    library: PackageLibrary, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: _Usage)
    copied: list[int] = []
    with pytest.raises(LibraryFull):
        library.take_in(large, progress=lambda done, _: copied.append(done))
    assert copied == []


class _Usage:
    free = 10


def test_a_library_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file where the folder should be")
    with pytest.raises(LibraryUnwritable, match="library"):
        PackageLibrary(tmp_path / "library").take_in(build_zip(tmp_path / "a.zip"))


_SMALL = course_files(2)


@given(data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_however_a_zip_is_damaged_it_is_taken_in_or_refused(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    source = build_zip(folder / "a.zip", _SMALL, compression=data.draw(st.sampled_from([0, 8])))
    intact = source.read_bytes()
    damaged = bytearray(intact)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged)))
        damaged[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    source.write_bytes(damaged[: data.draw(st.integers(0, len(damaged)) | st.just(len(damaged)))])
    library = PackageLibrary(folder / "library")
    try:
        package = library.take_in(source)
    except PackageRefused:
        assert _kept(folder / "library") == []
        return
    reader = library.reader(package.id)
    for name in reader.archive.names():
        with suppress(MemberDamaged):
            assert len(_read(reader, name)) <= reader.archive.size(name)


def _read(reader: PackageReader, name: str) -> bytes:
    member = reader.find(name)
    assert member is not None
    with reader.open(member) as stream:
        return stream.read()
