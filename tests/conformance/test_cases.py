"""Every one of ADL's cases, against the runtime without a window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.conformance.replay import Replay
from tests.conformance.results import WITHOUT_WINDOW


def test_a_case_is_played_as_it_says(
    adl_folder: Path, case: str, tmp_path: Path, count_case: Callable[[str, str], None]
) -> None:
    count_case(WITHOUT_WINDOW, case)
    replay = Replay(adl_folder, tmp_path)
    try:
        assert replay.run(case) == []
    finally:
        replay.close()
