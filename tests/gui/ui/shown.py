"""What a library window shows, and its buttons and menus, as a person finds them: by their words."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.notice import Notice
from connect_desktop.ui.package_card import PackageCard


def titles(window: LibraryWindow) -> list[str]:
    return [card.accessibleName() for card in window.shelf.grid.cards]


def card_of(window: LibraryWindow, number: int) -> PackageCard:
    card = window.shelf.card(f"pkg_{number:04}")
    assert card is not None
    return card


def notices(window: LibraryWindow) -> list[Notice]:
    return [row for row in window.board.rows() if isinstance(row, Notice)]


def choose(menu: QMenu, text: str) -> None:
    (action,) = (action for action in menu.actions() if action.text() == text)
    action.trigger()


def button(parent: QWidget, text: str) -> QAbstractButton:
    (found,) = (one for one in parent.findChildren(QAbstractButton) if one.text().replace("&", "") == text)
    return found
