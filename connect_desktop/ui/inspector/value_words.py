"""Tracking values as they are read: short, and "–" for what is not known."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from connect_desktop.look.messages import message_of
from connect_desktop.runtime.inspection import InspectedActivity
from connect_desktop.scorm.sn.verdict import Verdict

NOT_KNOWN = "–"


def truth_words(value: bool | None) -> str:
    if value is None:
        return NOT_KNOWN
    return QCoreApplication.translate("Inspector", "yes") if value else QCoreApplication.translate("Inspector", "no")


def number_words(value: float | None) -> str:
    return NOT_KNOWN if value is None else QLocale().toString(value, "g", 6)


def share_words(share: float | None) -> str:
    """`share` is 0..1."""
    if share is None:
        return NOT_KNOWN
    return QCoreApplication.translate("Inspector", "{percent} %").format(percent=QLocale().toString(round(share * 100)))


def seconds_words(seconds: float) -> str:
    words = QLocale().toString(seconds, "f", 1)
    return QCoreApplication.translate("Inspector", "{seconds} s").format(seconds=words)


def state_words(activity: InspectedActivity) -> str:
    """Where the activity stands: `current`, `suspended`, ...; "" for one that rests."""
    states = (
        (activity.current, QCoreApplication.translate("Inspector", "current")),
        (activity.active and not activity.current, QCoreApplication.translate("Inspector", "active")),
        (activity.suspended, QCoreApplication.translate("Inspector", "suspended")),
        (not activity.available, QCoreApplication.translate("Inspector", "not selected")),
        (not activity.tracked, QCoreApplication.translate("Inspector", "not tracked")),
    )
    return ", ".join([words for holds, words in states if holds] + ([activity.status] if activity.status else []))


def attempt_words(activity: InspectedActivity) -> str:
    attempts = QLocale().toString(activity.attempts)
    if activity.attempt_limit is None:
        return attempts
    words = QCoreApplication.translate("Inspector", "{attempts} of {limit}")
    return words.format(attempts=attempts, limit=QLocale().toString(activity.attempt_limit))


def verdict_words(verdict: Verdict) -> str:
    """The sentence with the step of the book that said it: `“Two” was skipped: … [UP.2]`."""
    return f"{message_of(verdict)} [{verdict.step}]" if verdict.step else message_of(verdict)
