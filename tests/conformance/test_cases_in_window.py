"""Every one of ADL's cases, in the player window with real pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from connect_desktop.player.course_view import page_folder
from connect_desktop.player.profile import LearnerProfile
from connect_desktop.resources import resources_dir
from tests.conformance.results import IN_WINDOW
from tests.conformance.window_replay import WindowReplay


@pytest.fixture(scope="session")
def profile(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LearnerProfile]:
    """One for all windows: a profile of its own for each case would be half the time."""
    made = LearnerProfile("conformance", tmp_path_factory.mktemp("profile"), page_folder(resources_dir()))
    yield made
    shiboken6.delete(made)


def test_a_case_is_played_as_it_says(
    adl_folder: Path,
    case: str,
    tmp_path: Path,
    profile: LearnerProfile,
    count_case: Callable[[str, str], None],
) -> None:
    count_case(IN_WINDOW, case)
    replay = WindowReplay(adl_folder, tmp_path, profile)
    try:
        assert replay.run(case) == []
    finally:
        replay.close()
