"""What the server holds, in one calm line. Pure; windows have words of their own."""

from __future__ import annotations

from collections.abc import Iterator

from connect_desktop.sync.report import Outcome, Standing, SyncReport, Waiting

_MINUTE = 60
_HOUR = 3600
_WORDS_OF_WAITING = {
    Waiting.NO_COURSE_THERE: "the server does not have the course of {count}",
    Waiting.NO_COURSE_HERE: "the course of {count} is not on this device yet",
    Waiting.OTHER_CONTENT: "the server has another version of the course of {count}",
    Waiting.CONFLICTS: "others write to {count} just now",
    Waiting.BEING_PLAYED: "{count} being played",
}
_WORDS_OF_OUTCOME = {
    Outcome.WAITING: "waiting",
    Outcome.SIGN_IN: "sign in again",
    Outcome.NOT_ALLOWED: "the key may not write",
    Outcome.LOCKED: "the keyring does not give the key",
    Outcome.CANCELLED: "stopped",
}


def summary(standing: Standing, report: SyncReport | None = None) -> str:
    """Such as “All saved here. Server has 3 of 3 launches, 41 min, passed” or “2 to send, waiting”."""
    return "; ".join((_held(standing, report), *_above(report), *_troubles(standing)))


def duration(seconds: float) -> str:
    """Such as 0 s, 41 min, 2 h 5 min."""
    whole = int(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    hours, minutes = divmod(whole // _MINUTE, _HOUR // _MINUTE)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _held(standing: Standing, report: SyncReport | None) -> str:
    if report is not None and report.outcome is not Outcome.DONE:
        return f"{standing.to_send} to send, {_WORDS_OF_OUTCOME[report.outcome]}"
    if not standing.launches:
        return "All saved here. There is nothing to send"
    said = f"Server has {standing.held} of {standing.launches} launches, {duration(standing.seconds)}"
    if standing.completion is None:
        return f"All saved here. {said}"
    verdict = standing.success if standing.success not in (None, "unknown") else standing.completion
    return f"All saved here. {said}, {verdict}"


def _above(report: SyncReport | None) -> Iterator[str]:
    """What becomes of it behind a hub."""
    if report is None or report.upstream is None or report.outcome is not Outcome.DONE:
        return
    upstream = report.upstream
    if not report.on_its_way:
        yield f"{upstream.name} has it too"
    elif upstream.reachable:
        yield f"it is on its way to {upstream.name}"
    else:
        yield f"{upstream.name} will have it when the hub is online"


def _troubles(standing: Standing) -> Iterator[str]:
    for reason, count in sorted(standing.waiting.items()):
        yield _WORDS_OF_WAITING[reason].format(count=count)
    if standing.quarantined:
        yield f"{standing.quarantined} refused by the server"
    if standing.questions:
        yield f"{standing.questions} to decide"
