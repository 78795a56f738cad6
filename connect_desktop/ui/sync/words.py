"""How it stands with a server, in words: the one calm line, and what a server holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QLocale

from connect_desktop.look.icons import Tone
from connect_desktop.sync.errors import NotTheServer, ServerBusy
from connect_desktop.sync.report import Outcome, Standing, Waiting
from connect_desktop.ui.course_words import time_spent_words
from connect_desktop.ui.sync.state import AccountState, SyncState

_CENTISECONDS = 100

translate = QCoreApplication.translate


class Doing(Enum):
    """What a person is wanted for."""

    NOTHING = auto()
    SIGN_IN = auto()
    ANSWER = auto()
    LOOK = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with the drawing before it, and what may be done about it."""

    drawing: str
    tone: Tone
    sentence: str
    doing: Doing = Doing.NOTHING


def line_of(state: SyncState) -> Line:
    """The one line about all accounts: that of the one that needs a person most, or has most to do. There is one."""
    one = min(state.accounts, key=lambda account: _urgency(account, state))
    line = _line(one, state)
    if len(state.accounts) == 1:
        return line
    sentence = translate("SyncWords", "{server}: {sentence}").format(server=one.account.name, sentence=line.sentence)
    return Line(line.drawing, line.tone, sentence, line.doing)


def line_of_account(one: AccountState, state: SyncState) -> Line:
    """The line about one account."""
    return _line(one, state)


def held_words(standing: Standing) -> str:
    """What a server holds: "Server has 3 of 3 launches, 41 min, passed"."""
    if not standing.launches:
        return translate("SyncWords", "Nothing to send yet.")
    if standing.launches == 1:
        counted = (
            translate("SyncWords", "Server has the launch")
            if standing.held
            else translate("SyncWords", "Server does not have the launch yet")
        )
    else:
        counted = translate("SyncWords", "Server has {held} of {count} launches").format(
            held=_number(standing.held), count=_number(standing.launches)
        )
    said = (counted, time_spent_words(round(standing.seconds * _CENTISECONDS)), verdict_words(standing))
    return ", ".join(filter(None, said))


def verdict_words(standing: Standing) -> str:
    """What a course came to, in one word or two; "" where nobody knows."""
    if standing.success == "passed":
        return translate("SyncWords", "passed")
    if standing.success == "failed":
        return translate("SyncWords", "failed")
    return {"completed": translate("SyncWords", "completed"), "incomplete": translate("SyncWords", "in progress")}.get(
        standing.completion or "", ""
    )


def row_of(standing: Standing) -> Line:
    """Where one session stands with a server, in a list of many."""
    if standing.quarantined:
        return Line("warning", Tone.WARNING, translate("SyncWords", "The server refuses it; everything is kept here."))
    if Waiting.NO_COURSE_THERE in standing.waiting:
        sentence = translate("SyncWords", "The server does not have this course; everything is kept here.")
        return Line("offline", Tone.MUTED, sentence)
    if Waiting.OTHER_CONTENT in standing.waiting:
        sentence = translate("SyncWords", "The server has another version of this course; everything is kept here.")
        return Line("offline", Tone.MUTED, sentence)
    drawing, tone = ("offline", Tone.MUTED) if standing.to_send else ("saved", Tone.SUCCESS)
    return Line(drawing, tone, held_words(standing))


def session_words(standing: Standing) -> str:
    """Where one session stands with a server, for the learner whose it is."""
    if standing.quarantined:
        return translate("SyncWords", "The server refuses it; everything is kept here.")
    if Waiting.NO_COURSE_THERE in standing.waiting:
        return translate("SyncWords", "The server does not have this course; everything is kept here.")
    if standing.to_send:
        return translate("SyncWords", "Saved here, {to_send}. {held}.").format(
            to_send=_to_send(standing.to_send), held=held_words(standing)
        )
    return (
        translate("SyncWords", "All saved here. {held}.").format(held=held_words(standing)) if standing.launches else ""
    )


