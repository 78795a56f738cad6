from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from connect_desktop.packages.incoming import Incoming


def test_a_settled_file_is_whole_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    with Incoming(tmp_path / "incoming").file() as file:
        file.write(b"new")
        assert target.read_text() == "old"
        file.settle(target)
    assert target.read_text() == "new"
    assert list((tmp_path / "incoming").iterdir()) == []


def test_an_unsettled_file_vanishes(tmp_path: Path) -> None:
    with Incoming(tmp_path).file() as file:
        file.write(b"half")
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_takes_the_dead_and_spares_the_living(tmp_path: Path) -> None:
    dying = (
        "import os, sys\nfrom pathlib import Path\nfrom connect_desktop.packages.incoming import Incoming\n"
        "with Incoming(Path(sys.argv[1])).file() as file:\n    file.write(b'half')\n    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", dying, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    with Incoming(tmp_path).file() as living:
        Incoming(tmp_path).sweep()
        assert len(list(tmp_path.iterdir())) == 1
        living.write(b"whole")
        living.settle(tmp_path / "kept")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_sweeping_where_nothing_ever_was(tmp_path: Path) -> None:
    Incoming(tmp_path / "never").sweep()
    assert list(tmp_path.iterdir()) == []
