"""What can go wrong when a course is opened, said to the learner."""

from __future__ import annotations

from connect_desktop.errors import ConnectError


class RuntimeRefusal(ConnectError):
    """A launch that is not possible."""

    code = "launch-refused"


class NothingToLaunch(RuntimeRefusal):
    """No activity of the course has a page."""

    code = "nothing-to-launch"

    def __init__(self, title: str) -> None:
        super().__init__(
            "“{title}” has no page that can be opened; run a check of the package to see what its manifest lacks.",
            title=title,
        )


class CourseBeingPlayed(RuntimeRefusal):
    """The course cannot be taken away under a learner."""

    code = "course-being-played"

    def __init__(self, title: str) -> None:
        super().__init__("“{title}” is being played; close it first.", title=title)


class UnknownPackage(RuntimeRefusal):
    """Neither a file nor the id of an imported course."""

    code = "unknown-package"

    def __init__(self, name: str) -> None:
        super().__init__(
            "There is no course “{name}” here; give a .zip, a folder, or an id from the list of courses.", name=name
        )


class UnknownSession(RuntimeRefusal):
    """No session has this id."""

    code = "unknown-session"

    def __init__(self, session_id: str) -> None:
        super().__init__(
            "There is no session “{session_id}” here; the list of courses shows the sessions there are.",
            session_id=session_id,
        )


class VersionConflict(RuntimeRefusal):
    """Somebody else changed the session first; `current` is the version it has now."""

    code = "version-conflict"

    def __init__(self, current: int) -> None:
        super().__init__(
            "The session was changed in the meantime and has version {current} now; fetch it, merge, and try again.",
            current=current,
        )
        self.current = current


class TooManyElements(RuntimeRefusal):
    """API users said more elements of a session than are kept."""

    code = "too-many-elements"

    def __init__(self, most: int) -> None:
        super().__init__(
            "A session keeps at most {most} elements that were sent to it; remove some by sending them as null.",
            most=most,
        )


class PackageMismatch(RuntimeRefusal):
    """A launch ran other content than the session's course, the package `package_id`, is here."""

    code = "package-mismatch"

    def __init__(self, launch_id: str, package_id: str) -> None:
        super().__init__(
            "The launch {launch_id} ran another version of this course than the one that is here; "
            "begin a new session for it, in the package that it ran.",
            launch_id=launch_id,
        )
        self.values["package_id"] = package_id


class UnknownLearner(RuntimeRefusal):
    """No learner has this id."""

    code = "unknown-learner"

    def __init__(self, name: str) -> None:
        super().__init__("There is no learner “{name}” on this device; add them first.", name=name)
