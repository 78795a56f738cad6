"""Launches as logs: a record of each, and its entries."""

from __future__ import annotations

from collections.abc import Iterable

from connect_desktop.scorm.cam.course import VerdictRule
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import RecordView, record_view
from connect_desktop.store.records import Entry, EntryKind, LaunchRecord

Row = tuple[EntryKind, str, str, str]
Log = tuple[LaunchRecord, tuple[Entry, ...]]


def view_of(logs: Iterable[Log], rule: VerdictRule = VerdictRule.BEST) -> RecordView:
    return record_view((LaunchTrace(*log) for log in logs), rule)
