"""Run benches: `python -m tests.bench [NAME...]` prints one JSON line a figure, exits 1 when a limit is missed.

A bench is a module `bench_NAME.py` here with a function `measure() -> Iterable[Figure]`. Each runs in a process of its
own, so that none finds the caches, the memory or the QApplication of another.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

PREFIX = "bench_"


def names() -> list[str]:
    """The benches there are."""
    return sorted(path.stem.removeprefix(PREFIX) for path in Path(__file__).parent.glob(f"{PREFIX}*.py"))


def measure(name: str) -> bool:
    """Run one bench in this process and print its figures; whether every limit was met."""
    all_met = True
    for figure in importlib.import_module(f"{__package__}.{PREFIX}{name}").measure():
        print(json.dumps({"bench": name} | figure.as_json(), ensure_ascii=False), flush=True)
        all_met = all_met and figure.met
    return all_met


def main(chosen: list[str]) -> int:
    """Run the benches chosen, or all; the exit status."""
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"There is no bench {', '.join(unknown)}; there are {', '.join(names())}.", file=sys.stderr)
        return 2
    if len(chosen) == 1:
        return 0 if measure(chosen[0]) else 1
    runs = [subprocess.run([sys.executable, "-m", __package__, name], check=False) for name in chosen or names()]
    return 0 if all(run.returncode == 0 for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
