"""The real command line, each command in a process of its own that has no screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
Step = dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class CommandLine:
    """Commands on the data in `folder`/data; scripts and screenshots go to `folder`."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, *arguments: str | Path, **environment: str) -> Answer:
        done = subprocess.run(
            self._command(*arguments),
            env=_screenless() | environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=100,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def play(self, target: str | Path, steps: Sequence[Step]) -> dict[str, Any]:
        """Play to the script's end; the session and the screenshots."""
        played = self.run("play", target, "--json", *self._script(steps))
        assert played.code == 0, played.out + played.err
        report: dict[str, Any] = played.document
        return report

    @contextmanager
    def playing(self, target: str | Path, steps: Sequence[Step]) -> Iterator[subprocess.Popen[str]]:
        """The process that plays; it is ended with the block if it has not ended yet."""
        command = self._command("play", target, "--json", *self._script(steps))
        with subprocess.Popen(command, env=_screenless(), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield process
            finally:
                process.kill()

    def _script(self, steps: Sequence[Step]) -> tuple[str | Path, ...]:
        script = self.folder / "script.json"
        script.write_text(json.dumps(steps), encoding="utf-8")
        return "--headless-script", script, "--screenshots", self.folder

    def _command(self, *arguments: str | Path) -> list[str | Path]:
        return [sys.executable, "-m", "connect_desktop", "--data-dir", self.data, *arguments]


def _screenless() -> dict[str, str]:
    seen = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in seen}
