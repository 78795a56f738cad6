"""What the inspector needs of a running course: `runtime.running_course.RunningCourse`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from connect_desktop.runtime.events import Listener
from connect_desktop.runtime.inspection import Inspection


class InspectedCourse(Protocol):
    @property
    def title(self) -> str: ...

    def inspect(self) -> Inspection:
        """The course as it stands now."""

    def subscribe(self, listener: Listener, *, calls: bool = False) -> Callable[[], None]:
        """Hear of events, and of single calls too; the function returned ends that."""
