"""What the web engine can do on this machine."""

from __future__ import annotations

from connect_desktop.desktop.application import create_application
from connect_desktop.player.probe import WebEngineAbilities, probe_web_engine


def probe_this_machine() -> WebEngineAbilities:
    """Tries it out in a page of its own."""
    application = create_application(watched=False)
    abilities = probe_web_engine()
    application.processEvents()
    return abilities
