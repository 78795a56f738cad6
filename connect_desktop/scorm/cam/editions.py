"""Which edition a manifest is written for [CAM 3.4.1 schemaversion]."""

from __future__ import annotations

import re

from connect_desktop.scorm.cam.course import Edition
from connect_desktop.scorm.cam.document import Document
from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.namespaces import Vocabulary, is_scorm_12, is_scorm_2004
from connect_desktop.scorm.cam.reading import FindingLog

_CLAUSE = "CAM 3.4.1 schemaversion"
_ONLY_2004 = frozenset({Vocabulary.SIMPLE_SEQUENCING, Vocabulary.ADL_SEQUENCING, Vocabulary.ADL_NAVIGATION})
_ORDINAL = re.compile(r"\b([1-9])\s*(?:st|nd|rd|th)\b|\b(second|third|fourth)\b")
_EDITIONS = {
    "1": Edition.SCORM_2004_2ND,
    "2": Edition.SCORM_2004_2ND,
    "second": Edition.SCORM_2004_2ND,
    "3": Edition.SCORM_2004_3RD,
    "third": Edition.SCORM_2004_3RD,
    "4": Edition.SCORM_2004_4TH,
    "fourth": Edition.SCORM_2004_4TH,
}


def detect_edition(document: Document, log: FindingLog) -> Edition:
    """The edition to play the course as: what `schemaversion` says, else what the namespaces in use say."""
    element = document.root.first("metadata", "schemaversion")
    written = element.text if element is not None else ""
    used = _by_namespaces(document)
    stated = _by_version(written, used)
    if not written:
        log.hint(
            "missing-schemaversion",
            "The manifest does not say its SCORM edition; it is played as SCORM {edition}. Add a schemaversion.",
            line=document.root.line,
            clause=_CLAUSE,
            edition=used or Edition.SCORM_12,
        )
    elif stated is None:
        log.warning(
            "unknown-schemaversion",
            "The manifest calls its SCORM edition “{written}”, which is none; it is played as SCORM {edition}.",
            line=element.line if element is not None else None,
            clause=_CLAUSE,
            written=written,
            edition=used or Edition.SCORM_12,
        )
    elif used is not None and used.is_2004 is not stated.is_2004:
        log.warning(
            "edition-contradiction",
            "The manifest says SCORM {stated} but uses the vocabulary of SCORM {used}; it is played as SCORM {stated}. "
            "If the course stays silent, export it for one edition only.",
            line=element.line if element is not None else None,
            clause=_CLAUSE,
            stated=stated,
            used="2004" if used.is_2004 else "1.2",
        )
    return stated or used or Edition.SCORM_12


def _by_version(written: str, used: Edition | None) -> Edition | None:
    """The edition a `schemaversion` means, None where it means nothing."""
    text = " ".join(written.lower().replace("_", " ").split())
    if re.search(r"\b1\.2\b", text):
        return Edition.SCORM_12
    if "2004" in text or re.search(r"\b(?:3rd|4th) ed", text):
        ordinal = _ORDINAL.search(text)
        if ordinal is not None:
            return _EDITIONS.get(ordinal[1] or ordinal[2], Edition.SCORM_2004_4TH)
        return used if used is not None and used.is_2004 else Edition.SCORM_2004_3RD
    if re.search(r"\b1\.3\b", text):
        return Edition.SCORM_2004_2ND
    return None


def _by_namespaces(document: Document) -> Edition | None:
    """What the vocabulary in use belongs to. Where both editions are declared, sequencing elements speak for 2004."""
    newer = any(is_scorm_2004(uri) for uri in document.namespaces)
    older = any(is_scorm_12(uri) for uri in document.namespaces)
    if newer and (not older or any(element.vocabulary in _ONLY_2004 for element in document.root.walk())):
        fourth = any(_is_fourth_edition(element) for element in document.root.walk())
        return Edition.SCORM_2004_4TH if fourth else Edition.SCORM_2004_3RD
    return Edition.SCORM_12 if older else None


def _is_fourth_edition(element: Element) -> bool:
    if element.vocabulary is Vocabulary.ADL_SEQUENCING:
        return element.name in ("objectives", "objective", "mapinfo")
    if element.vocabulary is Vocabulary.ADL_CONTENT_PACKAGING:
        return element.name in ("data", "map") or "completedbymeasure" in element.attributes
    return False
