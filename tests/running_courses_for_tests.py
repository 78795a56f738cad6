"""Courses that run over a real store, and content in them that calls the API."""

from __future__ import annotations

from collections.abc import Callable

from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.navigation import Command, Deliver, NavigationRequest
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.rte.launch import Mode
from connect_desktop.store.database import Store, utc_now
from connect_desktop.store.records import Learner, PackageKind, PackageRecord

PACKAGE = "pkg_test"
CONTINUE = NavigationRequest(Command.CONTINUE)
SUSPEND = NavigationRequest(Command.SUSPEND_ALL)
EXIT = NavigationRequest(Command.EXIT_ALL)

Open = Callable[..., RunningCourse]


def learner_with_package(store: Store) -> Learner:
    """A learner, and the record of a package that any course may be said to be in."""
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


def opener(store: Store, learner: Learner) -> Open:
    """Opens a course in a new launch, as the next start of the application would."""
    launching = Launching(store, clock=utc_now)

    def opened(course: Course, mode: Mode = Mode.NORMAL, *, anew: bool = False) -> RunningCourse:
        return launching.open(course, PACKAGE, learner, LaunchOptions(mode=mode), anew=anew)[1]

    return opened


class Sco:
    """Calls the API as the content of a delivery does."""

    def __init__(self, course: RunningCourse, activity: str, *, resume: bool = False) -> None:
        self.course = course
        self.delivery = course.deliver(activity, resume=resume)

    def __call__(self, method: str, *args: str) -> str:
        return self.course.call(self.delivery.number, method, args)

    def leave(self, request: NavigationRequest | None = None) -> None:
        self.course.taken_away(self.delivery.number)
        if request is not None:
            self.course.navigate(request)
        self.course.close()


def begin(open_course: Open, course: Course, **options: object) -> Sco:
    running = open_course(course, **options)
    decision = running.begin()
    assert isinstance(decision, Deliver)
    return Sco(running, decision.activity, resume=decision.resume)
