"""What would come of a navigation request, without making it [SN 4th Ed. 5.6.4, `adl.nav.request_valid`]."""

from __future__ import annotations

from msgspec import Struct

from connect_desktop.scorm.sn.activity_tree import Activity
from connect_desktop.scorm.sn.begin_session import begin_session
from connect_desktop.scorm.sn.delivery_request import delivery_request_process
from connect_desktop.scorm.sn.navigation_request import navigation_request_process
from connect_desktop.scorm.sn.overall_sequencing import overall_sequencing_process
from connect_desktop.scorm.sn.requests import NavigationKind, Sequencing, Termination
from connect_desktop.scorm.sn.sequencing_request import sequencing_request_process
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.termination_request import termination_request_process
from connect_desktop.scorm.sn.verdict import SequencingException, Verdict


class _Left(Struct, frozen=True):
    """The session as it will be when the Current Activity has been left; `goes_elsewhere` says that its rules then
    take the place of whatever was requested."""

    session: SequencingSession
    goes_elsewhere: bool = False
    refusal: Verdict | None = None


class LookAhead:
    """Looks ahead from a session that does not change meanwhile.

    The Current Activity is ended once, on a copy, and every request is tried from there: a table of contents of any
    length costs one ending.
    """

    def __init__(self, session: SequencingSession) -> None:
        self._session = session
        self._left: _Left | None = None

    def refusal(self, kind: NavigationKind, target: Activity | None = None) -> Verdict | None:
        """Why the request would be refused; None if it would not."""
        try:
            request = navigation_request_process(self._session, kind, target)
            if request.sequencing is Sequencing.EXIT:
                overall_sequencing_process(self._session.copy(), kind)
                return None
            left = self._leave(request.termination)
            if left.refusal is not None or left.goes_elsewhere:
                return left.refusal
            outcome = sequencing_request_process(left.session, request.sequencing, request.target)
            if outcome.delivery is not None:
                delivery_request_process(left.session, outcome.delivery)
        except SequencingException as exception:
            return exception.verdict
        return None

    def _leave(self, termination: Termination | None) -> _Left:
        if self._left is None:
            self._left = self._leaving(termination)
        return self._left

    def _leaving(self, termination: Termination | None) -> _Left:
        session = self._session.copy()
        if session.current is None:
            begin_session(session)
        if termination is None:
            return _Left(session)
        try:
            instead = termination_request_process(session, termination)
            return _Left(session, goes_elsewhere=instead is not None)
        except SequencingException as exception:
            return _Left(session, refusal=exception.verdict)
