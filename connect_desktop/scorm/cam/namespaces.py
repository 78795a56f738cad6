"""Which vocabulary an element belongs to, known by its namespace or, where that fails, by its prefix.

Real manifests use retired, mistyped and mixed namespaces; the families below take every version of a URI as the same
vocabulary, since the names within them never collide across versions.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Vocabulary(StrEnum):
    """The sets of names a manifest is made of [CAM 3.4, 5]."""

    CONTENT_PACKAGING = "imscp"
    ADL_CONTENT_PACKAGING = "adlcp"
    ADL_SEQUENCING = "adlseq"
    ADL_NAVIGATION = "adlnav"
    SIMPLE_SEQUENCING = "imsss"
    METADATA = "lom"
    NONE = ""
    FOREIGN = "?"


_FAMILIES = (
    (re.compile(r"adlcp", re.I), Vocabulary.ADL_CONTENT_PACKAGING),
    (re.compile(r"adlseq", re.I), Vocabulary.ADL_SEQUENCING),
    (re.compile(r"adlnav", re.I), Vocabulary.ADL_NAVIGATION),
    (re.compile(r"imsss", re.I), Vocabulary.SIMPLE_SEQUENCING),
    (re.compile(r"imsmd|[/.:_]lom\b|ltsc\.ieee\.org", re.I), Vocabulary.METADATA),
    (re.compile(r"imscp|imsproject\.org/content|imsglobal\.org/content", re.I), Vocabulary.CONTENT_PACKAGING),
)
_PREFIXES = {
    "imscp": Vocabulary.CONTENT_PACKAGING,
    "adlcp": Vocabulary.ADL_CONTENT_PACKAGING,
    "adlseq": Vocabulary.ADL_SEQUENCING,
    "adlnav": Vocabulary.ADL_NAVIGATION,
    "imsss": Vocabulary.SIMPLE_SEQUENCING,
    "imsmd": Vocabulary.METADATA,
    "lom": Vocabulary.METADATA,
}
_OF_SCORM_12 = re.compile(r"adlcp_rootv1p[12]|imscp_rootv1p1|imsmd_rootv1p2", re.I)
_OF_SCORM_2004 = re.compile(r"adlcp_v1p3|adlseq_v1p|adlnav_v1p|imsss", re.I)


@lru_cache(maxsize=256)
def vocabulary_of(uri: str, prefix: str, root_uri: str) -> Vocabulary:
    """The vocabulary of a name with this namespace and prefix ("" for none) in a document whose root has `root_uri`."""
    for family, vocabulary in _FAMILIES:
        if family.search(uri):
            return vocabulary
    if prefix.lower() in _PREFIXES:
        return _PREFIXES[prefix.lower()]
    if uri == root_uri and uri:
        return Vocabulary.CONTENT_PACKAGING
    return Vocabulary.FOREIGN if uri else Vocabulary.NONE


def is_scorm_12(uri: str) -> bool:
    """Whether only SCORM 1.2 uses this namespace."""
    return _OF_SCORM_12.search(uri) is not None


def is_scorm_2004(uri: str) -> bool:
    """Whether only SCORM 2004 uses this namespace."""
    return _OF_SCORM_2004.search(uri) is not None
