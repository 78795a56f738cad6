"""A course's standing in words: how far, how long, when."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from connect_desktop.store.records import PackageRecord, SessionRecord
from connect_desktop.sync.courses.catalog import CatalogCourse

_CENTISECONDS_A_MINUTE = 6_000


class Standing(StrEnum):
    """Where a learner stands in a course."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETED = "completed"
    PASSED = "passed"
    FAILED = "failed"

    @property
    def is_done(self) -> bool:
        """Whether opening the course now is looking back rather than going on."""
        return self in (Standing.COMPLETED, Standing.PASSED)


class CourseWords(Struct, frozen=True):
    """What a card says; `share` is 0..1, or None where nobody knows how far the learner is. Unknown texts are ""."""

    standing: Standing
    progress: str
    share: float | None
    time_spent: str
    last_played: str


def course_words(session: SessionRecord | None, now: datetime) -> CourseWords:
    """The words for one session; `now` is aware, days are those of its time zone."""
    standing = standing_of(session)
    if session is None:
        return CourseWords(standing, _progress(standing, None), 0.0, "", "")
    return CourseWords(
        standing,
        _progress(standing, session),
        _share(standing, session),
        time_spent_words(session.total_time),
        moment_words(session.last_played_at, now) if session.last_played_at else "",
    )


def standing_of(session: SessionRecord | None) -> Standing:
    if session is None:
        return Standing.NOT_STARTED
    if session.success == "passed":
        return Standing.PASSED
    if session.success == "failed":
        return Standing.FAILED
    if session.completion == "completed":
        return Standing.COMPLETED
    if session.completion == "incomplete" or session.last_played_at is not None:
        return Standing.IN_PROGRESS
    return Standing.NOT_STARTED


def edition_words(package: PackageRecord | CatalogCourse) -> str:
    """The standard's name with the package's edition: "SCORM 2004 4th Edition"."""
    return f"SCORM {package.edition}"


def _percent(share: float) -> str:
    return QLocale().toString(round(share * 100))


def _progress(standing: Standing, session: SessionRecord | None) -> str:
    scaled = session.scaled if session else None
    progress = session.progress if session else None
    match standing:
        case Standing.NOT_STARTED:
            return QCoreApplication.translate("CourseWords", "Not started")
        case Standing.COMPLETED:
            return QCoreApplication.translate("CourseWords", "Completed")
        case Standing.PASSED if scaled is not None:
            return QCoreApplication.translate("CourseWords", "Passed · {percent} %").format(percent=_percent(scaled))
        case Standing.PASSED:
            return QCoreApplication.translate("CourseWords", "Passed")
        case Standing.FAILED if scaled is not None:
            return QCoreApplication.translate("CourseWords", "Failed · {percent} %").format(percent=_percent(scaled))
        case Standing.FAILED:
            return QCoreApplication.translate("CourseWords", "Failed")
        case Standing.IN_PROGRESS if progress is not None:
            return QCoreApplication.translate("CourseWords", "In progress · {percent} %").format(
                percent=_percent(min(max(progress, 0.0), 1.0))
            )
        case _:
            return QCoreApplication.translate("CourseWords", "In progress")


def _share(standing: Standing, session: SessionRecord) -> float | None:
    if standing.is_done or (standing is Standing.FAILED and session.completion == "completed"):
        return 1.0
    if session.progress is not None:
        return min(max(session.progress, 0.0), 1.0)
    return 0.0 if standing is Standing.NOT_STARTED else None


def time_spent_words(centiseconds: int) -> str:
    """How long, in hours and minutes; "" for no time at all."""
    if centiseconds <= 0:
        return ""
    hours, minutes = divmod(centiseconds // _CENTISECONDS_A_MINUTE, 60)
    if not hours and not minutes:
        return QCoreApplication.translate("CourseWords", "under 1 min")
    if not hours:
        return QCoreApplication.translate("CourseWords", "{minutes} min").format(minutes=minutes)
    if not minutes:
        return QCoreApplication.translate("CourseWords", "{hours} h").format(hours=hours)
    return QCoreApplication.translate("CourseWords", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)


def moment_words(then: datetime, now: datetime) -> str:
    """When, as one says it; `now` is aware, days are those of its time zone."""
    then = then.astimezone(now.tzinfo)
    minutes = int((now - then).total_seconds() // 60)
    days = (now.date() - then.date()).days
    if minutes < 1:
        return QCoreApplication.translate("CourseWords", "Just now")
    if minutes < 60:
        return QCoreApplication.translate("CourseWords", "{minutes} min ago").format(minutes=minutes)
    time = QLocale().toString(QTime(then.hour, then.minute), QLocale.FormatType.ShortFormat)
    if days == 0:
        return QCoreApplication.translate("CourseWords", "Today, {time}").format(time=time)
    if days == 1:
        return QCoreApplication.translate("CourseWords", "Yesterday, {time}").format(time=time)
    if days < 7:
        return QLocale().standaloneDayName(then.isoweekday())
    form = QCoreApplication.translate("CourseWords", "d MMM yyyy", "date format")
    return QLocale().toString(QDate(then.year, then.month, then.day), form)
