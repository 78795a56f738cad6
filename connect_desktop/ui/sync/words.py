"""How it stands with a server, in words: the one calm line, and what a server holds."""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QLocale

from connect_desktop.look.icons import Tone
from connect_desktop.sync.errors import NotTheServer, ServerBusy
from connect_desktop.sync.report import Outcome, ResumePoint, Standing, Waiting
from connect_desktop.sync.upstream_standing import UpstreamStanding
from connect_desktop.ui.course_words import time_spent_words
from connect_desktop.ui.sync.state import AccountState, SyncState

_CENTISECONDS = 100

translate = QCoreApplication.translate


class Doing(Enum):
    """What a person is wanted for."""

    NOTHING = auto()
    SIGN_IN = auto()
    UNLOCK = auto()
    ANSWER = auto()
    LOOK = auto()


class Line(Struct, frozen=True):
    """A sentence with the drawing before it, and what may be done about it."""

    drawing: str
    tone: Tone
    sentence: str
    doing: Doing = Doing.NOTHING


def line_of(state: SyncState) -> Line:
    """The one line for the learner who is chosen: about the account that needs a person most, or has most to do. There
    is one."""
    one = min(state.accounts, key=lambda account: _urgency(account, state))
    line = _line(one, state, one.mine or one.standing, len(state.asked_of_learner))
    if len(state.accounts) == 1:
        return line
    sentence = translate("SyncWords", "{server}: {sentence}").format(server=one.account.name, sentence=line.sentence)
    return Line(line.drawing, line.tone, sentence, line.doing)


def line_of_account(one: AccountState, state: SyncState) -> Line:
    """The line about one account and all who are synced with it."""
    return _line(one, state, one.standing, len(state.questions))


def held_words(standing: Standing, *, is_hub: bool = False) -> str:
    """What a server holds: "Server has 3 of 3 launches, 41 min, passed"."""
    if not standing.launches:
        return translate("SyncWords", "Nothing to send yet.")
    said = (
        _counted(standing, is_hub=is_hub),
        time_spent_words(round(standing.seconds * _CENTISECONDS)),
        verdict_words(standing),
    )
    return ", ".join(filter(None, said))


def _counted(standing: Standing, *, is_hub: bool) -> str:
    if standing.launches > 1:
        words = (
            translate("SyncWords", "Hub has {held} of {count} launches")
            if is_hub
            else translate("SyncWords", "Server has {held} of {count} launches")
        )
        return words.format(held=_number(standing.held), count=_number(standing.launches))
    if not standing.held:
        return translate("SyncWords", "Server does not have the launch yet")
    return translate("SyncWords", "Hub has the launch") if is_hub else translate("SyncWords", "Server has the launch")


def _above_words(standing: Standing, upstream: UpstreamStanding) -> str:
    """How far it is behind the hub. It counts what all learners of the device did: of one among them no numbers."""
    if upstream.has_all and upstream.held >= standing.held:
        words = translate("SyncWords", "the server above it, {server}, has it too")
    elif not upstream.reachable:
        words = translate("SyncWords", "the server above it, {server}, gets it when the hub is online")
    elif upstream.held > 0 and upstream.launches <= standing.held:
        words = translate("SyncWords", "the server above it, {server}, has {held} of {count}")
    else:
        words = translate("SyncWords", "on its way to the server above it, {server}")
    return words.format(server=upstream.name, held=_number(upstream.held), count=_number(standing.held))


def verdict_words(standing: Standing | ResumePoint) -> str:
    """What a course came to, in one word or two; "" where nobody knows."""
    if standing.success == "passed":
        return translate("SyncWords", "passed")
    if standing.success == "failed":
        return translate("SyncWords", "failed")
    return {"completed": translate("SyncWords", "completed"), "incomplete": translate("SyncWords", "in progress")}.get(
        standing.completion or "", ""
    )


def row_of(standing: Standing, *, is_hub: bool = False) -> Line:
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
    return Line(drawing, tone, held_words(standing, is_hub=is_hub))


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
    standing = one.mine or one.standing
    if one.needs_person:
        rank = 0
    elif one.shown is not None:
        rank = 1
    elif standing.quarantined:
        rank = 2
    else:
        rank = 3 if standing.to_send else 4
    return rank, state.accounts.index(one)


def _line(one: AccountState, state: SyncState, standing: Standing, questions: int) -> Line:
    if one.needs_person:
        return _needs_person(one, standing)
    if one.shown is not None:
        return Line("sync", Tone.ACCENT, _running(one))
    if questions:
        return Line("hint", Tone.ACCENT, _questions(questions), Doing.ANSWER)
    if standing.quarantined:
        return Line("warning", Tone.WARNING, _refused(standing), Doing.LOOK)
    if standing.to_send:
        sentence = translate("SyncWords", "{to_send}, {reason}.").format(
            to_send=_to_send(standing.to_send), reason=_reason(one, state, standing)
        )
        return Line("offline", Tone.MUTED, sentence)
    if one.outcome is Outcome.WAITING:
        sentence = translate("SyncWords", "All saved here; {reason}.").format(reason=_reason(one, state, standing))
        return Line("offline", Tone.MUTED, sentence)
    if not standing.launches:
        return Line(
            "saved", Tone.MUTED, translate("SyncWords", "Connected to {server}.").format(server=one.account.name)
        )
    held = held_words(standing, is_hub=one.is_hub)
    if one.upstream is not None:
        held = f"{held}; {_above_words(standing, one.upstream)}"
    sentence = translate("SyncWords", "All saved here. {held}.").format(held=held)
    return Line("saved", Tone.SUCCESS, sentence)


def _needs_person(one: AccountState, standing: Standing) -> Line:
    count = standing.to_send
    if one.outcome is Outcome.NOT_ALLOWED:
        sentence = translate("SyncWords", "The key for {server} may not write any more; everything is kept here.")
        return Line("locked", Tone.WARNING, sentence.format(server=one.account.name), Doing.SIGN_IN)
    if one.outcome is Outcome.LOCKED:
        return Line("locked", Tone.WARNING, _locked(one, count), Doing.UNLOCK)
    if not count:
        sentence = translate("SyncWords", "Sign in again to sync with {server}.").format(server=one.account.name)
    elif count == 1:
        sentence = translate("SyncWords", "Sign in again to send one launch.")
    else:
        sentence = translate("SyncWords", "Sign in again to send {count} launches.").format(count=_number(count))
    return Line("locked", Tone.WARNING, sentence, Doing.SIGN_IN)


def _locked(one: AccountState, count: int) -> str:
    if not count:
        return translate("SyncWords", "This computer's keyring does not give the key for {server}; unlock it.").format(
            server=one.account.name
        )
    return translate("SyncWords", "{to_send}, this computer's keyring does not give the key; unlock it.").format(
        to_send=_to_send(count)
    )


def _running(one: AccountState) -> str:
    running = one.shown
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


def _reason(one: AccountState, state: SyncState, standing: Standing) -> str:
    if not state.online:
        return translate("SyncWords", "waiting for network")
    if isinstance(one.error, ServerBusy):
        return translate("SyncWords", "the server asks for time")
    if isinstance(one.error, NotTheServer):
        return translate("SyncWords", "this network may ask to sign in first")
    if one.outcome is Outcome.WAITING and one.error is not None:
        return translate("SyncWords", "waiting for the server")
    if Waiting.NO_COURSE_THERE in standing.waiting:
        return translate("SyncWords", "the server does not have the course yet")
    return translate("SyncWords", "soon")


def _number(count: int) -> str:
    return QLocale().toString(count)
