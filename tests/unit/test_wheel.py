"""What `pip install .` puts on a machine."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_brings_the_command_and_every_resource(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)

    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        brought = set(archive.namelist())
        (entry_points,) = (name for name in brought if name.endswith("entry_points.txt"))
        commands = archive.read(entry_points).decode()

    resources = ROOT / "resources"
    wanted = {path.relative_to(resources) for path in resources.rglob("*") if path.is_file()}
    assert wanted
    assert {f"connect_desktop/_resources/{path.as_posix()}" for path in wanted} <= brought
    assert "connect-desktop = " in commands
    assert not {name for name in brought if name.startswith(("tests/", "packaging/"))}
