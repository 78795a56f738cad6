"""Import of a large package against what it cannot do without: one copy of the file and one hash of it."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from connect_desktop.packages.library import PackageLibrary
from tests.bench.figures import Figure
from tests.packages_for_tests import manifest_2004

FILES = 5_000
SIZE = 500 << 20
ROUNDS = 9
_BLOCK = 4 << 20


def measure() -> Iterable[Figure]:
    """Import time over `cp` plus SHA-256, taken in turns in this process; peak memory from a process of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-import-") as name:
        folder = Path(name)
        package = _package(folder / "large.zip")
        steps: dict[str, Callable[[], None]] = {
            "cp": lambda: _copy(package, folder / "copy.zip"),
            "hash": lambda: _hash(package),
            "import": lambda: _import(package, folder / "library"),
        }
        times: dict[str, list[float]] = {step: [] for step in steps}
        for _ in range(ROUNDS):
            for step, run in steps.items():
                times[step].append(_seconds(run))
                # At once, so that each step finds the same memory free for the pages it writes.
                (folder / "copy.zip").unlink(missing_ok=True)
                shutil.rmtree(folder / "library", ignore_errors=True)
        # The least of each: whatever else the machine does can only add.
        cost = {step: min(taken) for step, taken in times.items()}
        yield from (Figure(f"import.{step}_time", seconds, "s") for step, seconds in cost.items())
        yield Figure("import.ratio", cost["import"] / (cost["cp"] + cost["hash"]), "x", limit=1.5)
        yield Figure("import.check_time", _seconds(lambda: _check(package, folder / "library")), "s")
        yield Figure("import.peak_memory", _peak_above_idle(package, folder / "library"), "MB", limit=100)


def _package(path: Path) -> Path:
    """A course of 5,000 stored files that no disk could compress, and its pages."""
    noise = random.Random(7)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("imsmanifest.xml", manifest_2004(10), zipfile.ZIP_DEFLATED)
        for number in range(1, 11):
            archive.writestr(f"sco{number}.html", "<!doctype html><title>SCO</title>", zipfile.ZIP_DEFLATED)
        for number in range(FILES - 11):
            archive.writestr(f"media/{number // 100}/picture-{number}.jpg", noise.randbytes(SIZE // FILES))
    return path


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", source, target], check=True)


def _hash(source: Path) -> None:
    digest = hashlib.sha256()
    with source.open("rb", buffering=0) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)


def _import(package: Path, library: Path) -> None:
    PackageLibrary(library).take_in(package)


def _check(package: Path, library: Path) -> None:
    PackageLibrary(library).check(package)


def _seconds(run: Callable[[], None]) -> float:
    # Let what was written before reach the disk, so that nobody pays for another's writes.
    os.sync()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _peak_above_idle(package: Path, library: Path) -> float:
    command = [sys.executable, "-m", __name__, str(package), str(library)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _print_peak(package: Path, library: Path) -> None:
    """Import in this process and print by how many megabytes its memory peaked above where it began."""
    idle = _peak_memory()
    _import(package, library)
    sys.stdout.write(f"{_peak_memory() - idle}\n")


def _peak_memory() -> float:
    """Megabytes. Not `ru_maxrss`, which counts what the process that started this one used."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


if __name__ == "__main__":
    _print_peak(Path(sys.argv[1]), Path(sys.argv[2]))
