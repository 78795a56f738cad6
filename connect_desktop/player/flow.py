"""The course's way through the window: unload, drain, take away, decide, deliver. Never in another order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from connect_desktop.errors import ConnectError
from connect_desktop.look.messages import message_of
from connect_desktop.player.course_view import CourseView
from connect_desktop.player.last_words import LastWords
from connect_desktop.player.later import later
from connect_desktop.player.ports import Course, Delivery
from connect_desktop.runtime.events import NavigationAsked, RuntimeEvent
from connect_desktop.runtime.navigation import Command, Decision, Deliver, Ended, NavigationRequest, Refused, Waiting

_log = logging.getLogger(__name__)

# How long content may take to leave before the learner is asked whether to go without it, in milliseconds.
PATIENCE = 5000

T = TypeVar("T")


class Phase(Enum):
    """What is going on. Requests are taken in IDLE, PLAYING and CRASHED only."""

    IDLE = "nothing is shown"
    PLAYING = "content is shown"
    LEAVING = "content is being taken away"
    CRASHED = "the content's process died"
    CLOSED = "the course was closed"


class CourseFlow(QObject):
    """Drives a course and its view.

    `delivered` carries the delivery now on screen. `idle` says that nothing is and the learner may choose. `ended`
    carries whether the course can be gone on with. `refused` carries a sentence. `stalled` says that content does not
    leave: `force` goes on without it. `unkept` says why something that content said while it left could not be kept:
    nothing goes on until `keep_last_words` or `give_up_last_words`. `closed` comes last, with the course closed.
    """

    delivered = Signal(object)
    idle = Signal()
    ended = Signal(bool)
    refused = Signal(str)
    crashed = Signal()
    stalled = Signal()
    unkept = Signal(str)
    phase_changed = Signal()
    closed = Signal()

    _asked = Signal(object)

    def __init__(self, course: Course, view: CourseView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._course = course
        self._view = view
        self._phase = Phase.IDLE
        self._delivery: Delivery | None = None
        self._then: Callable[[], None] = self._stop
        self._last_words = LastWords()
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self.stalled)
        # Content asks from inside Terminate, in which it cannot be unloaded.
        self._asked.connect(later(self, self._content_asked))
        self._unsubscribe = course.subscribe(self._heard)
        view.unloaded.connect(self._unloaded)
        view.crashed.connect(self._view_crashed)

    @property
    def phase(self) -> Phase:
        return self._phase

    @property
    def delivery(self) -> Delivery | None:
        """What is on screen."""
        return self._delivery

    def begin(self, choose: str | None = None) -> None:
        """Start or resume the course, or start at an activity."""
        self._decide(lambda: self._course.begin(choose))

    def request(self, request: NavigationRequest) -> None:
        """Go somewhere: refused at once if that is known to be impossible, else after the content has left."""
        if self._phase in (Phase.LEAVING, Phase.CLOSED):
            return
        refused = self._course.refusal(request)
        if refused is not None:
            self.refused.emit(message_of(refused))
            return
        here = self._delivery
        self._leave_then(lambda: self._decide(lambda: self._course.navigate(request), fall_back=here))

    def reload(self) -> None:
        """Take the current activity away and deliver it again: it resumes from what it saved."""
        delivery = self._delivery
        if delivery is None or self._phase is Phase.LEAVING:
            return
        self._leave_then(lambda: self._deliver(delivery.activity, resume=True))

    def close(self) -> None:
        """Suspend what can be suspended and close the course; `closed` follows."""
        if self._phase is Phase.CLOSED:
            return
        if self._phase is Phase.LEAVING:
            self._then = self._suspend_and_finish
            self._ask_about_last_words()
        elif self._delivery is None:
            self._finish()
        else:
            self._leave_then(self._suspend_and_finish)

    def force(self) -> None:
        """Stop waiting for content that does not leave; what it had not said yet is lost."""
        if self._phase is Phase.LEAVING:
            self._view.kill()

    def keep_last_words(self) -> None:
        """Try once more to keep what content said while it left, and go on if that works."""
        if self._phase is Phase.LEAVING and self._last_words:
            self._last_words.say_again(self._course)
            self._gone()

    def give_up_last_words(self) -> None:
        """Go on without what content said while it left."""
        if self._phase is Phase.LEAVING and self._last_words:
            self._last_words.give_up()
            self._gone()

    def _ask_about_last_words(self) -> None:
        if self._last_words and self._last_words.reason is not None:
            self.unkept.emit(message_of(self._last_words.reason))

    def _leave_then(self, then: Callable[[], None]) -> None:
        self._then = then
        nothing_there = self._delivery is None or self._phase is Phase.CRASHED
        self._enter(Phase.LEAVING)
        if nothing_there:
            self._gone()
            return
        self._patience.start(PATIENCE)
        self._view.unload()

    def _unloaded(self, number: int) -> None:
        if self._phase is Phase.LEAVING and self._delivery is not None and number == self._delivery.number:
            self._gone()

    def _gone(self) -> None:
        self._patience.stop()
        if self._last_words:
            self._ask_about_last_words()
            return
        delivery, self._delivery = self._delivery, None
        if delivery is not None:
            self._guarded(lambda: self._course.taken_away(delivery.number))
        then, self._then = self._then, self._stop
        then()

    def _decide(self, decide: Callable[[], Decision], *, fall_back: Delivery | None = None) -> None:
        decision = self._guarded(decide)
        match decision:
            case Deliver(activity=activity, resume=resume):
                self._deliver(activity, resume=resume)
            case Ended(suspended=suspended):
                self._enter(Phase.IDLE)
                self.ended.emit(suspended)
            case Refused():
                self.refused.emit(message_of(decision))
                if fall_back is not None:
                    self._deliver(fall_back.activity, resume=True)
                else:
                    self._stop()
            case Waiting() | None:
                self._stop()

    def _deliver(self, activity: str, *, resume: bool) -> None:
        delivery = self._guarded(lambda: self._course.deliver(activity, resume=resume))
        if delivery is None:
            self._stop()
            return
        self._delivery = delivery
        self._enter(Phase.PLAYING)
        self._view.play(delivery)
        self.delivered.emit(delivery)

    def _stop(self) -> None:
        self._enter(Phase.IDLE)
        self.idle.emit()

    def _suspend_and_finish(self) -> None:
        self._guarded(lambda: self._course.navigate(NavigationRequest(Command.SUSPEND_ALL)))
        self._finish()

    def _finish(self) -> None:
        self._unsubscribe()
        self._guarded(self._course.close)
        self._enter(Phase.CLOSED)
        self.closed.emit()

    def _guarded(self, step: Callable[[], T]) -> T | None:
        """What the step gives; None, with the sentence said, if the world did not let it."""
        try:
            return step()
        except ConnectError as error:
            _log.warning("%s", error)
            self.refused.emit(message_of(error))
            return None

    def _heard(self, event: RuntimeEvent) -> None:
        if isinstance(event, NavigationAsked):
            self._asked.emit(event)
        elif self._phase is Phase.LEAVING:
            self._last_words.heard(event)

    def _content_asked(self, event: NavigationAsked) -> None:
        # A request of the learner that is on its way takes the place of the content's [SN 4th Ed. 5.6.6].
        if self._phase is Phase.PLAYING and self._delivery is not None and event.delivery == self._delivery.number:
            self.request(event.request)

    def _view_crashed(self) -> None:
        if self._phase is Phase.LEAVING:
            self._gone()
        elif self._phase is Phase.PLAYING:
            self._enter(Phase.CRASHED)
            self.crashed.emit()

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self.phase_changed.emit()
