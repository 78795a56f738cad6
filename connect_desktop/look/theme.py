"""One look for every window: Fusion, a palette and the style sheets of `resources/styles`, light or dark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from connect_desktop.look.tokens import DARK, LIGHT
from connect_desktop.resources import resources_dir

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

# What has no name is looked at one by one, which has Python meet every class of Qt's own parts.
_NAME = "theme"
_TOKEN = re.compile(r"@([a-z][a-z0-9-]*)")

_ROLES = {
    QPalette.ColorRole.Window: "surface",
    QPalette.ColorRole.Base: "surface-2",
    QPalette.ColorRole.AlternateBase: "surface-3",
    QPalette.ColorRole.Button: "surface-2",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipText: "surface-2",
    QPalette.ColorRole.PlaceholderText: "text-muted",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "accent-text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "surface-2",
    QPalette.ColorRole.Midlight: "surface-3",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border-strong",
    QPalette.ColorRole.Shadow: "border-strong",
}
_TEXT_ROLES = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class Scheme(StrEnum):
    """What the user asked for; `SYSTEM` follows the desktop as it changes."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Theme(QObject):
    """The application's look. `changed` says that palette and style sheet are new."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName(_NAME)
        self._app = app
        self._dressed_as: Mapping[str, str] | None = None
        self.scheme = Scheme.SYSTEM
        # Not asked by the name of its scheme: that is one of two thousand in the namespace `Qt`, which are all made at
        # once, and the first window would wait for it.
        self._system_is_dark = is_dark(app.palette())
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def tokens(self) -> Mapping[str, str]:
        """The set in force."""
        if self.scheme is Scheme.SYSTEM:
            return DARK if self._system_is_dark else LIGHT
        return DARK if self.scheme is Scheme.DARK else LIGHT

    def choose(self, scheme: Scheme) -> None:
        """Wear `scheme` from now on. Window frames and web content are told through the platform too."""
        self.scheme = scheme
        hints = self._app.styleHints()
        if scheme is Scheme.SYSTEM:
            hints.unsetColorScheme()
        else:
            from PySide6.QtCore import Qt

            hints.setColorScheme(Qt.ColorScheme.Dark if scheme is Scheme.DARK else Qt.ColorScheme.Light)
        self._dress()

    def _follow(self, system: Qt.ColorScheme) -> None:
        self._system_is_dark = system is type(system).Dark
        # A platform that changes its scheme also installs its own palette: put ours back even if the set is the same.
        self._dressed_as = None
        self._dress()

    def _dress(self) -> None:
        tokens = self.tokens
        if tokens is self._dressed_as:
            return
        self._dressed_as = tokens
        self._app.setPalette(palette(tokens))
        self._app.setStyleSheet(style_sheet(tokens))
        self.changed.emit()


def apply_theme(app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> Theme:
    """Dress `app`; call it again to change the scheme. The same `Theme` serves the application's whole life."""
    theme = app.findChild(Theme, _NAME) or Theme(app)
    theme.choose(scheme)
    return theme


def palette(tokens: Mapping[str, str]) -> QPalette:
    """The palette of a token set; disabled text is the muted one."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(tokens[token]))
    for role in _TEXT_ROLES:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens["text-muted"]))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(tokens["border-strong"]))
    return made


def style_sheet(tokens: Mapping[str, str]) -> str:
    """Every `resources/styles/*.qss` in the order of their names, with its tokens filled.

    Raises `KeyError` for a token that neither set has.
    """
    sheets = (path.read_text(encoding="utf-8") for path in sorted((resources_dir() / "styles").glob("*.qss")))
    return "\n".join(_TOKEN.sub(lambda match: tokens[match[1]], sheet) for sheet in sheets)


def is_dark(worn: QPalette) -> bool:
    """Whether a widget's palette is the dark one, for those who paint themselves."""
    return worn.color(QPalette.ColorRole.Window).lightness() < 128


def ink(worn: QPalette, token: str) -> QColor:
    """The colour `token` names in the set a widget's palette belongs to."""
    return QColor((DARK if is_dark(worn) else LIGHT)[token])


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a property style sheets select by (`kind`, `tone`), also on a widget already shown.

    A style sheet reads properties only when a widget is polished, so it is polished anew.
    """
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
