"""The last request in plain words: what was asked, what came of it, and why."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from connect_desktop.runtime.inspection import InspectedRequest, Inspection
from connect_desktop.runtime.navigation import Command, Decision, Deliver, Ended, NavigationRequest, Refused
from connect_desktop.ui.inspector.value_words import verdict_words

_SHOWN = 3


def headline_words(seen: Inspection) -> str:
    """`Continue → “Unit 3” is shown`."""
    if seen.request is None:
        return QCoreApplication.translate("Inspector", "Nothing was asked of this course yet")
    return f"{request_words(seen, seen.request.request)} → {_decision_words(seen, seen.request.decision)}"


def reason_words(seen: Inspection) -> tuple[str, ...]:
    """Why it came out so, the first few reasons, each with its step of the book."""
    if seen.request is None:
        return ()
    reasons = [verdict_words(verdict) for verdict in seen.request.deciding]
    if not reasons:
        return (QCoreApplication.translate("Inspector", "No rule and no limit stood in the way."),)
    more = len(reasons) - _SHOWN
    if more > 0 and isinstance(seen.request.decision, Refused):
        reasons = [*reasons[: _SHOWN - 1], reasons[-1]]
    if more > 0:
        said = QCoreApplication.translate("Inspector", "{count} more: see “Last request”.")
        reasons = [*reasons[:_SHOWN], said.format(count=more)]
    return tuple(reasons)


def chain_words(request: InspectedRequest) -> tuple[str, ...]:
    """Every step in its order."""
    return tuple(map(verdict_words, request.verdicts))


def request_words(seen: Inspection, request: NavigationRequest) -> str:
    target = seen.title_of(request.target)
    match request.command:
        case Command.START:
            return QCoreApplication.translate("Inspector", "Start")
        case Command.RESUME_ALL:
            return QCoreApplication.translate("Inspector", "Start or resume")
        case Command.CONTINUE:
            return QCoreApplication.translate("Inspector", "Continue")
        case Command.PREVIOUS:
            return QCoreApplication.translate("Inspector", "Previous")
        case Command.CHOICE:
            return QCoreApplication.translate("Inspector", "Choice of “{title}”").format(title=target)
        case Command.JUMP:
            return QCoreApplication.translate("Inspector", "Jump to “{title}”").format(title=target)
        case Command.EXIT:
            return QCoreApplication.translate("Inspector", "Exit of the part")
        case Command.EXIT_ALL:
            return QCoreApplication.translate("Inspector", "Exit of the course")
        case Command.SUSPEND_ALL:
            return QCoreApplication.translate("Inspector", "Save and leave")
        case Command.ABANDON:
            return QCoreApplication.translate("Inspector", "Abandon the part")
        case Command.ABANDON_ALL:
            return QCoreApplication.translate("Inspector", "Abandon the course")


def _decision_words(seen: Inspection, decision: Decision) -> str:
    match decision:
        case Deliver(activity=activity, resume=resume):
            words = (
                QCoreApplication.translate("Inspector", "“{title}” goes on")
                if resume
                else QCoreApplication.translate("Inspector", "“{title}” is shown")
            )
            return words.format(title=seen.title_of(activity))
        case Ended(suspended=suspended):
            if suspended:
                return QCoreApplication.translate("Inspector", "the course was put aside")
            return QCoreApplication.translate("Inspector", "the course has ended")
        case Refused():
            return QCoreApplication.translate("Inspector", "refused")
    return QCoreApplication.translate("Inspector", "nothing is shown, the learner chooses")
