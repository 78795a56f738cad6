"""What happened with a server, a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from connect_desktop.store.devices.sync_state import HistoryRow
from connect_desktop.sync.errors import KeyMissing
from connect_desktop.sync.report import Outcome, Question

translate = QCoreApplication.translate


def history_words(row: HistoryRow, title: str) -> str:
    """The sentence of one row; `title` is the course of its session."""
    match row.code:
        case "run":
            return _run_words(row.details)
        case "server-restored":
            return translate(
                "SyncHistory", "The server was restored from a backup; what it may have lost was sent again."
            )
        case "device-copied":
            return translate("SyncHistory", "“{title}” was played on a copy of this device; both were kept.").format(
                title=title
            )
        case "forked":
            return translate(
                "SyncHistory", "“{title}” is another version there; what was learned here became an attempt of its own."
            ).format(title=title)
        case "quarantined":
            return translate("SyncHistory", "The server refused “{title}”; everything is kept here.").format(
                title=title
            )
        case code:
            return code


def choice_words(question: Question, title: str) -> str:
    """The sentence of a question that was answered; `title` says which course in whose hands."""
    chosen = next((point for point in question.points if point.launch_id == question.answer), None)
    if chosen is not None and not chosen.here:
        return translate("SyncHistory", "{course} goes on from where another device was.").format(course=title)
    return translate("SyncHistory", "{course} goes on from where this device was.").format(course=title)


def _run_words(details: Mapping[str, Any]) -> str:
    sent, received = int(details.get("sent", 0)), int(details.get("received", 0))
    said = [_counted(sent, received)] if sent or received else []
    match details.get("outcome"):
        case Outcome.DONE:
            return said[0] if said else translate("SyncHistory", "Nothing new.")
        case Outcome.SIGN_IN if _code(details.get("error")) == KeyMissing.code:
            said.append(translate("SyncHistory", "There was no key for the server."))
        case Outcome.LOCKED:
            said.append(translate("SyncHistory", "The keyring of this computer did not give the key."))
        case Outcome.SIGN_IN:
            said.append(translate("SyncHistory", "The server asked for a valid key."))
        case Outcome.NOT_ALLOWED:
            said.append(translate("SyncHistory", "The key may not write."))
        case Outcome.CANCELLED:
            said.append(translate("SyncHistory", "Stopped."))
        case _:
            said.append(_trouble(details.get("error")))
    return " ".join(said)


def _counted(sent: int, received: int) -> str:
    if sent and received:
        return translate("SyncHistory", "{sent} sent, {received} received.").format(sent=sent, received=received)
    if sent:
        return translate("SyncHistory", "{sent} sent.").format(sent=sent)
    return translate("SyncHistory", "{received} received.").format(received=received)


def _trouble(error: object) -> str:
    found: dict[str, Any] = error if isinstance(error, dict) else {}
    known = {
        "server-out-of-reach": translate("SyncHistory", "The server could not be reached."),
        "server-busy": translate("SyncHistory", "The server asked for time."),
        "not-the-server": translate("SyncHistory", "Something else answered in the server's place."),
        "too-many-conflicts": translate("SyncHistory", "Others wrote to the same course; it is tried again."),
    }
    return known.get(_code(error)) or str(found.get("message", ""))


def _code(error: object) -> str:
    return str(error.get("code", "")) if isinstance(error, dict) else ""
