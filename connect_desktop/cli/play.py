"""play: open one course, for a learner at the screen or for a script."""

from __future__ import annotations

import argparse
from pathlib import Path

from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.desktop.play_request import PlayRequest
from connect_desktop.desktop.playing import play_course
from connect_desktop.paths import DataPaths


def play(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Play until the window is closed or the script has ended, then say what the session came to."""
    played = play_course(
        paths,
        PlayRequest(
            target=options.target,
            learner=options.learner,
            mode=options.mode,
            lenient=options.lenient,
            script=options.headless_script,
            screenshots=options.screenshots or Path.cwd(),
        ),
        lambda done, total: terminal.progress(options.target, done, total),
    )
    session = played.session
    document = {
        "session": session,
        "screenshots": [str(path) for path in played.screenshots],
        "values": list(played.values),
    }
    lines = [
        (key, str(session[key])) for key in ("id", "completion_status", "success_status", "score", "time_spent_seconds")
    ]
    terminal.answer(document, "\n".join([table(lines), *map(str, played.screenshots)]))
    return 0
