"""The README against the code: commands, options, paths."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from connect_desktop.cli.command_line import build_parser
from connect_desktop.cli.command_parser import CommandParser

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE_SPANS = re.findall(r"`([^`\n]+)`", README)
OURS = ("connect_desktop/", "packaging/", "resources/", "tests/", ".ci/", "pyproject.toml")


def _commands() -> dict[str, argparse.ArgumentParser]:
    (subparsers,) = [action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)]
    for command in subparsers.choices.values():
        command.complete()
    return dict(subparsers.choices)


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser and all below it."""
    if isinstance(parser, CommandParser):
        parser.complete()
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _parsers(below)


def _options() -> set[str]:
    return {
        name
        for parser in _parsers(build_parser())
        for action in parser._actions
        for name in action.option_strings
        if name[:2] == "--"
    }


def _tree() -> Iterator[str]:
    """The paths of the drawn tree."""
    (drawing,) = re.findall(r"## The tree\n\n```\n(.*?)```", README, flags=re.DOTALL)
    parents: list[str] = []
    for line in drawing.splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        parents[depth:] = [name]
        yield "".join(parents)


def test_the_table_of_commands_is_the_command_line() -> None:
    told = re.findall(r"^\| `connect-desktop ([a-z-]+)", README, flags=re.MULTILINE)
    assert told == list(_commands())


def test_the_options_told_are_those_there_are() -> None:
    # Options of our own scripts and of pytest stand in spans that begin with packaging/.
    told = {
        option
        for span in CODE_SPANS
        if not span.startswith("packaging/")
        for option in re.findall(r"(?<!\S)--[a-z-]+", span)
    }
    assert told == _options()


def test_the_options_of_play_are_told_with_it() -> None:
    told = re.findall(r"^\| `(--[a-z-]+)", README, flags=re.MULTILINE)
    everywhere = {"--help", "--data-dir", "--json"}
    assert (
        set(told)
        == {name for action in _commands()["play"]._actions for name in action.option_strings if name[:2] == "--"}
        - everywhere
    )


@pytest.mark.parametrize("path", sorted({span.split()[0] for span in CODE_SPANS if span.startswith(OURS)}))
def test_a_path_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", list(_tree()))
def test_the_tree_drawn_is_the_tree(path: str) -> None:
    assert (ROOT / path).exists()
