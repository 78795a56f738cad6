"""The sample course as a package: one content, a manifest for each edition."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from connect_desktop.packages.errors import write_failure
from connect_desktop.packages.incoming import Incoming
from connect_desktop.resources import resources_dir
from connect_desktop.scorm.cam.course import Edition

_FOLDERS = {Edition.SCORM_12: "scorm12", Edition.SCORM_2004_4TH: "scorm2004"}
_EARLIEST = (1980, 1, 1, 0, 0, 0)

SAMPLE_EDITIONS = tuple(_FOLDERS)
"""The editions the sample course exists in."""


def build_sample(edition: Edition, destination: Path) -> Path:
    """Write the sample course as the zip `destination`, whose folder is made where it is missing, and return it.

    The bytes are the same on every machine and at every time, so importing the sample twice is one package: names are
    sorted, times are fixed, and members are stored, for two builds of zlib may deflate differently. `edition` is one
    of `SAMPLE_EDITIONS`. Raises `LibraryFull`, `LibraryUnwritable`.
    """
    packed = _pack(sample_members(edition))
    try:
        with Incoming(destination.parent).file() as file:
            file.write(packed)
            file.settle(destination)
    except OSError as error:
        raise write_failure(destination, error) from error
    return destination


def sample_members(edition: Edition) -> dict[str, Path]:
    """The files of the sample course: member name to file, sorted by name."""
    sample = resources_dir() / "sample"
    content = [path for path in (sample / "content").rglob("*") if path.is_file()]
    members = {path.relative_to(sample).as_posix(): path for path in content}
    members["imsmanifest.xml"] = sample / _FOLDERS[edition] / "imsmanifest.xml"
    return dict(sorted(members.items()))


def _pack(members: dict[str, Path]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, path in members.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system = 3
            archive.writestr(entry, path.read_bytes())
    return packed.getvalue()
