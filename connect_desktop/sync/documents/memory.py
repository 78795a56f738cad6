"""What is remembered of a session's document, and what that tells of what the server has now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from connect_desktop.scorm.cam.course import VerdictRule
from connect_desktop.store.devices.sync_state import SyncedSession
from connect_desktop.sync.answers import SessionAnswer
from connect_desktop.sync.documents.launch_times import marked, times_there
from connect_desktop.sync.documents.three_way import Record, content_hash, longest_times, record_of, three_way


class There(Struct, frozen=True):
    """What the server has: its answer, its ETag, and what that says to who `known` how much time which launch had."""

    answer: SessionAnswer
    etag: str | None
    record: Record

    @property
    def is_marked(self) -> bool:
        """Whether it tells which launches it has time of."""
        return marked(self.answer.document["cmi_data"]) is not None


def there_of(answer: SessionAnswer, known: Mapping[str, int], elsewhere: str, etag: str | None = None) -> There:
    """Raises `ValueError` for what is no document."""
    times = times_there(answer.document["cmi_data"], answer.time, known, elsewhere)
    return There(answer, etag, record_of(answer.document, times))


def lacks_what_it_had(known: SyncedSession, there: There) -> bool:
    """Whether the server lacks what it had: it was restored from a backup, or somebody answered in its place."""
    if "document" not in (known.base or {}):
        return False
    before = record_kept(known, "document")
    if there.answer.version <= known.version:
        return there.answer.version < known.version or before != there.record
    return longest_times(before.times, there.record.times) != there.record.times


def was_done(pending: Mapping[str, Any], there: There, rule: VerdictRule) -> bool:
    """Whether a write of which no answer was heard was done: it is what the document says, or what others went on from.
    Where that does not tell which time it has, time is never added once more on a guess."""
    if there.answer.version <= pending["version"]:
        return False
    if pending["hash"] == content_hash(there.record):
        return True
    base, wanted = (record_of(it, it["times"]) for it in (pending["base"], pending["document"]))
    together = three_way(base, wanted, there.record, rule).record
    if there.is_marked:
        return together == there.record
    if together != replace(there.record, times=together.times):
        return False
    time = there.answer.time
    if there.answer.version == pending["version"] + 1:
        # If it was this write, that is the time it asked for; some servers take what was added for all there is.
        return time in (wanted.time, wanted.time - base.time)
    return time >= wanted.time


def pending_write(known: SyncedSession) -> Mapping[str, Any] | None:
    """A write of which no answer was heard: what was there before, what was to be there, and what that acknowledges."""
    pending: Mapping[str, Any] | None = (known.base or {}).get("pending")
    return pending


def remembered(known: SyncedSession) -> tuple[Record, Record]:
    """The document last acknowledged, and what was here then."""
    return record_kept(known, "document"), record_kept(known, "told")


def record_kept(known: SyncedSession, name: str) -> Record:
    """What `as_kept` wrote down under this name; nothing where it did not."""
    document = (known.base or {}).get(name)
    return Record() if document is None else record_of(document, document["times"])


def as_kept(record: Record) -> dict[str, Any]:
    """A record as JSON values."""
    scaled, raw, low, high = record.score
    return {
        "cmi_data": dict(record.elements),
        "completion_status": record.completion,
        "success_status": record.success,
        "score": {"scaled": scaled, "raw": raw, "min": low, "max": high},
        "times": dict(record.times),
    }
