"""Collects every text a user can see into `resources/translations/*.ts` and compiles them to `.qm`.

Windows mark their texts with `tr` and `translate`, which `pyside6-lupdate` finds. The rooms below know no Qt: their
sentences are English templates, found here by their form (see `sentences`) and given to lupdate in a file of their own,
and so are the words of the web player and what pages for people say (see `said`).
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from connect_desktop.server.player.player_words import WORDS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "connect_desktop"
TRANSLATIONS = ROOT / "resources" / "translations"
QT_ROOMS = ("look", "ui", "player", "desktop")
# Besides the rooms with marked texts: the command line speaks English, `scorm.rte` to content, `server` to programs.
NOT_FOR_WINDOWS = (*(f"{room}/" for room in QT_ROOMS), "cli", "__main__", "scorm/rte/", "server/")
CONTEXT = "Message"
WEB_CONTEXT = "WebPlayer"
PAGE_CONTEXT = "WebPage"
# What is called with an English text to be shown in the language of whoever asks, in `server`.
SPEAKERS = ("words", "Notice", "marked")


def sentences(source: str) -> Iterator[str]:
    """The sentences in a module: strings of several words that begin like one and end like one, docstrings aside."""
    tree = ast.parse(source)
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            text = node.value
            if " " in text and (text[0].isupper() or text[0] in "“{") and text[-1] in ".}":
                yield text


def all_sentences() -> list[str]:
    """Every sentence the rooms below have for users, each once, in a stable order."""
    found: dict[str, None] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if not path.relative_to(PACKAGE).as_posix().startswith(NOT_FOR_WINDOWS):
            found |= dict.fromkeys(sentences(path.read_text(encoding="utf-8")))
    return list(found)


def said(source: str) -> Iterator[str]:
    """What a module of the server has pages say: the texts that `words`, `Notice` and `marked` are given."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKERS:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def all_said() -> list[str]:
    """Everything that pages say, each once, in a stable order."""
    found: dict[str, None] = {}
    for path in sorted((PACKAGE / "server").rglob("*.py")):
        found |= dict.fromkeys(said(path.read_text(encoding="utf-8")))
    return list(found)


def main() -> None:
    tools = Path(sys.executable).parent
    modules = [path for room in QT_ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]
    targets = sorted(TRANSLATIONS.glob("*.ts"))
    with tempfile.TemporaryDirectory() as folder:
        messages = Path(folder) / "messages.py"
        calls = "".join(f"QCoreApplication.translate({CONTEXT!r}, {text!r})\n" for text in all_sentences())
        calls += "".join(f"QCoreApplication.translate({WEB_CONTEXT!r}, {text!r})\n" for text in WORDS.values())
        calls += "".join(f"QCoreApplication.translate({PAGE_CONTEXT!r}, {text!r})\n" for text in all_said())
        messages.write_text(calls, encoding="utf-8")
        sources = [*modules, messages]
        _run(tools / "pyside6-lupdate", "-no-obsolete", "-locations", "none", *sources, "-ts", *targets)
    for target in targets:
        _run(tools / "pyside6-lrelease", target, "-qm", target.with_suffix(".qm"))


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True)  # noqa: S603 - the tools of this environment, on our own files


if __name__ == "__main__":
    main()
