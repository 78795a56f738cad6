"""A public key as words that two people can compare over a telephone. Pure."""

from __future__ import annotations

import hashlib
from itertools import islice

_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"
_BYTES = 12
"""96 bits: nobody finds a second key with the same words."""


def fingerprint(public_key: str) -> str:
    """Six words, such as `lusab babad …`, of a key in hex: 16 bits each as consonants and vowels, so that they can be
    spoken in any language and two keys never look alike [D. S. Wilkerson, A Proposal for Proquints, arXiv:0901.4016].
    """
    digest = iter(hashlib.sha256(bytes.fromhex(public_key)).digest()[:_BYTES])
    words: list[str] = []
    while pair := bytes(islice(digest, 2)):
        words.append(proquint(int.from_bytes(pair)))
    return " ".join(words)


def proquint(number: int) -> str:
    """The word for a number of 16 bits."""
    first, second = (_CONSONANTS[number >> 12], _VOWELS[number >> 10 & 3]), (_CONSONANTS[number >> 6 & 15],)
    third, fourth = _VOWELS[number >> 4 & 3], _CONSONANTS[number & 15]
    return "".join((*first, *second, third, fourth))
