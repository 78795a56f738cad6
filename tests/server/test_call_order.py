"""Calls of a page, once each and in the order of their content, however they come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.server.player.call_order import Answer, Call, CallOrder


class Heard:
    """Makes calls and remembers which."""

    def __init__(self) -> None:
        self.numbers: list[int | None] = []
        self.order = CallOrder(self)

    def __call__(self, call: Call) -> Answer:
        self.numbers.append(call.number)
        return {"answer": str(call.number)}


def call(number: int | None) -> Call:
    return Call(delivery=1, method="SetValue", args=("cmi.location", str(number)), number=number)


@given(st.permutations(range(8)), st.lists(st.integers(0, 7), max_size=4))
def test_calls_of_a_page_that_is_gone_are_made_in_order_whichever_comes_first(
    arriving: list[int], again: list[int]
) -> None:
    heard = Heard()
    for number in [*arriving, *again]:
        heard.order.later([call(number)])
    assert heard.numbers == list(range(8))


def test_what_is_sent_again_is_answered_again_and_made_once() -> None:
    heard = Heard()
    first = heard.order.now(call(0))
    assert heard.order.now(call(0)) == first == {"answer": "0"}
    assert heard.numbers == [0]


def test_a_call_that_waits_for_its_answer_comes_after_those_before_it() -> None:
    heard = Heard()
    heard.order.later([call(1)])
    heard.order.now(call(2))
    heard.order.later([call(0)])
    assert heard.numbers == [1, 2]


def test_what_only_asks_is_always_asked() -> None:
    heard = Heard()
    for _ in range(2):
        heard.order.now(call(None))
    assert heard.numbers == [None, None]


def test_what_still_waits_when_nothing_comes_any_more_is_made() -> None:
    heard = Heard()
    heard.order.later([call(3), call(1)])
    assert heard.numbers == []
    heard.order.rest()
    assert heard.numbers == [1, 3]


@given(st.text(min_size=3), st.permutations(range(3)))
def test_a_message_is_put_together_from_its_pieces(text: str, arriving: list[int]) -> None:
    third = len(text) // 3
    pieces = [text[:third], text[third : 2 * third], text[2 * third :]]
    order = Heard().order
    came = [order.part(7, piece, 3, pieces[piece]) for piece in arriving]
    assert came == [None, None, text]


def test_nobody_fills_the_memory_with_pieces() -> None:
    order = Heard().order
    megabyte = "x" * (1 << 20)
    assert [order.part(message, 0, 2, megabyte) for message in range(40)] == [None] * 40
    assert sum(len(text) for pieces in order._parts.values() for text in pieces.values()) <= 17 << 20
