"""What the player needs of the rooms below it, so that it can be read and tested without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO, Protocol, TypeVar

from connect_desktop.runtime.events import Listener
from connect_desktop.runtime.navigation import ContentsEntry, Controls, Decision, NavigationRequest, Outcome, Refused


class Delivery(Protocol):
    """An activity on its way to the learner. `url` is relative to the package root, query and fragment included."""

    @property
    def number(self) -> int: ...
    @property
    def activity(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def is_2004(self) -> bool: ...
    @property
    def title(self) -> str: ...


class Course(Protocol):
    """A learner's running course: `runtime.running_course.RunningCourse`.

    `begin`, `navigate`, `deliver`, `taken_away` and `close` raise `ConnectError` when the world does not let them.
    """

    @property
    def title(self) -> str: ...

    def call(self, delivery: int, method: str, args: Sequence[str]) -> str:
        """Answer one API call at once; never raises for anything content can do."""

    def begin(self, choose: str | None = None) -> Decision:
        """Start or resume, at the activity `choose` if given."""

    def navigate(self, request: NavigationRequest) -> Decision:
        """Process a request after the content of the current delivery was taken away."""

    def deliver(self, activity: str, *, resume: bool = False) -> Delivery:
        """Make a new API instance for the activity; `resume` says that its suspended attempt goes on."""

    def taken_away(self, delivery: int) -> None:
        """The content of this delivery is gone and every call it made has been answered."""

    def controls(self) -> Controls: ...

    def contents(self) -> tuple[ContentsEntry, ...]: ...

    def outcome(self) -> Outcome: ...

    def refusal(self, request: NavigationRequest) -> Refused | None:
        """Why the request would not be honoured now; None if it would, or if that is known only when it is made."""

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of events; the function returned ends that."""

    def close(self) -> None: ...


class Member(Protocol):
    """A file of a package. `size` is in bytes; `encoding` is that of the bytes, as in `Content-Encoding`, mostly ""."""

    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def media_type(self) -> str: ...
    @property
    def encoding(self) -> str: ...


M = TypeVar("M", bound=Member)


class PackageReader(Protocol[M]):
    """An imported package's files: `packages.members`."""

    def find(self, path_and_query: str) -> M | None:
        """The member an address relative to the package root means, percent-encoded as content wrote it."""

    def open(self, member: M) -> BinaryIO:
        """The member's bytes, seekable; raises `ConnectError` if they cannot be read."""
