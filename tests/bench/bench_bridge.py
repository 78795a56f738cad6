"""What an API call costs in the real page, beside a bare `window.prompt` answered by an empty override."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from tests.bench.bridge_in_window import BARE
from tests.bench.figures import Figure

# Which core each of a window's processes finds itself on is luck, and lasts as long as the window.
_WINDOWS = 7
_LIMIT = 1.5


def measure() -> Iterator[Figure]:
    """Medians of windows, each of rounds that are taken in turn."""
    windows = [_window() for _ in range(_WINDOWS)]
    for name in windows[0]:
        yield Figure(f"{name}, one call", median(median(window[name]) for window in windows), "ms")
    for name in windows[0]:
        if name != BARE:
            beside = median(
                median(ours / bare for ours, bare in zip(window[name], window[BARE], strict=True)) for window in windows
            )
            yield Figure(f"{name} through the bridge, beside a bare prompt", beside, "ratio", limit=_LIMIT)


def _window() -> dict[str, list[float]]:
    command = [sys.executable, "-m", "tests.bench.bridge_in_window"]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    rounds: dict[str, list[float]] = json.loads(said)
    return rounds
