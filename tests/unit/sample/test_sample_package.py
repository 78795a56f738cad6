"""The bundled sample course as a package: complete, valid, and the same bytes whenever it is built."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from connect_desktop.packages.examination import examine
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.packages.sample import SAMPLE_EDITIONS, build_sample, sample_members
from connect_desktop.resources import resources_dir
from connect_desktop.scorm.cam.course import Course, Edition
from connect_desktop.scorm.cam.finding import Severity

CONTENT = resources_dir() / "sample" / "content"
WALKTHROUGH = resources_dir() / "sample" / "walkthrough.json"
editions = pytest.mark.parametrize("edition", SAMPLE_EDITIONS)


def _course(edition: Edition, folder: Path) -> Course:
    course = examine(build_sample(edition, folder / "sample.zip")).course
    assert course is not None
    return course


@editions
def test_nothing_but_hints_is_found(edition: Edition, tmp_path: Path) -> None:
    report = examine(build_sample(edition, tmp_path / "sample.zip"))
    assert [finding.message for finding in report.findings if finding.severity is not Severity.HINT] == []


@editions
def test_it_is_of_its_edition_and_says_what_it_is(edition: Edition, tmp_path: Path) -> None:
    course = _course(edition, tmp_path)
    assert course.edition is edition
    assert course.title == "Safe on board"
    assert course.metadata.title
    assert course.metadata.description
    assert course.metadata.language == "en"
    assert course.metadata.thumbnail in sample_members(edition)


@editions
def test_the_manifest_lists_every_file_once(edition: Edition, tmp_path: Path) -> None:
    listed = [name for resource in _course(edition, tmp_path).resources.values() for name in resource.files]
    assert sorted(listed) == [name for name in sample_members(edition) if name != "imsmanifest.xml"]


def test_both_editions_have_the_same_parts(tmp_path: Path) -> None:
    parts = [
        [(item.identifier, item.title, item.launch, item.data_from_lms) for item in course.organization.leaves()]
        for course in (_course(edition, tmp_path) for edition in SAMPLE_EDITIONS)
    ]
    assert parts[0] == parts[1]


def test_the_pass_mark_is_the_same_in_both_editions(tmp_path: Path) -> None:
    old, new = (_course(edition, tmp_path).organization.item("quiz") for edition in SAMPLE_EDITIONS)
    assert old is not None
    assert new is not None
    primary = next(objective for objective in new.sequencing.objectives if objective.primary)
    assert primary.satisfied_by_measure
    assert float(old.mastery_score) / 100 == primary.minimum_normalized_measure


def test_the_weights_of_the_parts_make_a_whole(tmp_path: Path) -> None:
    leaves = _course(Edition.SCORM_2004_4TH, tmp_path).organization.leaves()
    weights = [item.completion_threshold.progress_weight for item in leaves if item.completion_threshold]
    assert len(weights) == len(leaves)
    assert sum(weights) == pytest.approx(1)


@editions
def test_building_twice_gives_one_package(edition: Edition, tmp_path: Path) -> None:
    first = build_sample(edition, tmp_path / "a" / "first.zip")
    second = build_sample(edition, tmp_path / "b" / "second.zip")
    assert first.read_bytes() == second.read_bytes()
    library = PackageLibrary(tmp_path / "library")
    assert library.take_in(first).id == library.take_in(second).id


@editions
def test_nothing_of_the_building_machine_is_in_the_zip(edition: Edition, tmp_path: Path) -> None:
    with zipfile.ZipFile(build_sample(edition, tmp_path / "sample.zip")) as packed:
        entries = packed.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {(entry.date_time, entry.create_system, entry.compress_type) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, zipfile.ZIP_STORED)
    }


@pytest.mark.parametrize(
    "file",
    [path for path in sorted(CONTENT.rglob("*")) if path.suffix in {".html", ".css", ".js", ".svg"}],
    ids=lambda path: path.name,
)
def test_the_content_asks_for_nothing_outside(file: Path) -> None:
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"'`]*", file.read_text(encoding="utf-8")))
    assert addresses <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("page", sorted(CONTENT.glob("*.html")), ids=lambda path: path.name)
def test_pages_are_named_and_their_pictures_described(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert re.search(r"<title>.+</title>", text)
    assert all("alt=" in picture for picture in re.findall(r"<img[^>]*>", text))


@pytest.mark.parametrize("page", sorted(CONTENT.glob("*.html")), ids=lambda path: path.name)
def test_the_addresses_in_a_page_lead_to_files(page: Path) -> None:
    linked = re.findall(r"(?:src|href)=\"([^\"]+)\"", page.read_text(encoding="utf-8"))
    assert linked
    assert [address for address in linked if not (CONTENT / address).is_file()] == []


@editions
def test_the_walkthrough_goes_through_all_parts_in_order(edition: Edition, tmp_path: Path) -> None:
    steps = json.loads(WALKTHROUGH.read_text(encoding="utf-8"))
    delivered = [step["title"] for step in steps if step["do"] == "wait-delivered"]
    assert delivered == [item.title for item in _course(edition, tmp_path).organization.leaves()]
    assert 4 <= sum(step["do"] == "screenshot" for step in steps) <= 6
