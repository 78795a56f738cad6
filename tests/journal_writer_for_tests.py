"""A program that journals as fast as it can and says what it was promised, until somebody kills it.

`python -m tests.journal_writer_for_tests DATABASE` prints a line at a time: `launch ID`, `kept N` when value N is safe
against a crash, `safe N` when everything up to value N is safe against loss of power.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from connect_desktop.store.database import open_store
from connect_desktop.store.records import EntryKind

ACTIVITY = "item"
ELEMENT = "cmi.suspend_data"
# Rare enough that most kills meet an append and not the wait for the disk.
COMMIT_EVERY = 97


def value(number: int) -> str:
    """The value of an entry, from a few bytes to several pages."""
    return f"{number}:" + "x" * (number * 2_657 % 20_011)


def main(path: Path) -> None:
    """Write without end."""
    store = open_store(path)
    learner = store.learners.by_name("Curie, Marie") or store.learners.add("Curie, Marie")
    session = store.sessions.open_for(learner.id, "pkg_a")
    launch = store.launches.begin(session.id)
    journal = store.journal(launch)
    _say(f"launch {launch.id}")
    for number in count(1):
        journal.append(EntryKind.SET, ACTIVITY, ELEMENT, value(number))
        _say(f"kept {number}")
        if number % COMMIT_EVERY == 0:
            journal.commit()
            _say(f"safe {number}")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
