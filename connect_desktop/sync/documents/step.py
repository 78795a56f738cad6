"""One session with a server that knows only its document: what is new there, then what is new here."""

from __future__ import annotations

import json
import uuid
from typing import Any

from msgspec.structs import replace

from connect_desktop.runtime.session_record import keep_record
from connect_desktop.runtime.taking_in import take_in
from connect_desktop.runtime.traces import traces_of
from connect_desktop.scorm.cam.course import Course, VerdictRule
from connect_desktop.scorm.rte.durations import format_timeinterval
from connect_desktop.store.connection import Connection
from connect_desktop.store.devices.sync_state import SyncedSession
from connect_desktop.store.records import PackageRecord
from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.sync.answers import SessionAnswer
from connect_desktop.sync.context import Context
from connect_desktop.sync.documents.element_merge import blanks, only_items, resume_elements, without_items
from connect_desktop.sync.documents.folded import Folded, folded, rolled_up
from connect_desktop.sync.documents.launch_times import LAUNCHES, mark
from connect_desktop.sync.documents.memory import (
    There,
    as_kept,
    lacks_what_it_had,
    pending_write,
    record_kept,
    remembered,
    there_of,
    was_done,
)
from connect_desktop.sync.documents.news import is_news, news
from connect_desktop.sync.documents.three_way import (
    NO_SCORE,
    Merged,
    Record,
    content_hash,
    patched,
    three_way,
)
from connect_desktop.sync.errors import Conflict, NotTheServer, Refusal
from connect_desktop.sync.report import Waiting

_FORKS = uuid.UUID("c0e8b1ea-0d52-5c1f-8a9e-1f0a2c4d7b33")
_SERVERS = uuid.UUID("5f2d9c1b-8b1e-5a55-9d3e-2f7c6a4b1e08")


