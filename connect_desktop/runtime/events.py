"""What a running course tells its window, as it happens."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.navigation import NavigationRequest


class Called(Struct, frozen=True):
    """One API call was answered; `error` is the code after it, `seconds` what it took us.

    Only who asked for calls is told of them.
    """

    delivery: int
    method: str
    args: tuple[str, ...]
    answer: str
    error: int
    seconds: float


class Recorded(Struct, frozen=True):
    """A value was journaled: safe against a crash, not yet against loss of power."""

    delivery: int


class Saved(Struct, frozen=True):
    """Everything so far is safe against loss of power."""

    delivery: int


class SaveFailed(Struct, frozen=True):
    """What the call `method` was to keep could not be kept, and `error` says why. The content was told "false"."""

    delivery: int
    error: ConnectError
    method: str
    args: tuple[str, ...]


class ContentsChanged(Struct, frozen=True):
    """Status marks, controls or the outcome may differ from before."""


class NavigationAsked(Struct, frozen=True):
    """The content asked to go elsewhere when it terminated; unload it, then `navigate`."""

    delivery: int
    request: NavigationRequest


RuntimeEvent = Called | Recorded | Saved | SaveFailed | ContentsChanged | NavigationAsked
Listener = Callable[[RuntimeEvent], None]
