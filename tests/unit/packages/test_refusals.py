"""Every kind of file that is no course: refused in one sentence, and nothing of it is kept."""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from connect_desktop.packages.errors import PackageMissing, PackageRefused, PackageUnreadable
from connect_desktop.packages.examination import examine
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.packages.zip_directory import ZipEntry
from connect_desktop.packages.zip_faults import MEMBER_LIMIT, TOTAL_LIMIT, zip_faults
from connect_desktop.scorm.cam import manifest
from connect_desktop.scorm.cam.finding import Finding, Severity
from tests.packages_for_tests import build_folder, build_zip, course_files, manifest_2004


def _errors(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings if finding.severity is Severity.ERROR]


def _files(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()]


def _course_with(path: Path, name: str, content: bytes | str = "x") -> Path:
    return build_zip(path, course_files() | {name: content})


def _raw(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


def _truncated(path: Path) -> Path:
    data = build_zip(path, course_files(30)).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def _head_missing(path: Path) -> Path:
    data = build_zip(path, course_files(30)).read_bytes()
    path.write_bytes(data[len(data) // 2 :])
    return path


def _encrypted(path: Path) -> Path:
    data = bytearray(build_zip(path).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + offset
        data[place] |= 1
    path.write_bytes(data)
    return path


def _method(number: int) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        data = bytearray(build_zip(path).read_bytes())
        struct.pack_into("<H", data, data.rindex(b"PK\x01\x02") + 10, number)
        path.write_bytes(data)
        return path

    return write


def _lzma(path: Path) -> Path:
    return build_zip(path, compression=zipfile.ZIP_LZMA)


def _overlapping(path: Path) -> Path:
    """The second entry of the directory points at the data of the first, as quoted bombs do."""
    data = bytearray(build_zip(path).read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 1)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)
    return path


def _zip_in_zip(path: Path) -> Path:
    return build_zip(path, {"course.zip": build_zip(path).read_bytes()})


def _lying_manifest(path: Path) -> Path:
    data = bytearray(build_zip(path, course_files() | {"imsmanifest.xml": "<a/>" + " " * 9_000}).read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 100)
    path.write_bytes(data)
    return path


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty file": (_raw(b""), "empty-file"),
    "text": (_raw(b"Dear course author, ..."), "not-a-zip"),
    "rar": (_raw(b"Rar!\x1a\x07\x00 and so on"), "not-a-zip"),
    "7z": (_raw(b"7z\xbc\xaf\x27\x1c and so on"), "not-a-zip"),
    "part of a split zip": (_raw(b"PK\x07\x08PK\x03\x04 and so on"), "split-zip"),
    "no files": (lambda path: build_zip(path, {}), "empty-zip"),
    "only folders": (lambda path: build_zip(path, {"course/": ""}), "empty-zip"),
    "truncated": (_truncated, "damaged-zip"),
    "head missing": (_head_missing, "damaged-zip"),
    "encrypted": (_encrypted, "encrypted-zip"),
    "deflate64": (_method(9), "unsupported-compression"),
    "lzma": (_lzma, "unsupported-compression"),
    "unheard-of compression": (_method(77), "unsupported-compression"),
    "overlapping": (_overlapping, "overlapping-members"),
    "bomb": (lambda path: _course_with(path, "zeros.bin", bytes(100_000_000)), "zip-bomb"),
    "dots": (lambda path: _course_with(path, "../../x"), "unsafe-member-name"),
    "dots inside": (lambda path: _course_with(path, "a\\..\\..\\x"), "unsafe-member-name"),
    "absolute": (lambda path: _course_with(path, "/etc/passwd"), "unsafe-member-name"),
    "share": (lambda path: _course_with(path, "\\\\host\\share\\x"), "unsafe-member-name"),
    "drive": (lambda path: _course_with(path, "C:\\x.txt"), "unsafe-member-name"),
    "control character": (lambda path: _course_with(path, "a\x1bb.txt"), "unsafe-member-name"),
    "no manifest": (lambda path: build_zip(path, {"index.html": "<p>"}), "no-manifest"),
    "xapi": (lambda path: build_zip(path, {"tincan.xml": "<x/>", "index.html": ""}), "other-standard"),
    "cmi5": (lambda path: build_zip(path, {"cmi5.xml": "<x/>"}), "other-standard"),
    "aicc": (lambda path: build_zip(path, {"c.cst": "", "index.html": ""}), "other-standard"),
    "h5p": (lambda path: build_zip(path, {"h5p.json": "{}"}), "other-standard"),
    "slides": (lambda path: build_zip(path, {"[Content_Types].xml": "<x/>"}), "other-standard"),
    "zip in zip": (_zip_in_zip, "zip-in-zip"),
    "file of another device": (
        lambda path: build_zip(path, {"manifest.json": "{}", "sessions/1.json": "{}", "packages/0.zip": "PK"}),
        "carried-file",
    ),
    "several courses": (
        lambda path: build_zip(path, {"one/imsmanifest.xml": "<a/>", "two/imsmanifest.xml": "<a/>"}),
        "several-courses",
    ),
    "lying manifest": (_lying_manifest, "member-damaged"),
    "launch file missing": (
        lambda path: build_zip(path, {"imsmanifest.xml": manifest_2004()}),
        "missing-launch-file",
    ),
}


@pytest.fixture
def library(tmp_path: Path) -> PackageLibrary:
    return PackageLibrary(tmp_path / "library")


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_with_a_sentence_and_nothing_kept(kind: str, library: PackageLibrary, tmp_path: Path) -> None:
    write, code = REFUSED[kind]
    source = write(tmp_path / "source.zip")
    with pytest.raises(PackageRefused) as refusal:
        library.take_in(source)
    assert code in _errors(refusal.value.findings)
    assert str(refusal.value).rstrip().endswith(".")
    assert "{" not in str(refusal.value)
    assert _files(tmp_path / "library") == []
    report = library.check(source)
    assert report.refused
    assert report.findings == refusal.value.findings


def test_a_nul_in_a_name(library: PackageLibrary, tmp_path: Path) -> None:
    source = _course_with(tmp_path / "a.zip", "a_b.txt")
    source.write_bytes(source.read_bytes().replace(b"a_b.txt", b"a\0b.txt"))
    assert _errors(library.check(source).findings) == ["unsafe-member-name"]


def test_a_directory_that_claims_to_fill_the_memory(library: PackageLibrary, tmp_path: Path) -> None:
    size = 64 << 20
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, size, 0, 0)
    with (tmp_path / "a.zip").open("wb") as file:
        file.truncate(size)
        file.seek(0, io.SEEK_END)
        file.write(end)
    assert _errors(library.check(tmp_path / "a.zip").findings) == ["damaged-zip"]


def test_the_compression_is_named(library: PackageLibrary, tmp_path: Path) -> None:
    (finding,) = library.check(_method(9)(tmp_path / "a.zip")).findings
    assert "Deflate64" in finding.message


def test_the_standard_it_follows_instead_is_named(library: PackageLibrary, tmp_path: Path) -> None:
    (finding,) = library.check(build_zip(tmp_path / "a.zip", {"tincan.xml": "<x/>"})).findings
    assert "xAPI" in finding.message


def test_a_manifest_over_the_limit(library: PackageLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "MANIFEST_LIMIT", 100)
    (finding,) = library.check(build_zip(tmp_path / "a.zip")).findings
    assert finding.code == "member-too-large"
    assert finding.file == "imsmanifest.xml"


def test_a_hundred_megabyte_manifest(library: PackageLibrary, tmp_path: Path) -> None:
    filler = bytes(range(32, 127)) * 400_000
    source = build_zip(tmp_path / "a.zip", {"imsmanifest.xml": filler * 3}, compression=zipfile.ZIP_STORED)
    assert _errors(library.check(source).findings) == ["member-too-large"]


def test_absurd_totals() -> None:
    entry = ZipEntry("a", 0, TOTAL_LIMIT, TOTAL_LIMIT, 0, zipfile.ZIP_STORED, encrypted=False)
    assert _errors(zip_faults([entry], TOTAL_LIMIT + 100)) == []
    assert _errors(zip_faults([entry] * 2, TOTAL_LIMIT + 100))[0] == "zip-bomb"
    empty = [ZipEntry(f"{n}", 30 * n, 0, 0, 0, 0, encrypted=False) for n in range(MEMBER_LIMIT + 1)]
    assert _errors(zip_faults(empty, 30 * len(empty))) == ["too-many-members"]
    assert _errors(zip_faults(empty[1:], 30 * len(empty))) == []


def test_a_four_gigabyte_course_of_films_is_no_bomb() -> None:
    film = 400 << 20
    films = [ZipEntry(f"{n}.mp4", n * (film + 40), film, film, 0, 0, encrypted=False) for n in range(10)]
    assert zip_faults(films, 11 * film) == ()


def test_names_twice_in_a_zip_are_a_warning(library: PackageLibrary, tmp_path: Path) -> None:
    source = build_zip(tmp_path / "a.zip")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(source, "a") as package:
        package.writestr("sco1.html", "again")
    findings = library.take_in(source).findings
    assert ("duplicate-member", Severity.WARNING, "sco1.html") in [(it.code, it.severity, it.file) for it in findings]


def test_macos_icons_do_not_make_a_zip_unsafe(library: PackageLibrary, tmp_path: Path) -> None:
    assert _errors(library.check(_course_with(tmp_path / "a.zip", "Icon\r")).findings) == []


def test_folders_are_refused_too(library: PackageLibrary, tmp_path: Path) -> None:
    with pytest.raises(PackageRefused) as refusal:
        library.take_in(build_folder(tmp_path / "course", {"cmi5.xml": "<x/>"}))
    assert _errors(refusal.value.findings) == ["other-standard"]
    assert _files(tmp_path / "library") == []


def test_nothing_there(library: PackageLibrary, tmp_path: Path) -> None:
    for look in (library.check, library.take_in):
        with pytest.raises(PackageMissing, match="nowhere"):
            look(tmp_path / "nowhere.zip")


def test_a_file_nobody_can_read(library: PackageLibrary) -> None:
    memory = Path("/proc/self/mem")
    with pytest.raises(PackageUnreadable, match="mem"):
        library.take_in(memory)


def test_a_refusal_as_json(library: PackageLibrary, tmp_path: Path) -> None:
    (tmp_path / "a.zip").touch()
    with pytest.raises(PackageRefused) as refusal:
        library.take_in(tmp_path / "a.zip")
    shown = refusal.value.as_json()
    assert shown["error"] == {"code": "package-refused", "message": str(refusal.value)}
    assert shown["findings"] == [finding.as_json() for finding in refusal.value.findings]


def test_the_temporary_space_of_the_library_is_not_made_for_a_refusal(tmp_path: Path) -> None:
    library = PackageLibrary(tmp_path / "library")
    shutil.rmtree(tmp_path / "library", ignore_errors=True)
    assert library.check(_truncated(tmp_path / "a.zip")).refused
    assert not (tmp_path / "library").exists()


def test_a_bomb_is_told_in_sizes_that_people_read(tmp_path: Path) -> None:
    bomb = _course_with(tmp_path / "bomb.zip", "zeros.bin", bytes(100_000_000))
    (said,) = (one for one in examine(bomb).findings if one.code == "zip-bomb")
    assert "claims to hold 100 MB" in said.message
