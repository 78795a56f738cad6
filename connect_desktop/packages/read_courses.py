"""Courses as their manifests were read, kept so that a launch need not read XML again."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from connect_desktop import __version__
from connect_desktop.scorm.cam.course import Course

# To be raised when the same manifest comes to be read as another course within one version of this program.
_READING = 2


class ReadCourses:
    """Files in `folder`, one a package. A package never changes, so what was read of it holds for as long as this
    program reads alike; whatever is not as it should be counts as never read, and nothing depends on a file being kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reading = f"{__version__}/{_READING}"

    def get(self, package_id: str) -> Course | None:
        try:
            kept = msgspec.json.decode(self._file(package_id).read_bytes(), type=_Kept)
        except (OSError, msgspec.MsgspecError):
            return None
        return kept.course if kept.reading == self._reading else None

    def keep(self, package_id: str, course: Course) -> None:
        file = self._file(package_id)
        unfinished = file.with_name(f"{file.name}.{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(msgspec.json.encode(_Kept(reading=self._reading, course=course)))
            unfinished.replace(file)

    def forget(self, package_id: str) -> None:
        with suppress(OSError):
            self._file(package_id).unlink()

    def _file(self, package_id: str) -> Path:
        return self._folder / f"{package_id}.json"


class _Kept(msgspec.Struct, frozen=True):
    reading: str
    course: Course
