"""outbox: what was learnt here, carried as a file to where it is wanted."""

from __future__ import annotations

import argparse
from pathlib import Path

from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.errors import ConnectError
from connect_desktop.outbox import OpenedOutbox, open_outbox
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.errors import UnknownLearner
from connect_desktop.runtime.json_values import timestamp
from connect_desktop.store.learners import Learners
from connect_desktop.sync.outbox_file.contents import Kind
from connect_desktop.sync.outbox_file.exporting import Wanted
from connect_desktop.sync.outbox_file.fingerprint import fingerprint
from connect_desktop.sync.outbox_file.importing import Imported


class NoSuchDevice(ConnectError):
    """No trusted device has these words."""

    code = "no-such-device"

    def __init__(self, words: str) -> None:
        super().__init__("No device “{words}” is trusted; “outbox devices” shows those that are.", words=words)


def carry(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Export, import, or say which devices are trusted; 1 where something was left out. Raises `OutboxFileError`,
    `NoSuchDevice`, `UnknownLearner`, `PackageError` and `StoreError`."""
    with open_outbox(paths, getattr(options, "storage", "")) as outbox:
        match options.action:
            case "export":
                return _export(outbox, options, terminal)
            case "import":
                return _import(outbox, options, terminal)
            case "forget":
                words = " ".join(options.words)
                if not outbox.forget(words):
                    raise NoSuchDevice(words)
                terminal.answer({"forgotten": words}, f"Files of {words} are not taken in any more.")
            case _:
                _list(outbox, terminal)
    return 0


def _export(outbox: OpenedOutbox, options: argparse.Namespace, terminal: Terminal) -> int:
    chosen = None if options.learner is None else [_learner(outbox.learners, name) for name in options.learner]
    wanted = Wanted(learners=chosen, unsent=options.unsent, courses=options.with_courses)
    exported = outbox.export(options.file, wanted)
    for title in exported.left_out:
        terminal.warn(f"The course “{title}” could not come along; the other device must have it.")
    document = {
        "file": str(options.file),
        "id": exported.file_id,
        "learners": exported.learners,
        "sessions": exported.sessions,
        "launches": exported.launches,
        "courses": exported.courses,
        "left_out": list(exported.left_out),
        "words": outbox.words,
    }
    terminal.answer(
        document,
        f"{exported.launches} launches of {exported.learners} learners are in {options.file}, signed by this device: "
        f"{outbox.words}",
    )
    return 1 if exported.left_out else 0


def _learner(learners: Learners, name: str) -> str:
    found = learners.get(name) or learners.by_name(name)
    if found is None:
        raise UnknownLearner(name)
    return found.id


def _import(outbox: OpenedOutbox, options: argparse.Namespace, terminal: Terminal) -> int:
    receipt: Path = options.receipt or options.file.with_name(f"{options.file.stem}.receipt.zip")
    imported = outbox.take_in(options.file, trust=options.trust, receipt=receipt)
    for one in imported.left_out:
        terminal.warn(f"{one.title or one.session_id}: {one.message}")
    document = {
        "kind": imported.kind.value,
        "device": imported.device,
        "words": imported.words,
        "sessions": imported.sessions,
        "launches": imported.acknowledged if imported.kind is Kind.RECEIPT else imported.launches,
        "changed": sorted(imported.changed),
        "courses": imported.courses,
        "left_out": [
            {"session_id": one.session_id, "title": one.title, "code": one.code, "message": one.message}
            for one in imported.left_out
        ],
        "receipt": str(receipt) if imported.kind is Kind.OUTBOX else None,
    }
    terminal.answer(document, _said(imported, receipt))
    return 1 if imported.left_out else 0


def _said(imported: Imported, receipt: Path) -> str:
    if imported.kind is Kind.RECEIPT:
        return f"“{imported.device}” holds {imported.acknowledged} launches of this device."
    return (
        f"{imported.launches} launches of {imported.sessions} sessions from “{imported.device}” are here now. "
        f"Bring {receipt} back to it, so that it knows."
    )


def _list(outbox: OpenedOutbox, terminal: Terminal) -> None:
    trusted = [(fingerprint(it.public_key), it) for it in outbox.trusted()]
    rows = [(words, it.name, timestamp(it.trusted_at)) for words, it in trusted]
    text = f"This device is {outbox.words}"
    if rows:
        text += "\n\n" + table([("WORDS", "NAME", "TRUSTED SINCE"), *rows])
    document = {
        "device": outbox.device,
        "words": outbox.words,
        "trusted": [
            {"words": words, "name": it.name, "public_key": it.public_key, "trusted_at": timestamp(it.trusted_at)}
            for words, it in trusted
        ],
    }
    terminal.answer(document, text)
