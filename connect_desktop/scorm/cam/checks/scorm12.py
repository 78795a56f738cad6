"""Tracking elements of SCORM 1.2 items: mastery score and time limits [CAM 1.2 2.3.2 item]."""

from __future__ import annotations

import re

from connect_desktop.scorm.cam.checks.package import CheckedPackage, is_sco
from connect_desktop.scorm.cam.reading import FindingLog

_SCORE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?")
_TIMESPAN = re.compile(r"[0-9]{2,4}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,2})?")


def mastery_scores(package: CheckedPackage, log: FindingLog) -> None:
    if package.course.edition.is_2004:
        return
    for item in package.course.organization.items():
        score = item.mastery_score
        if not score:
            continue
        if not _SCORE.fullmatch(score) or float(score) > 100:
            log.warning(
                "mastery-score-out-of-range",
                "The mastery score of “{title}” is “{score}”, but has to be a number from 0 to 100, so it cannot "
                "decide who passes.",
                line=item.line,
                clause="CAM 1.2 2.3.2 item",
                title=item.title,
                score=score,
            )
        elif not is_sco(item):
            log.warning(
                "mastery-score-without-sco",
                "“{title}” has a mastery score, but its page is not a SCO and reports no score, so nobody can pass it. "
                "Declare its resource a SCO or remove the mastery score.",
                line=item.line,
                clause="CAM 1.2 2.3.2 item",
                title=item.title,
            )


def time_limits(package: CheckedPackage, log: FindingLog) -> None:
    if package.course.edition.is_2004:
        return
    for item in package.course.organization.items():
        if item.max_time_allowed and not _TIMESPAN.fullmatch(item.max_time_allowed):
            log.warning(
                "unreadable-time-limit",
                "The time limit of “{title}” is “{limit}”; write it as hours, minutes and seconds, such as 00:30:00.",
                line=item.line,
                clause="CAM 1.2 2.3.2 item",
                title=item.title,
                limit=item.max_time_allowed,
            )
