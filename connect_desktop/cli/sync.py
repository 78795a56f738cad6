"""sync: exchange what was learnt with servers, once or for as long as it runs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from connect_desktop.app import OpenedSync, open_sync
from connect_desktop.cli.accounts import known_account
from connect_desktop.cli.sync_options import export_of
from connect_desktop.cli.terminal import Terminal
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.json_values import timestamp
from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.credentials import KEY_VARIABLE
from connect_desktop.sync.ports import Progress, RealTiming
from connect_desktop.sync.report import Outcome, Question, SyncReport
from connect_desktop.sync.schedule import Occasion, Pace
from connect_desktop.sync.summary import summary
from connect_desktop.sync.timetable import Timetable

_LONGEST_NAP = 60.0


class NoAccounts(ConnectError):
    """There is nobody to sync with."""

    code = "no-accounts"

    def __init__(self) -> None:
        super().__init__("This device syncs with no server yet; “accounts add ADDRESS” makes it.")


def sync(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Exchange, or write a session to a file; 0 when all is in step, 1 where something waits or a person must act.

    Raises `NoAccounts`, `NoSuchAccount`, `UnknownSession`, `ExportFailed` and `StoreError`.
    """
    with open_sync(paths) as opened:
        exported = export_of(options)
        if exported is not None:
            opened.syncing.export(*exported)
            terminal.answer({"exported": exported[0], "file": str(exported[1])}, f"{exported[1]} has all of it.")
            return 0
        accounts = _accounts(opened, options.account)
        for account in accounts:
            for session_id in options.retry:
                opened.syncing.retry(account, session_id)
        if options.watch:
            return _watch(opened, accounts, terminal)
        reports = [(account, _run(opened, account, terminal)) for account in accounts]
        documents = [_document(opened, *it) for it in reports]
        terminal.answer(documents, "\n".join(line for it in reports for line in _lines(opened, *it)))
        return 0 if all(_is_in_step(report) for _, report in reports) else 1


def _accounts(opened: OpenedSync, wanted: str | None) -> tuple[Account, ...]:
    accounts = (known_account(opened.accounts, wanted),) if wanted else opened.accounts.accounts.all()
    if not accounts:
        raise NoAccounts
    return accounts


def _watch(opened: OpenedSync, accounts: Sequence[Account], terminal: Terminal) -> int:
    """Exchange again and again, as `sync.schedule` says, until interrupted; a line each time."""
    timing = RealTiming()
    timetable = Timetable(Pace(), timing.jitter)
    for account in accounts:
        timetable.add(account.id, Occasion.ASKED)
    while True:
        for account in accounts:
            if account.id not in timetable.due():
                continue
            timetable.begin(account.id)
            report = _run(opened, account, terminal)
            terminal.tell(_document(opened, account, report), "\n".join(_lines(opened, account, report)))
            # Who unlocks a keyring does not come here to say so.
            outcome = Outcome.WAITING if report.outcome is Outcome.LOCKED else report.outcome
            timetable.end(account.id, outcome, report.retry_after, on_its_way=report.on_its_way)
        # Something new to send is looked for meanwhile.
        timing.wait(min(timetable.wait(), _LONGEST_NAP), lambda: False)
        for account in accounts:
            if opened.syncing.standing(account).to_send:
                timetable.happen_to(account.id, Occasion.LAUNCH_ENDED)


def _run(opened: OpenedSync, account: Account, terminal: Terminal) -> SyncReport:
    def show(progress: Progress) -> None:
        if progress.to_do > 1:
            terminal.progress(account.name, progress.done, progress.to_do)

    return opened.syncing.run(account, cancelled=lambda: False, progress=show)


def _is_in_step(report: SyncReport) -> bool:
    return report.outcome is Outcome.DONE and not report.quarantined


def _lines(opened: OpenedSync, account: Account, report: SyncReport) -> list[str]:
    """One calm line, why it waits, and what the server refuses."""
    lines = [f"{account.name}: {summary(opened.syncing.standing(account), report)}."]
    if report.error is not None:
        lines.append(f"  {report.error}")
    if report.outcome in (Outcome.SIGN_IN, Outcome.LOCKED) and len(opened.accounts.accounts.all()) == 1:
        lines.append(f"  The key can also be given in {KEY_VARIABLE}.")
    lines += [f"  {it.session_id} is refused: {it.message}" for it in opened.syncing.quarantined(account)]
    return lines


def _document(opened: OpenedSync, account: Account, report: SyncReport) -> dict[str, object]:
    standing = opened.syncing.standing(account)
    error = report.error.as_json()["error"] if report.error else None
    return {
        "account": {"id": account.id, "name": account.name, "address": account.address},
        "outcome": report.outcome.value,
        "error": error,
        "sent": report.sent,
        "received": report.received,
        "launches": standing.launches,
        "held": standing.held,
        "seconds_held": standing.seconds,
        "waiting": {reason.value: count for reason, count in standing.waiting.items()},
        "questions": [_question(it) for it in opened.syncing.questions()],
        "quarantined": [
            {
                "session_id": it.session_id,
                "package_id": it.package_id,
                "code": it.code,
                "message": it.message,
                "since": timestamp(it.since),
            }
            for it in opened.syncing.quarantined(account)
        ],
    }


def _question(question: Question) -> dict[str, object]:
    return {
        "session_id": question.session_id,
        "package_id": question.package_id,
        "resume_points": [
            {
                "launch_id": point.launch_id,
                "here": point.here,
                "started_at": timestamp(point.started_at),
                "seconds": point.seconds,
                "location": point.location,
            }
            for point in question.points
        ],
    }
