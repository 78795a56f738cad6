"""Killing the server at random moments under all kinds of writes: what is lost of what was answered."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

from tests.bench.figures import Figure
from tests.end2end.killed_server import Round, Told, listen, lost_after, serving, untold
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import add_package
from tests.webhook_receiver_for_tests import receiver

_ROUNDS = 100
_ZIPS = 20
# A delivery that was under way is taken up when the claim on it runs out.
_CLAIMS_RUN_OUT = 90.0


def measure() -> Iterable[Figure]:
    """All rounds on one database, with webhooks of all that is written."""
    chance, key = Random(2004), ""
    lost: list[str] = []
    rounds: list[Told] = []
    changes: set[tuple[str, int]] = set()
    with tempfile.TemporaryDirectory() as name, receiver() as there:
        folder = Path(name)
        add_package(folder / "data", build_zip(folder / "course.zip"))
        contents = [{**course_files(), "text.txt": f"{number}" * 100_000} for number in range(_ZIPS)]
        zips = [build_zip(folder / f"{n}.zip", content).read_bytes() for n, content in enumerate(contents)]
        for round_ in range(_ROUNDS + 1):
            with serving(folder / "data", key) as server:
                key = server.key
                if round_ == 0:
                    listen(server, there)
                else:
                    lost += lost_after(server, rounds[-1])
                if round_ == _ROUNDS:
                    missing = untold(there, changes, _CLAIMS_RUN_OUT)
                    break
                rounds.append(Round(server, zips, chance).run(chance.randint(1, 150)))
                changes |= rounds[-1].changes
    yield Figure("server_kill.rounds", len(rounds), "kills", limit=_ROUNDS, at_most=False)
    yield Figure("server_kill.versions", len(changes), "writes")
    yield Figure("server_kill.commits_in_the_player", sum(len(told.elements) for told in rounds), "sessions")
    yield Figure("server_kill.jobs", sum(len(told.jobs) for told in rounds), "jobs")
    yield Figure("server_kill.let_in_by_dispatch", sum(len(told.learners) for told in rounds), "learners")
    yield Figure("server_kill.turned_away", sum(told.turned_away for told in rounds), "requests")
    yield Figure("server_kill.lost", len(lost), "answers", limit=0)
    yield Figure("server_kill.untold", len(missing), "webhooks", limit=0)
