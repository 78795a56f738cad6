from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from connect_desktop.packages import folder_archive
from connect_desktop.packages.errors import MemberMissing, MemberTooLarge, PackageMissing, PackageRefused
from connect_desktop.packages.folder_archive import FolderArchive
from tests.packages_for_tests import build_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build_folder(tmp_path / "course", {"imsmanifest.xml": "<x/>", "a/b/c.txt": "deep", ".git/config": "no"})


def test_files_are_members(folder: Path) -> None:
    archive = FolderArchive(folder)
    assert list(archive.names()) == ["a/b/c.txt", "imsmanifest.xml"]
    assert archive.size("a/b/c.txt") == 4
    assert archive.read("a/b/c.txt", 4) == b"deep"
    assert archive.total_size() == 8
    with archive.open("a/b/c.txt") as stream:
        assert stream.seekable()
    with pytest.raises(MemberTooLarge):
        archive.read("a/b/c.txt", 3)


def test_what_an_author_saves_is_read_at_once(folder: Path) -> None:
    archive = FolderArchive(folder)
    before = archive.fingerprint()
    (folder / "a/b/c.txt").write_text("deeper")
    assert archive.size("a/b/c.txt") == 6
    assert archive.read("a/b/c.txt", 9) == b"deeper"
    assert FolderArchive(folder).fingerprint() != before
    (folder / "a/b/c.txt").unlink()
    with pytest.raises(MemberMissing):
        archive.open("a/b/c.txt")


def test_links_may_not_leave_the_folder(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (folder / "out.txt").symlink_to(secret)
    (folder / "outside").symlink_to(tmp_path, target_is_directory=True)
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (folder / "in.txt").symlink_to(folder / "a/b/c.txt")
    (folder / "nowhere.txt").symlink_to(folder / "nothing")
    archive = FolderArchive(folder)
    assert list(archive.names()) == ["a/b/c.txt", "imsmanifest.xml", "in.txt"]
    assert archive.read("in.txt", 9) == b"deep"
    for name in ("out.txt", "outside/secret.txt", "../secret.txt", str(secret), "a/../../secret.txt"):
        with pytest.raises(MemberMissing):
            archive.open(name)


def test_a_file_that_becomes_a_link_outwards_is_no_member_any_more(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    archive = FolderArchive(folder)
    (folder / "a/b/c.txt").unlink()
    (folder / "a/b/c.txt").symlink_to(secret)
    with pytest.raises(MemberMissing):
        archive.read("a/b/c.txt", 99)
    with pytest.raises(MemberMissing):
        archive.size("a/b/c.txt")


def test_pipes_are_not_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert "pipe" not in FolderArchive(folder).names()


def test_a_folder_that_is_gone(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PackageMissing, match="nowhere"):
        FolderArchive(tmp_path / "nowhere")
    with pytest.raises(PackageMissing):
        FolderArchive(folder / "imsmanifest.xml")


def test_a_whole_disk_is_no_course(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_archive, "_MEMBER_LIMIT", 1)
    with pytest.raises(PackageRefused, match="one course"):
        FolderArchive(folder)


def test_a_file_that_vanishes_while_the_folder_is_listed_is_no_member(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = set(FolderArchive(folder).names())
    (folder / "fleeting.tmp").write_text("soon gone")
    scandir = os.scandir

    @contextmanager
    def listed_before_it_vanished(path: Path) -> Iterator[list[os.DirEntry[str]]]:
        with scandir(path) as entries:
            seen = list(entries)
        (folder / "fleeting.tmp").unlink(missing_ok=True)
        yield seen

    monkeypatch.setattr(os, "scandir", listed_before_it_vanished)
    assert set(FolderArchive(folder).names()) == names
