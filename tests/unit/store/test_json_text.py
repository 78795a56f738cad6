"""JSON as it is kept and answered: any text of content comes back, whichever way it went."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connect_desktop.store.json_text import json_text, json_value

# Single surrogates too, which content has been seen to store.
TEXTS = st.text(st.characters(), max_size=5)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=10)


@given(VALUES)
def test_what_is_written_says_the_same_to_anybody(value: object) -> None:
    text = json_text(value)
    assert json.loads(text.encode()) == json_value(text) == json_value(text.encode()) == value


@given(VALUES)
@example({"\ud800": None})
def test_what_others_write_is_read(value: object) -> None:
    assert json_value(json.dumps(value).encode()) == value
    unescaped = json.dumps(value, ensure_ascii=False)
    assert json_value(unescaped) == json_value(unescaped.encode(errors="surrogatepass")) == value


@given(st.binary(max_size=8) | st.sampled_from([b"[1", b'{"a": 01}', b"1e400", b"NaN", b'"\\ud800"', b"\xef\xbb\xbf1"]))
def test_it_takes_what_the_standard_library_takes(text: bytes) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(ValueError, match=r".*"):
            json_value(text)
    else:
        assert repr(json_value(text)) == repr(expected)


def test_what_goes_too_deep_is_refused() -> None:
    with pytest.raises(RecursionError):
        json_value(b"[" * 100_000)
