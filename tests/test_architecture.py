"""The layers of the design, executed: arrows run downward only."""

from __future__ import annotations

from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from pytest_archon import archrule
from pytest_archon.collect import collect_imports, walk

import connect_desktop

QT = ["PySide6*", "shiboken6*"]
ROOMS = "connect_desktop"
PACKAGE = Path(connect_desktop.__file__).parent
# Where rooms are wired to each other; nothing looks up to it.
TOP = ["desktop", "app", "hub", "outbox", "cli"]


def _room(name: str) -> str:
    return f"{ROOMS}.{name}*"


@pytest.mark.parametrize("room", ["scorm", "packages", "store", "runtime", "server", "sync", "discovery"])
def test_rooms_below_the_windows_know_no_qt(room: str) -> None:
    archrule("no Qt").match(_room(room)).should_not_import(*QT).check(ROOMS)


def test_only_the_player_imports_webengine() -> None:
    (
        archrule("WebEngine")
        .match(f"{ROOMS}*")
        .exclude(_room("player"))
        .should_not_import("PySide6.QtWebEngine*")
        .check(ROOMS, only_direct_imports=True)
    )


def test_scorm_is_pure() -> None:
    (
        archrule("pure")
        .match(_room("scorm"))
        .should_not_import("sqlite3*", "socket*", "httpx*", "pathlib*", "time", "asyncio*", "subprocess*")
        .should_not_import(*(_room(room) for room in ("packages", "store", "runtime", "look", "player", "ui", *TOP)))
        .check(ROOMS, only_direct_imports=True)
    )


@pytest.mark.parametrize(
    ("room", "above"),
    [
        ("packages", ["store", "runtime", "look", "player", "ui", *TOP]),
        ("store", ["packages", "runtime", "look", "player", "ui", *TOP]),
        ("runtime", ["server", "look", "player", "ui", *TOP]),
        ("server", ["sync", "look", "player", "ui", *TOP]),
        ("sync", ["server", "discovery", "look", "player", "ui", *TOP]),
        ("discovery", ["scorm", "packages", "store", "runtime", "server", "look", "player", "ui", *TOP]),
        ("look", ["player", "ui", *TOP]),
        ("player", ["ui", *TOP]),
        ("ui", ["player", *TOP]),
    ],
)
def test_arrows_run_downward(room: str, above: list[str]) -> None:
    archrule(f"{room} looks down").match(_room(room)).should_not_import(*(_room(name) for name in above)).check(ROOMS)


def test_no_module_leads_back_to_itself() -> None:
    """Not by what a function imports either, or for a type alone: that only hides that two modules are one."""
    TopologicalSorter(collect_imports(ROOMS, walk)).prepare()


def test_only_the_stores_own_corner_knows_postgresql() -> None:
    (
        archrule("psycopg")
        .match(f"{ROOMS}*")
        .exclude(_room("store.postgres"))
        .should_not_import("psycopg*", "psycopg_pool*")
        .check(ROOMS, only_direct_imports=True)
    )


def test_values_are_structs() -> None:
    """A dataclass takes forty times as long to make, at each start, so it is one for a reason: what `repr` must leave
    out, what is compared by identity, what has fields by keyword after others."""
    reasons = ("repr=False", "eq=False", "KW_ONLY")
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert [
        str(path)
        for path, source in sources.items()
        if "@dataclass" in source and not any(reason in source for reason in reasons)
    ] == []
