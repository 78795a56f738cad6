"""A running course over a real store, for tests of the runtime."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.rte.launch import Mode
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.records import Learner, PackageKind, PackageRecord

PACKAGE = "pkg_test"
Open = Callable[..., RunningCourse]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "connect.db")
    yield store
    store.close()


@pytest.fixture
def learner(store: Store) -> Learner:
    store.packages.put(
        PackageRecord(
            id=PACKAGE,
            content_hash="0" * 64,
            kind=PackageKind.ZIP,
            location="",
            title="Safety",
            edition="1.2",
            size=1,
            imported_at=utc_now(),
        )
    )
    return store.learners.add("Ahab")


@pytest.fixture
def open_course(store: Store, learner: Learner) -> Open:
    """Open a course in a new launch, as the next start of the application would."""
    launching = Launching(store, clock=utc_now)

    def opened(course: Course, mode: Mode = Mode.NORMAL, *, anew: bool = False) -> RunningCourse:
        return launching.open(course, PACKAGE, learner, LaunchOptions(mode=mode), anew=anew)[1]

    return opened
