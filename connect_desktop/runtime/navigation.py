"""Navigation as the player sees it: what can be asked, what is offered, what comes of it. A `Sequencer` decides."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class Command(StrEnum):
    """Navigation requests a learner or a SCO can make [SN 4th Ed. NB.2.1]."""

    START = "start"
    RESUME_ALL = "resumeAll"
    CONTINUE = "continue"
    PREVIOUS = "previous"
    CHOICE = "choice"
    JUMP = "jump"
    EXIT = "exit"
    EXIT_ALL = "exitAll"
    ABANDON = "abandon"
    ABANDON_ALL = "abandonAll"
    SUSPEND_ALL = "suspendAll"


class NavigationRequest(Struct, frozen=True):
    """A command, with the activity's identifier for choice and jump."""

    command: Command
    target: str | None = None


class Offer(StrEnum):
    """How a control is shown."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    HIDDEN = "hidden"


class Controls(Struct, frozen=True, kw_only=True):
    """What the window offers now [SN 5.6, `hideLMSUI`]."""

    continue_: Offer = Offer.HIDDEN
    previous: Offer = Offer.HIDDEN
    exit: Offer = Offer.ENABLED
    exit_all: Offer = Offer.ENABLED
    suspend_all: Offer = Offer.ENABLED
    abandon: Offer = Offer.HIDDEN
    abandon_all: Offer = Offer.HIDDEN
    contents: Offer = Offer.ENABLED


class Completion(StrEnum):
    """Rolled-up completion, ordered as `sync.md` orders it."""

    UNKNOWN = "unknown"
    NOT_ATTEMPTED = "not attempted"
    INCOMPLETE = "incomplete"
    COMPLETED = "completed"


class Success(StrEnum):
    """Rolled-up success."""

    UNKNOWN = "unknown"
    FAILED = "failed"
    PASSED = "passed"


class Outcome(Struct, frozen=True, kw_only=True):
    """What a course or an activity comes to: `scaled` -1..1, `progress` 0..1, None where unknown.

    `status` is the word of SCORM 1.2 that stands with the score, "" where it is what the other fields say. It is more
    where the launch that scored found it and did not say it again.
    """

    completion: Completion = Completion.UNKNOWN
    success: Success = Success.UNKNOWN
    scaled: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None
    progress: float | None = None
    status: str = ""


class ContentsEntry(Struct, frozen=True, kw_only=True):
    """A row of the table of contents. `why` says what is missing where one is not `selectable`."""

    identifier: str
    title: str
    depth: int
    selectable: bool
    current: bool = False
    launchable: bool = True
    outcome: Outcome = field(default_factory=Outcome)
    why: Refused | None = None


class Deliver(Struct, frozen=True):
    """This activity is next; `resume` says that its suspended attempt goes on."""

    activity: str
    resume: bool = False


class Ended(Struct, frozen=True):
    """The sequencing session is over; nothing is to be shown. `suspended` says that it can be resumed."""

    suspended: bool = False


class Waiting(Struct, frozen=True):
    """The sequencing session goes on with nothing to show: the learner chooses what is next."""


class Refused(Struct, frozen=True):
    """The request cannot be honoured now: one plain sentence (`template` with `{fields}`), nothing has changed."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.template.format(**self.values) if self.values else self.template


Decision = Deliver | Ended | Waiting | Refused
