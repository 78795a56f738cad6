"""What content said while it left and nobody could keep: the page told it "true" by then, so it must not be lost.

In page dismissal the adapter answers for us and its calls come later; if the disk is full then, the content is gone and
cannot be told "false". The calls are held here until they can be kept or the learner gives them up.
"""

from __future__ import annotations

from connect_desktop.errors import ConnectError
from connect_desktop.player.ports import Course
from connect_desktop.runtime.events import RuntimeEvent, SaveFailed


class LastWords:
    """Follows a course's events while content leaves; `reason` is why the calls held could not be kept."""

    def __init__(self) -> None:
        self.reason: ConnectError | None = None
        self._held: list[SaveFailed] = []

    def __bool__(self) -> bool:
        return bool(self._held)

    def heard(self, event: RuntimeEvent) -> None:
        """Hold what could not be kept."""
        if isinstance(event, SaveFailed):
            self.reason = event.error
            self._held.append(event)

    def say_again(self, course: Course) -> None:
        """Make the calls held once more, in order; what fails again is held again."""
        for call in self.give_up():
            course.call(call.delivery, call.method, call.args)

    def give_up(self) -> list[SaveFailed]:
        """Hold nothing any more."""
        held, self._held = self._held, []
        return held
