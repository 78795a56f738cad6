"""The desktop entry and the AppStream metainfo name the same program, and it is the one that is installed."""

from __future__ import annotations

import configparser
import tomllib
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[2]
APPLICATION_ID = "org.connect_desktop.ConnectDesktop"


def test_entry_metainfo_and_installed_command_agree() -> None:
    linux = ROOT / "packaging" / "linux"
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(linux / f"{APPLICATION_ID}.desktop", encoding="utf-8")
    metainfo = etree.parse(linux / f"{APPLICATION_ID}.metainfo.xml")
    with (ROOT / "pyproject.toml").open("rb") as file:
        scripts = tomllib.load(file)["project"]["scripts"]

    assert metainfo.findtext("id") == APPLICATION_ID
    assert metainfo.findtext("launchable") == f"{APPLICATION_ID}.desktop"
    assert metainfo.findtext("name") == entry["Desktop Entry"]["Name"]
    assert metainfo.findtext("summary") == entry["Desktop Entry"]["Comment"]
    assert entry["Desktop Entry"]["Icon"] == APPLICATION_ID
    assert [entry["Desktop Entry"]["Exec"]] == [metainfo.findtext("provides/binary")] == list(scripts)