def _urgency(one: AccountState, state: SyncState) -> tuple[int, int]:
    if one.needs_person:
        rank = 0
    elif one.running is not None:
        rank = 1
    elif one.standing.quarantined:
        rank = 2
    else:
        rank = 3 if one.standing.to_send else 4
    return rank, state.accounts.index(one)


def _line(one: AccountState, state: SyncState) -> Line:
    standing = one.standing
    if one.needs_person:
        return _needs_person(one)
    if one.running is not None:
        return Line("sync", Tone.ACCENT, _running(one))
    if state.questions:
        return Line("hint", Tone.ACCENT, _questions(len(state.questions)), Doing.ANSWER)
    if standing.quarantined:
        return Line("warning", Tone.WARNING, _refused(standing), Doing.LOOK)
    if standing.to_send:
        sentence = translate("SyncWords", "{to_send}, {reason}.").format(
            to_send=_to_send(standing.to_send), reason=_reason(one, state)
        )
        return Line("offline", Tone.MUTED, sentence)
    if one.outcome is Outcome.WAITING:
        sentence = translate("SyncWords", "All saved here; {reason}.").format(reason=_reason(one, state))
        return Line("offline", Tone.MUTED, sentence)
    if not standing.launches:
        return Line(
            "saved", Tone.MUTED, translate("SyncWords", "Connected to {server}.").format(server=one.account.name)
        )
    return Line(
        "saved", Tone.SUCCESS, translate("SyncWords", "All saved here. {held}.").format(held=held_words(standing))
    )


def _needs_person(one: AccountState) -> Line:
    count = one.standing.to_send
    if one.outcome is Outcome.NOT_ALLOWED:
        sentence = translate("SyncWords", "The key for {server} may not write any more; everything is kept here.")
        return Line("locked", Tone.WARNING, sentence.format(server=one.account.name), Doing.SIGN_IN)
    if not count:
        sentence = translate("SyncWords", "Sign in again to sync with {server}.").format(server=one.account.name)
    elif count == 1:
        sentence = translate("SyncWords", "Sign in again to send one launch.")
    else:
        sentence = translate("SyncWords", "Sign in again to send {count} launches.").format(count=_number(count))
    return Line("locked", Tone.WARNING, sentence, Doing.SIGN_IN)


def _running(one: AccountState) -> str:
    running = one.running
    if running is None or not running.to_do:
        return translate("SyncWords", "Syncing with {server}…").format(server=one.account.name)
    return translate("SyncWords", "Syncing: {done} of {count} courses…").format(
        done=_number(running.done), count=_number(running.to_do)
    )


def _questions(count: int) -> str:
    if count == 1:
        return translate("SyncWords", "All saved here. One course was gone on with in two places: which one is next?")
    return translate(
        "SyncWords", "All saved here. {count} courses were gone on with in two places: which is next?"
    ).format(count=_number(count))


def _refused(standing: Standing) -> str:
    if standing.quarantined == 1:
        return translate("SyncWords", "All saved here. The server refuses one course.")
    return translate("SyncWords", "All saved here. The server refuses {count} courses.").format(
        count=_number(standing.quarantined)
    )


def _to_send(count: int) -> str:
    return translate("SyncWords", "{count} to send").format(count=_number(count))


def _reason(one: AccountState, state: SyncState) -> str:
    if not state.online:
        return translate("SyncWords", "waiting for network")
    if isinstance(one.error, ServerBusy):
        return translate("SyncWords", "the server asks for time")
    if isinstance(one.error, NotTheServer):
        return translate("SyncWords", "this network may ask to sign in first")
    if one.outcome is Outcome.WAITING and one.error is not None:
        return translate("SyncWords", "waiting for the server")
    if Waiting.NO_COURSE_THERE in one.standing.waiting:
        return translate("SyncWords", "the server does not have the course yet")
    return translate("SyncWords", "soon")


def _number(count: int) -> str:
    return QLocale().toString(count)
