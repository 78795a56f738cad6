"""The library over real packages and a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connect_desktop.app import open_library
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.errors import CourseBeingPlayed, UnknownPackage, UnknownSession
from connect_desktop.runtime.library import Library, OpenedCourse
from connect_desktop.runtime.navigation import Deliver
from connect_desktop.runtime.sco_launch import LaunchOptions
from tests.packages_for_tests import build_folder, build_zip, course_files


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(DataPaths(tmp_path / "data")) as library:
        yield library


def take_in(library: Library, source: Path) -> str:
    return library.take_in(source, lambda _done, _total: None, lambda: False).package.id


def open_course(library: Library, package_id: str) -> OpenedCourse:
    return library.open(package_id, library.learner("Ahab"), LaunchOptions())


def complete(opened: OpenedCourse) -> None:
    """Play until everything is answered "true", and no further."""
    decision = opened.running.begin()
    assert isinstance(decision, Deliver)
    delivery = opened.running.deliver(decision.activity).number
    for method, *args in (
        ("LMSInitialize", ""),
        ("LMSSetValue", "cmi.core.lesson_status", "passed"),
        ("LMSCommit", ""),
    ):
        assert opened.running.call(delivery, method, args) == "true"


def test_the_same_bytes_are_one_course(library: Library, tmp_path: Path) -> None:
    first = library.take_in(build_zip(tmp_path / "a.zip"), lambda _done, _total: None, lambda: False)
    again = library.take_in(build_zip(tmp_path / "b.zip"), lambda _done, _total: None, lambda: False)
    assert (first.already_there, again.already_there) == (False, True)
    assert first.package == again.package
    assert len(library.courses("")) == 1


def test_a_folder_is_a_course_too(library: Library, tmp_path: Path) -> None:
    package_id = take_in(library, build_folder(tmp_path / "course"))
    opened = open_course(library, package_id)
    assert opened.reader.find("sco1.html") is not None
    opened.running.close()
    library.remove(package_id)
    assert (tmp_path / "course" / "imsmanifest.xml").is_file()


def test_a_session_that_was_cut_off_says_what_it_came_to(library: Library, tmp_path: Path) -> None:
    package_id = take_in(library, build_zip(tmp_path / "a.zip", course_files(edition="1.2")))
    opened = open_course(library, package_id)
    complete(opened)
    learner = library.learner("Ahab")
    (before,) = library.courses(learner.id)
    assert before.session is not None
    assert before.session.success == "unknown", "nobody has folded the journal yet"

    library.settle_cut_off_launches()
    (after,) = library.courses(learner.id)
    assert after.session is not None
    assert (after.session.completion, after.session.success) == ("completed", "passed")
    version = after.session.version
    library.settle_cut_off_launches()
    (again,) = library.courses(learner.id)
    assert again.session is not None
    assert again.session.version == version, "there is nothing left to settle"


def test_settling_passes_over_courses_that_are_gone(library: Library, tmp_path: Path) -> None:
    package_id = take_in(library, build_zip(tmp_path / "a.zip", course_files(edition="1.2")))
    opened = open_course(library, package_id)
    complete(opened)
    (tmp_path / "data" / "packages" / f"{package_id}.zip").unlink()
    library.settle_cut_off_launches()
    document = library.session_document(opened.session.id)
    assert document["cmi_data"]["cmi.core.lesson_status"] == "passed"


def test_what_learners_did_stays_when_a_course_goes_and_is_there_when_it_comes_back(
    library: Library, tmp_path: Path
) -> None:
    package_id = take_in(library, build_zip(tmp_path / "a.zip", course_files(edition="1.2")))
    opened = open_course(library, package_id)
    complete(opened)
    opened.running.close()
    library.remove(package_id)
    assert library.courses(library.learner("Ahab").id) == ()
    assert take_in(library, tmp_path / "a.zip") == package_id
    (course,) = library.courses(library.learner("Ahab").id)
    assert course.session is not None
    assert course.session.success == "passed"


def test_a_course_is_not_taken_away_under_a_learner(library: Library, tmp_path: Path) -> None:
    package_id = take_in(library, build_zip(tmp_path / "a.zip", course_files(edition="1.2")))
    opened = open_course(library, package_id)
    complete(opened)
    with pytest.raises(CourseBeingPlayed, match="is being played"):
        library.remove(package_id)
    assert library.package(package_id)
    # Its program has died: what was said until then is what the session came to.
    library.remove(package_id, cut_off=True)
    assert library.session_document(opened.session.id)["success_status"] == "passed"


def test_it_is_known_how_much_room_a_course_takes(library: Library, tmp_path: Path) -> None:
    package_id = take_in(library, build_zip(tmp_path / "a.zip"))
    folder_id = take_in(library, build_folder(tmp_path / "course"))
    assert library.space() == {package_id: (tmp_path / "a.zip").stat().st_size, folder_id: 0}


def test_what_is_not_there_is_said(library: Library) -> None:
    with pytest.raises(UnknownPackage, match="no course “pkg_x” here"):
        library.package("pkg_x")
    with pytest.raises(UnknownSession, match="no session “s” here"):
        library.session_document("s")


def test_the_session_document_is_that_of_the_rest_api(library: Library, tmp_path: Path) -> None:
    package_id = take_in(library, build_zip(tmp_path / "a.zip", course_files(edition="1.2")))
    opened = open_course(library, package_id)
    complete(opened)
    opened.running.close()
    document = library.session_document(opened.session.id)
    assert set(document) == {
        "id",
        "tenant_id",
        "user_id",
        "package_id",
        "cmi_data",
        "completion_status",
        "success_status",
        "score",
        "time_spent_seconds",
        "version",
        "created_at",
        "updated_at",
    }
    assert document["user_id"] == library.learner("Ahab").id
    assert document["created_at"].endswith("Z")
    assert document["score"] is None


def test_an_account_without_a_name_learns_all_the_same(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert library.learner(None).name == "Learner"
