"""The sample course from its first page to its certificate, as `packaging/run` plays it where there is no screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from connect_desktop.resources import resources_dir

WALKTHROUGH = resources_dir() / "sample" / "walkthrough.json"


@pytest.mark.parametrize("sample", ["sample", "sample-1.2"])
def test_the_sample_is_played_to_its_end_and_passed(sample: str, tmp_path: Path) -> None:
    played = subprocess.run(
        [
            *(sys.executable, "-m", "connect_desktop", "--data-dir", tmp_path / "data"),
            *("play", sample, "--json", "--learner", "Lovelace, Ada"),
            *("--headless-script", WALKTHROUGH, "--screenshots", tmp_path / "screenshots"),
        ],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert played.returncode == 0, played.stderr
    report = json.loads(played.stdout)
    values = report["session"]["cmi_data"]
    if sample == "sample":
        assert values["cmi.completion_status"] == "completed"
        assert values["cmi.success_status"] == "passed"
        assert float(values["cmi.score.scaled"]) == 1
        assert float(values["cmi.progress_measure"]) == 1
    else:
        assert values["cmi.core.lesson_status"] == "passed"
        assert float(values["cmi.core.score.raw"]) == 100
    screenshots = sorted((tmp_path / "screenshots").iterdir())
    assert len(screenshots) == 6
    assert all(len(colours_of_the_page(QImage(str(file)))) > 8 for file in screenshots)


def colours_of_the_page(image: QImage) -> set[int]:
    """What a look at every eighth pixel of the course's own part of the window finds; a blank page has one colour."""
    return {image.pixel(x, y) for x in range(320, image.width(), 8) for y in range(80, image.height() - 80, 8)}
