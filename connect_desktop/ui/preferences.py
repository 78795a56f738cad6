"""What the windows remember from one start to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from connect_desktop.look.theme import Scheme


class Preferences:
    """Remembered choices, in an INI file at `path`; whatever in it cannot be understood counts as never chosen."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def scheme(self) -> Scheme:
        chosen = self._settings.value("appearance/scheme")
        return next((scheme for scheme in Scheme if scheme == chosen), Scheme.SYSTEM)

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._settings.setValue("appearance/scheme", scheme.value)

    @property
    def learner_id(self) -> str | None:
        """The learner who was last here."""
        chosen = self._settings.value("library/learner")
        return chosen if isinstance(chosen, str) and chosen else None

    @learner_id.setter
    def learner_id(self, learner_id: str | None) -> None:
        self._settings.setValue("library/learner", learner_id or "")

    def may_use_network(self, learner_id: str) -> bool:
        """Whether courses may reach the internet while this learner plays them; not until it was allowed."""
        return self._settings.value(f"learners/{learner_id}/network") in (True, "true")

    def allow_network(self, learner_id: str, allowed: bool) -> None:
        self._settings.setValue(f"learners/{learner_id}/network", allowed)

    def geometry(self, window: str) -> QByteArray:
        """What `QWidget.saveGeometry` gave when `window` was closed; empty if it never was."""
        kept = self._settings.value(f"{window}/geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_geometry(self, window: str, geometry: QByteArray) -> None:
        self._settings.setValue(f"{window}/geometry", geometry)

    def keep_now(self) -> None:
        """Write to the file, rather than when Qt finds the time."""
        self._settings.sync()