class DocumentStep:
    """Steps of sessions towards being in step."""

    def __init__(self, context: Context) -> None:
        self._context = context
        # Time of the server's own has the same name on each device.
        self._elsewhere = str(uuid.uuid5(_SERVERS, context.account.address))

    def is_as_known(self, known: SyncedSession, answer: SessionAnswer) -> bool:
        """Whether the server has just what it had when both were in step. Its version alone does not tell, nor does
        its time: a server that was put back comes to the same numbers again, with the time of other launches."""
        if "document" not in (known.base or {}) or (answer.version, answer.time) != (known.version, known.held_time):
            return False
        document = record_kept(known, "document")
        try:
            return there_of(answer, document.times, self._elsewhere).record == document
        except ValueError:
            return False

    def step(self, answer: SessionAnswer, etag: str | None) -> bool:
        """Take in what is new there, then send what is new here; whether nothing more can be done now.

        Raises `Conflict` where somebody else wrote meanwhile, other kinds of `Refusal`, `RetryLater` and `StoreError`.
        """
        context = self._context
        known = context.read(
            lambda connection: context.known(
                connection, answer.session_id, user_id=answer.user_id, package_id=answer.package_id
            )
        )
        found = context.course_of(answer.package_id)
        if found is None:
            context.wait(known, Waiting.NO_COURSE_HERE)
            return True
        package, course = found
        self._settle_unknown_outcome(known, self._there(known, answer, etag), course)
        there = self._there(known, answer, etag)
        if known.base is None:
            self._part(known, there, course)
        has_lost = lacks_what_it_had(known, there)
        if has_lost:
            context.write(lambda connection: context.state.note(connection, "server-restored", known.session_id))
        if not self._take_in(known, there, package, course, has_lost=has_lost):
            context.wait(known, Waiting.BEING_PLAYED)
            return True
        return self._send(known, there, course, has_lost=has_lost)

    def _there(self, known: SyncedSession, answer: SessionAnswer, etag: str | None) -> There:
        try:
            return there_of(answer, record_kept(known, "document").times, self._elsewhere, etag)
        except ValueError:
            raise NotTheServer(self._context.remote.name) from None

    def _settle_unknown_outcome(self, known: SyncedSession, there: There, course: Course) -> None:
        """A write whose answer nobody heard: it was kept if the document is what it was to be, or goes on from it."""
        pending = pending_write(known)
        if pending is None:
            return
        context = self._context
        is_kept = was_done(pending, there, course.organization.verdict_rule)

        def job(connection: Connection) -> None:
            if is_kept:
                receipts = {it: (rev, sha256) for it, (rev, sha256) in pending["receipts"].items()}
                context.state.acknowledge(connection, known.session_id, receipts)
                known.base = {"document": pending["document"], "told": pending["told"]}
            else:
                known.base = {name: it for name, it in (known.base or {}).items() if name != "pending"}
            context.state.put(connection, [known])

        context.write(job)

    def _take_in(
        self, known: SyncedSession, there: There, package: PackageRecord, course: Course, *, has_lost: bool
    ) -> bool:
        """What others wrote there becomes a launch here, in one transaction with what is known of the document; False
        where a launch runs here, which must have ended to be followed by another.

        Where the server `has_lost` what it had, nothing is taken back because it is not there any more, and what was
        known of the document stays until it has it again.
        """
        context, store = self._context, self._context.store
        rule = course.organization.verdict_rule
        context.at("merge")

        def job(connection: Connection) -> bool | None:
            self._check_ours(connection, known)
            session = store.sessions.within(connection, known.session_id)
            if session is None:
                learner = store.learners.known_as(context.learner_of(known.user_id), within=connection)
                session = store.sessions.create(known.session_id, learner.id, known.package_id, within=connection)
            told = context.state.receipts(connection, known.session_id)
            here = folded(connection, store, known.session_id, course, told)
            base, before = remembered(known)
            changed = base != there.record and not (known.base is None and there.record.is_empty)
            if changed and any(launch.is_open_here for launch in here.launches.values()):
                return None
            if changed:
                if has_lost:
                    merged = Merged(_restored(there.record, base, here.record, rule))
                else:
                    merged = three_way(base, patched(base, before, here.record, rule), there.record, rule)
                merged = replace(merged, record=rolled_up(merged.record, here, there.record, course))
                sent = news(
                    context.account.id,
                    known.session_id,
                    content_hash(there.record),
                    here,
                    _heard(merged, there.record),
                    course,
                    package.content_hash,
                    context.timing.now(),
                    beside=merged.two_places,
                )
                new = {it: launch for it, launch in sent.items() if it not in here.launches}
                if new:
                    take_in(
                        connection,
                        store,
                        known.session_id,
                        new,
                        course,
                        package_hash=package.content_hash,
                        version=session.version,
                    )
                    context.state.acknowledge(
                        connection, known.session_id, {it: launch.revision.receipt() for it, launch in new.items()}
                    )
                    context.tally.received += len(new)
                before = replace(
                    there.record, elements=without_items(there.record.elements) | only_items(before.elements)
                )
            if not has_lost:
                known.base = {"document": as_kept(there.record), "told": as_kept(before)}
                self._hold(known, there)
                context.state.put(connection, [known])
            return changed

        done = context.write(job)
        if done:
            context.tally.changed.add(known.session_id)
        return done is not None

    def _send(self, known: SyncedSession, there: There, course: Course, *, has_lost: bool) -> bool:
        """Write what is new here; whether both are in step then. Raises `Conflict` and `Unacceptable`."""
        context = self._context
        rule = course.organization.verdict_rule

        def read(connection: Connection) -> tuple[Folded, dict[str, Receipt], str]:
            told = context.state.receipts(connection, known.session_id)
            here = folded(connection, context.store, known.session_id, course, told)
            return here, told, context.work.mark(connection, known.session_id)

        here, told, stamp = context.read(read)
        base, before = remembered(known)
        wanted = (
            _restored(there.record, base, here.record, rule)
            if has_lost
            else patched(there.record, before, here.record, rule)
        )
        if wanted != there.record:
            wanted = rolled_up(wanted, here, there.record, course)
        # Less time than its launches have is what a write left that took the added time for all there is.
        if wanted == there.record and there.answer.time >= wanted.time:
            self._acknowledge(known, there, here, stamp)
            return True
        context.at("enqueue")
        self._intend(known, there, here, wanted)
        context.at("send")
        added = wanted.time - there.answer.time
        try:
            answered = self._put(known, there, wanted, added)
            if answered.answer.time == added != wanted.time:
                # This server takes the time for all there is, not for what was added.
                answered = self._put(known, answered, wanted, wanted.time)
        except Conflict:
            # Somebody wrote: it may have been this very request, delivered twice.
            raise
        except Refusal:
            # It was heard that nothing was written.
            known.base = {name: it for name, it in (known.base or {}).items() if name != "pending"}
            context.write(lambda connection: context.state.put(connection, [known]))
            raise
        self._acknowledge(known, answered, here, stamp)
        context.tally.sent += sum(told.get(it) != receipt for it, receipt in here.receipts().items())
        return True

    def _put(self, known: SyncedSession, there: There, wanted: Record, session_time: int) -> There:
        emptied = blanks(there.record.elements, wanted.elements)
        body: dict[str, Any] = {
            "version": there.answer.version,
            "cmi_data": {**wanted.elements, **emptied, LAUNCHES: mark(wanted.times, self._elsewhere)},
            "completion_status": wanted.completion,
            "success_status": wanted.success,
        }
        scaled, raw, low, high = wanted.score
        if {wanted.score, there.record.score} != {NO_SCORE}:
            # Said also where there is none now: the score of another verdict is not to stay beside this one.
            body["score"] = {"scaled": scaled, "raw": raw, "min": low, "max": high}
        if session_time > 0:
            body["session_time"] = format_timeinterval(session_time)
        text = json.dumps(body).encode()
        key = str(
            uuid.uuid5(_FORKS, f"{known.session_id} {there.answer.version} {content_hash(wanted)} {session_time}")
        )
        answer, etag = self._context.remote.put_session(known.session_id, text, etag=there.etag, idempotency_key=key)
        if answer.version <= there.answer.version:
            raise NotTheServer(self._context.remote.name)
        return self._there_as_written(answer, etag, wanted)

    def _there_as_written(self, answer: SessionAnswer, etag: str | None, wanted: Record) -> There:
        try:
            return there_of(answer, wanted.times, self._elsewhere, etag)
        except ValueError:
            raise NotTheServer(self._context.remote.name) from None

    def _intend(self, known: SyncedSession, there: There, here: Folded, wanted: Record) -> None:
        """What is about to be written: whoever does not hear the answer looks whether it was."""
        context = self._context
        pending = {
            "hash": content_hash(wanted),
            "version": there.answer.version,
            "receipts": here.receipts(),
            "base": as_kept(there.record),
            "document": as_kept(wanted),
            "told": as_kept(here.record),
        }

        def job(connection: Connection) -> None:
            self._check_ours(connection, known)
            known.base = {**(known.base or {}), "pending": pending}
            context.state.put(connection, [known])

        context.write(job)

    def _check_ours(self, connection: Connection, known: SyncedSession) -> None:
        """Raises `Conflict` where another process of this device exchanged the session meanwhile: what it wrote there
        must not be taken for somebody else's."""
        now = self._context.state.session(connection, known.session_id)
        if now is not None and (now.version, now.base) != (known.version, known.base):
            raise Conflict(now.version)

    def _acknowledge(self, known: SyncedSession, there: There, here: Folded, stamp: str) -> None:
        context = self._context
        context.at("acknowledge")

        def job(connection: Connection) -> None:
            context.state.acknowledge(connection, known.session_id, here.receipts())
            known.base = {"document": as_kept(there.record), "told": as_kept(here.record)}
            known.mark = stamp
            known.waiting = None
            self._hold(known, there)
            context.state.put(connection, [known])

        context.write(job)

    def _hold(self, known: SyncedSession, there: There) -> None:
        known.told_version = known.version = there.answer.version
        known.etag = there.etag
        known.held_time, known.held_completion = there.answer.time, there.record.completion
        known.held_success = there.record.success
        known.synced_at = self._context.timing.now()

    def _part(self, known: SyncedSession, there: There, course: Course) -> None:
        """Where both sides have come to something and nobody knows what they had in common, what is here goes on in a
        session of its own, which the next exchange makes there."""
        context, store = self._context, self._context.store

        def job(connection: Connection) -> None:
            session = store.sessions.within(connection, known.session_id)
            if session is None or there.record.is_empty:
                return
            here = folded(connection, store, session.id, course, {})
            if there.record.times.keys() & here.record.times.keys():
                return
            if here.record.is_empty or content_hash(here.record) == content_hash(there.record):
                return
            fork = str(uuid.uuid5(_FORKS, f"{session.id} {store.database.device_id}"))
            forked = store.sessions.create(fork, session.learner_id, session.package_id, within=connection)
            ours = [it for it, launch in here.launches.items() if not is_news(context.account.id, launch.record)]
            store.launches.move_within(connection, ours, forked.id)
            for session_id in (session.id, forked.id):
                keep_record(store, session_id, traces_of(store, session_id, connection), course, within=connection)
            context.state.note(connection, "forked", session.id, fork=forked.id)

        context.write(job)


def _heard(merged: Merged, theirs: Record) -> Record:
    """What is said here of what others wrote. Where each side goes on elsewhere, their place is told, to be chosen."""
    if not merged.two_places:
        return merged.record
    elements = dict(merged.record.elements)
    for key in resume_elements(elements):
        del elements[key]
    return replace(merged.record, elements=elements | resume_elements(theirs.elements))


def _restored(there: Record, known: Record, here: Record, rule: VerdictRule) -> Record:
    """All that is there, was known of it, or is here: what is not there was lost, not taken back."""
    return patched(there, Record(), patched(known, Record(), here, rule), rule)
