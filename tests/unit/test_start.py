"""What a course's first page need not wait for is not loaded before it."""

from __future__ import annotations

import subprocess
import sys

import pytest

_LATER = {
    # The web engine comes first: what finds the course is read while it starts,
    "connect_desktop.desktop.playing": ("connect_desktop.store", "connect_desktop.runtime", "PySide6.QtSvg", "html"),
    # what opens it while its page loads,
    "connect_desktop.desktop.asked_course": (
        "connect_desktop.runtime.running_course",
        "connect_desktop.scorm.cam.manifest",
        "connect_desktop.scorm.cam.check",
        "connect_desktop.store.reports.tallies",
        "lxml",
        "hashlib",
        "platformdirs",
    ),
    # of two sequencers one,
    "connect_desktop.runtime.launching": ("connect_desktop.runtime.linear", "connect_desktop.runtime.sequenced"),
    # and what stands around it with the first painting.
    "connect_desktop.player.window": (
        "connect_desktop.player.surroundings",
        "connect_desktop.look.icons",
        "connect_desktop.player.printing",
        "PySide6.QtPdf",
    ),
    # Who has no account never needs them.
    "connect_desktop.desktop.library_desk": ("httpx", "keyring"),
    "connect_desktop.sync.service": ("httpx", "keyring"),
}


@pytest.mark.parametrize(("imported", "later"), [(module, name) for module, names in _LATER.items() for name in names])
def test_a_course_is_opened_without(imported: str, later: str) -> None:
    question = f"import sys, {imported}; print({later!r} in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", question], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "False"
