"""What a course's first page need not wait for is not loaded before it."""

from __future__ import annotations

import subprocess
import sys

import pytest

_LATER = {
    "connect_desktop.cli.play": ("PySide6", "connect_desktop.scorm.cam.check", "connect_desktop.runtime.linear"),
    "connect_desktop.desktop": ("PySide6.QtSvg", "connect_desktop.ui.library_window", "html", "platformdirs"),
    # Who has no account never needs them.
    "connect_desktop.desktop.library_desk": ("httpx", "keyring"),
    "connect_desktop.sync.service": ("httpx", "keyring"),
}


@pytest.mark.parametrize(("imported", "later"), [(module, name) for module, names in _LATER.items() for name in names])
def test_a_course_is_opened_without(imported: str, later: str) -> None:
    question = f"import sys, {imported}; print({later!r} in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", question], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "False"
