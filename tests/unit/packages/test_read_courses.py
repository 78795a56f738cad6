"""What was read of a package is read once, and never believed where it may be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from connect_desktop.packages import read_courses
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.packages.read_courses import ReadCourses
from connect_desktop.packages.sample import build_sample
from connect_desktop.scorm.cam.course import Course, Edition
from tests.packages_for_tests import build_zip, manifest_2004


@pytest.fixture(params=(Edition.SCORM_12, Edition.SCORM_2004_4TH))
def course(request: pytest.FixtureRequest, tmp_path: Path) -> Course:
    sample = build_sample(request.param, tmp_path / "sample.zip")
    found = PackageLibrary(tmp_path / "library").check(sample).course
    assert found is not None
    return found


def test_a_course_comes_back_as_it_was_read(course: Course, tmp_path: Path) -> None:
    courses = ReadCourses(tmp_path / "courses")
    assert courses.get("pkg_a") is None
    courses.keep("pkg_a", course)
    assert courses.get("pkg_a") == course
    courses.forget("pkg_a")
    assert courses.get("pkg_a") is None
    assert list((tmp_path / "courses").iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"reading": "0/0", "course": {}}'])
def test_what_is_damaged_counts_as_never_read(course: Course, tmp_path: Path, damage: bytes) -> None:
    courses = ReadCourses(tmp_path)
    courses.keep("pkg_a", course)
    (tmp_path / "pkg_a.json").write_bytes(damage)
    assert courses.get("pkg_a") is None


def test_another_program_reads_for_itself(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ReadCourses(tmp_path).keep("pkg_a", course)
    monkeypatch.setattr(read_courses, "__version__", "999")
    assert ReadCourses(tmp_path).get("pkg_a") is None


def test_nothing_depends_on_its_being_kept(course: Course, tmp_path: Path) -> None:
    (tmp_path / "courses").write_text("no folder")
    ReadCourses(tmp_path / "courses").keep("pkg_a", course)
    ReadCourses(tmp_path / "courses").forget("pkg_a")


def test_a_library_reads_a_manifest_once_and_forgets_it_with_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = PackageLibrary(tmp_path / "library")
    package = library.take_in(build_zip(tmp_path / "a.zip", {"imsmanifest.xml": manifest_2004(1), "sco1.html": ""}))
    first = library.course(package.id)
    monkeypatch.setattr("connect_desktop.packages.library.read_course", lambda _archive: pytest.fail("read again"))
    assert library.course(package.id) == first == package.course
    library.remove(package.id)
    assert list((tmp_path / "library" / "courses").iterdir()) == []
