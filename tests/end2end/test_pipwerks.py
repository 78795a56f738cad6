"""The wrapper that half of all content reaches its API through, unchanged, in the real window.

It comes from its registry by npm and is kept in pytest's cache, so that later runs need no network.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.command_line_for_tests import CommandLine, Step
from tests.packages_for_tests import build_zip, course_files

WRAPPER = "pipwerks-scorm-api-wrapper@0.1.2"
PAGE = """<!doctype html><title>SCO</title>
<script>const exports = {};</script>
<script src="pipwerks.js"></script>
<script>
  const scorm = exports.SCORM;
  const began = { initialised: scorm.init(), version: scorm.version, status: scorm.status("get") };
  addEventListener("unload", () => scorm.quit());
</script>"""
DELIVERED: Step = {"do": "wait-delivered", "title": "SCO 1"}
LEARN = """[
  scorm.set(ELEMENTS.location, "page-3"), scorm.get(ELEMENTS.location), scorm.set(ELEMENTS.score, "80"),
  scorm.status("get"), scorm.save(), scorm.set("cmi.nonsense", "1"), scorm.debug.getCode()]"""
RESUME = "[began, scorm.get(ELEMENTS.entry), scorm.get(ELEMENTS.location), scorm.get(ELEMENTS.score)]"
FINISH = 'scorm.status("set", "completed")'
ELEMENTS = {
    "1.2": {"location": "cmi.core.lesson_location", "score": "cmi.core.score.raw", "entry": "cmi.core.entry"},
    "2004": {"location": "cmi.location", "score": "cmi.score.raw", "entry": "cmi.entry"},
}
NO_SUCH_ELEMENT = 401


@pytest.fixture(scope="module")
def wrapper(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The wrapper's source."""
    cache = request.config.cache
    assert cache is not None
    source: str = cache.get(WRAPPER, "") or fetched(tmp_path_factory.mktemp("npm"))
    cache.set(WRAPPER, source)
    return source


def fetched(folder: Path) -> str:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm, which brings the wrapper, is not installed here")
    subprocess.run([npm, "pack", "--silent", WRAPPER], cwd=folder, check=True, capture_output=True, timeout=90)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as packed:
        source = packed.extractfile("package/index.js")
        assert source is not None
        return source.read().decode()


@pytest.mark.parametrize("edition", ["1.2", "2004"])
def test_content_that_goes_through_the_wrapper_saves_and_resumes(tmp_path: Path, wrapper: str, edition: str) -> None:
    course = build_zip(tmp_path / "course.zip", course_files(edition=edition, page=PAGE) | {"pipwerks.js": wrapper})
    connect = CommandLine(tmp_path)

    def evaluate(text: str) -> Step:
        return {"do": "eval", "js": text.replace("ELEMENTS", json.dumps(ELEMENTS[edition]))}

    first = connect.play(course, [DELIVERED, evaluate(LEARN)])
    assert first["values"] == [[True, "page-3", True, "incomplete", True, False, NO_SUCH_ELEMENT]]
    assert first["session"]["completion_status"] == "incomplete"

    # The wrapper left in `unload`, and asked to be suspended as it does with what is not complete.
    second = connect.play(course, [DELIVERED, evaluate(RESUME), evaluate(FINISH)])
    began = {"initialised": True, "version": edition, "status": "incomplete"}
    assert second["values"] == [[began, "resume", "page-3", "80"], True]
    assert second["session"]["completion_status"] == "completed"
