"""How every card of the library is laid out: the picture, what it is, how far, and the one thing to do."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from connect_desktop.look.elided_label import ElidedLabel
from connect_desktop.look.icons import IconButton
from connect_desktop.look.typography import set_type
from connect_desktop.ui.cover import EDGE, Cover


class CardParts(Struct, frozen=True, kw_only=True):
    """What stands on a card. `standing` and `measure` are below the bar, left and right; `place` is where or when;
    `button` is the one thing to do, `more` opens the menu with all others."""

    cover: Cover
    edition: QLabel
    title: ElidedLabel
    bar: QProgressBar
    standing: QLabel
    measure: QLabel
    place: QLabel
    more: IconButton
    button: QPushButton


def lay_out_card(card: QWidget, parts: CardParts) -> None:
    """Put the parts in their places; the bar and the menu keep theirs while they are hidden."""
    set_type(parts.title, 1.12, bold=True)
    for small in (parts.edition, parts.measure, parts.place):
        small.setProperty("tone", "muted")
        set_type(small, 0.92)
    set_type(parts.standing, 0.92, bold=True)
    parts.bar.setTextVisible(False)
    for widget in (parts.bar, parts.more):
        kept = widget.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(kept)

    standing = QHBoxLayout()
    standing.addWidget(parts.standing)
    standing.addStretch()
    standing.addWidget(parts.measure)
    footer = QHBoxLayout()
    footer.setSpacing(4)
    footer.addWidget(parts.place, 1)
    footer.addWidget(parts.more)
    footer.addWidget(parts.button)
    body = QVBoxLayout()
    body.setContentsMargins(16, 12, 16, 14)
    body.setSpacing(4)
    body.addWidget(parts.edition)
    body.addWidget(parts.title)
    body.addSpacing(8)
    body.addWidget(parts.bar)
    body.addLayout(standing)
    body.addSpacing(2)
    body.addLayout(footer)
    whole = QVBoxLayout(card)
    whole.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
    whole.setSpacing(0)
    whole.addWidget(parts.cover)
    whole.addLayout(body)
