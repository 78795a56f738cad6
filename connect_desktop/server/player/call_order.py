"""The calls of a page in the order in which its content made them, each made once.

A page numbers the calls that change something. What it could not be sure of it sends again, and what it sends while it
goes away may overtake each other on the way; parts of one message too, for no browser takes a long one then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

Answer = dict[str, Any]
# What may wait for what is missing before it, in characters; more than any browser sends from a page that goes away.
_MOST = 16 << 20


class Call(Struct, frozen=True, kw_only=True):
    """An API call: of the content of which delivery, its method, its arguments. `number` counts those that change
    something from 0; None for one that only asks."""

    delivery: int
    method: str
    args: Sequence[str]
    number: int | None = None


class CallOrder:
    """Hands calls to `make`, which is asked once for each number."""

    def __init__(self, make: Callable[[Call], Answer]) -> None:
        self._make = make
        self._next = 0
        self._last: Answer = {}
        self._parts: dict[int, dict[int, str]] = {}
        self._waiting: dict[int, Call] = {}
        self._size = 0

    def now(self, call: Call) -> Answer:
        """The answer to a call whose page waits for it: all calls before it were answered, or given up."""
        if call.number is None:
            return self._make(call)
        if call.number < self._next:
            return self._last
        self._catch_up(call.number)
        return self._made(call)

    def later(self, calls: Sequence[Call]) -> None:
        """Calls of a page that is gone: made when those before them are."""
        for call in calls:
            if call.number is not None and call.number >= self._next and call.number not in self._waiting:
                self._size += sum(map(len, call.args))
                if self._size > _MOST:
                    return
                self._waiting[call.number] = call
        while self._next in self._waiting:
            self._made(self._waiting.pop(self._next))

    def part(self, message: int, piece: int, of: int, text: str) -> str | None:
        """One of the `of` pieces of a message; its whole text when this was the last that was missing."""
        if of == 1:
            return text
        pieces = self._parts.setdefault(message, {})
        self._size += len(text)
        if self._size > _MOST:
            return None
        pieces[piece] = text
        if len(pieces) < of:
            return None
        del self._parts[message]
        return "".join(pieces[index] for index in sorted(pieces))

    def rest(self) -> None:
        """Nothing comes any more: make what still waits for what is missing."""
        for number in sorted(self._waiting):
            self._made(self._waiting.pop(number))

    def _catch_up(self, number: int) -> None:
        for earlier in sorted(earlier for earlier in self._waiting if earlier < number):
            self._made(self._waiting.pop(earlier))

    def _made(self, call: Call) -> Answer:
        self._last = self._make(call)
        self._next = (call.number or 0) + 1
        return self._last
