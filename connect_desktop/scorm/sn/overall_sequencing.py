"""Overall Sequencing Process [SN 4th Ed. OP.1]: one turn of the sequencing loop."""

from __future__ import annotations

from msgspec import Struct

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.begin_session import begin_session, forget_globals_of_attempt
from connect_desktop.scorm.sn.content_delivery_environment import content_delivery_environment_process
from connect_desktop.scorm.sn.delivery_request import delivery_request_process
from connect_desktop.scorm.sn.end_attempt import end_attempt_process
from connect_desktop.scorm.sn.navigation_request import navigation_request_process
from connect_desktop.scorm.sn.requests import NavigationKind, Sequencing
from connect_desktop.scorm.sn.sequencing_request import sequencing_request_process
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.terminate_descendent_attempts import terminate_descendent_attempts_process
from connect_desktop.scorm.sn.termination_request import termination_request_process
from connect_desktop.scorm.sn.verdict import SequencingException


class SequencingResult(Struct, frozen=True):
    """What a navigation request came to. `delivery` is now current, `resumed` says that its suspended attempt goes on.
    Neither `delivery` nor `session_ended`: nothing is shown and the session waits for the next request."""

    delivery: Activity | None = None
    resumed: bool = False
    session_ended: bool = False


def overall_sequencing_process(
    session: SequencingSession, kind: NavigationKind, target: Activity | None = None
) -> SequencingResult:
    """Do a navigation request. Raises `SequencingException`, after which the session is not to be used any more: try
    a request on a copy [OP.1]."""
    request = navigation_request_process(session, kind, target)
    if session.current is None:
        begin_session(session)
    instead = None
    if request.termination is not None:
        instead = termination_request_process(session, request.termination)
        session.note("TB.2.3", "The termination request “{request}” was done.", request=request.termination.value)
    if instead is None:
        return _deliver(session, request.sequencing, request.target)
    if instead is Sequencing.RETRY and session.current is session.tree.root:
        forget_globals_of_attempt(session)
    try:
        return _deliver(session, instead, None)
    except SequencingException as exception:
        # The learner asked for something else: what was left stays left, or they could never leave it.
        session.verdicts.append(exception.verdict)
        return SequencingResult()


def _deliver(session: SequencingSession, request: Sequencing, target: Activity | None) -> SequencingResult:
    """The second half of the loop: where to, whether that is possible, and going there."""
    outcome = sequencing_request_process(session, request, target)
    if outcome.session_ends:
        _end_session(session)
        return SequencingResult(session_ended=True)
    if outcome.delivery is None:
        session.note("SB.2.12", "The sequencing request “{request}” leads to no part.", request=request.value)
        return SequencingResult()
    session.note(
        "SB.2.12",
        "The sequencing request “{request}” leads to “{title}”.",
        request=request.value,
        title=outcome.delivery.title,
    )
    delivery_request_process(session, outcome.delivery)
    resumed = content_delivery_environment_process(session, outcome.delivery)
    session.note("DB.2", "“{title}” is shown.", title=outcome.delivery.title)
    return SequencingResult(outcome.delivery, resumed)


def _end_session(session: SequencingSession) -> None:
    """Walking off the tree ends what is still active [SB.2.1 3.1]; the next session starts with no Current Activity."""
    root = session.tree.root
    if session.state(root).active:
        terminate_descendent_attempts_process(session, root)
        end_attempt_process(session, root)
    session.current = None
    session.note("OP.1", "The course was left.")
