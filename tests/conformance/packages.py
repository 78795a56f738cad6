"""A case as a course that can be imported: its manifest as ADL published it, with pages of ours."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from connect_desktop.scorm.cam.course import Course

_PAGES = Path(__file__).with_name("pages")
_SCRIPT = "sco.js"
_SCO = "sco.html"
# Pages that are no SCO that does as it is told; such a one finds out from its name what else it does.
_OTHERS = {"AssetLaunchTest": "asset.html", "SequencingTestFail": "never.html"}


def build_package(manifest: bytes, course: Course, path: Path) -> Path:
    """Write the package to the zip file `path`: a page wherever the manifest launches one, the script beside it."""
    launched = {PurePosixPath(urlsplit(item.launch or "").path) for item in course.organization.leaves()}
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("imsmanifest.xml", manifest)
        for page in sorted(launched):
            package.write(_PAGES / _OTHERS.get(page.stem, _SCO), str(page))
        for folder in sorted({page.parent for page in launched}):
            package.write(_PAGES / _SCRIPT, str(folder / _SCRIPT))
    return path
