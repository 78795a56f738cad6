"""From the text of a manifest to a tree of `Element`, repairing what authoring tools are known to get wrong.

A well-formed document is read as it is. Any other one is repaired (stray ampersands, HTML entities, `--` in comments,
control characters, undeclared prefixes) and read again as far as it goes. Nothing is fetched, no DTD is loaded, no
entity is defined.
"""

from __future__ import annotations

import re
from typing import cast

from lxml import etree
from msgspec import Struct

from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.namespaces import vocabulary_of
from connect_desktop.scorm.cam.reading import FindingLog

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b")
_ENTITY = re.compile(r"<!ENTITY\b")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPAIRABLE = re.compile(
    r"(?P<verbatim><!\[CDATA\[.*?(?:\]\]>|\Z))|(?P<comment><!--.*?(?:-->|\Z))"
    r"|&(?!(?:amp|lt|gt|quot|apos|\#[0-9]{1,7}|\#x[0-9a-fA-F]{1,6});)(?:(?P<entity>[A-Za-z][A-Za-z0-9]{1,30};))?",
    re.DOTALL,
)
_UNBOUND = re.compile(r"Namespace prefix (\S+) .*is not defined")
_DEEPEST = 100
_MOST_ELEMENTS = 250_000
_REPAIR_LIMIT = 2 * 1024 * 1024
_XML = "{http://www.w3.org/XML/1998/namespace}"


class Document(Struct, frozen=True):
    """The root element and every namespace URI that is declared anywhere."""

    root: Element
    namespaces: frozenset[str]


def read_document(text: str, log: FindingLog) -> Document | None:
    """The document in `text`, or None with an error in the log. Lines are counted as they are in `text`."""
    text = _without_prologue(text, log)
    if _declares_entities(text):
        log.error(
            "entity-declarations",
            "The manifest defines XML entities, which no SCORM manifest needs and which can harm a computer; it was "
            "not read. Export the package again.",
            line=1,
        )
        return None
    root: etree._Element | None
    strict = _parser(recover=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), strict)
    except etree.XMLSyntaxError:
        _log_faults(strict, log)
        root = _repaired(text)
    if root is None:
        log.error(
            "not-xml",
            "This file cannot be read as XML, so the course in it is unknown. Export the package again.",
            line=1,
            clause="CAM 3.4",
        )
        return None
    return _document(root, log)


def _without_prologue(text: str, log: FindingLog) -> str:
    """The text from its first tag on. Lines stay where they are."""
    text = text.lstrip("\ufeff")
    start = text.find("<")
    junk = text[: max(start, 0)]
    if junk.strip():
        log.warning(
            "text-before-xml",
            "There is text before the first tag, which XML does not allow; it was passed over.",
            line=1,
            clause="CAM 3.4",
        )
    text = _blank(junk) + text[len(junk) :]
    declaration = _DECLARATION.match(text)
    if declaration is None:
        return text
    if junk:
        log.hint("blank-before-xml", "There is a blank before the XML declaration; remove it.", line=1)
    return _blank(declaration[0]) + text[declaration.end() :]


def _blank(text: str) -> str:
    return "\n" * text.count("\n")


def _declares_entities(text: str) -> bool:
    doctype = _DOCTYPE.search(text)
    return doctype is not None and _ENTITY.search(text, doctype.end()) is not None


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _log_faults(parser: etree.XMLParser, log: FindingLog) -> None:
    undeclared: dict[str, int] = {}
    for fault in parser.error_log:
        if unbound := _UNBOUND.match(fault.message):
            undeclared.setdefault(unbound[1], fault.line)
            continue
        log.warning(
            "not-well-formed",
            "The XML is not well-formed: {reason}. Export the package again if parts of the course are missing.",
            line=fault.line or None,
            clause="CAM 3.4",
            reason=fault.message.strip().partition("\n")[0].rstrip("."),
        )
    for prefix, line in undeclared.items():
        log.warning(
            "undeclared-prefix",
            "The prefix “{prefix}” is used but never declared; it was given its usual meaning. Declare it with "
            "xmlns:{prefix} on the manifest element.",
            line=line or None,
            clause="CAM 3.4",
            prefix=prefix,
        )


def _repaired(text: str) -> etree._Element | None:
    if len(text) > _REPAIR_LIMIT:
        return None
    text = _REPAIRABLE.sub(_repair, _FORBIDDEN.sub("", text))
    try:
        return etree.fromstring(text.encode("utf-8"), _parser(recover=True))
    except etree.XMLSyntaxError:
        return None


def _repair(match: re.Match[str]) -> str:
    if match["verbatim"]:
        return match[0]
    if match["comment"]:
        return _blank(match[0])
    # Slow to import and needed only here.
    from html.entities import html5

    entity = match["entity"]
    if entity in html5:
        return html5[entity].translate({ord("<"): "&lt;", ord("&"): "&amp;"})
    return f"&amp;{entity or ''}"


def _document(root: etree._Element, log: FindingLog) -> Document | None:
    """The tree as `Element`s; what is nested beyond any sense is left out, so that readers may recurse."""
    root_uri, _, _ = _parts(root)
    namespaces = {uri for uri in root.nsmap.values() if uri}
    top = _element(root, root_uri, namespaces)
    count = 1
    waiting = [(root, top, 1)]
    too_deep: int | None = None
    while waiting:
        source, element, depth = waiting.pop()
        for child in source:
            if not isinstance(child.tag, str):
                continue
            count += 1
            if count > _MOST_ELEMENTS:
                log.error(
                    "manifest-too-large",
                    "The manifest has more than {limit} elements, more than any real course needs; it was not read.",
                    line=1,
                    limit=_MOST_ELEMENTS,
                )
                return None
            below = _element(child, root_uri, namespaces)
            if depth >= _DEEPEST:
                too_deep = too_deep or below.line
                continue
            element.children.append(below)
            waiting.append((child, below, depth + 1))
    if too_deep is not None:
        log.warning(
            "nested-too-deeply",
            "Elements are nested more than {depth} levels deep; what lies deeper was left out.",
            line=too_deep,
            depth=_DEEPEST,
        )
    return Document(top, frozenset(namespaces))


def _element(source: etree._Element, root_uri: str, namespaces: set[str]) -> Element:
    uri, prefix, local = _parts(source)
    if uri:
        namespaces.add(uri)
    attributes = {}
    for name, value in cast("list[tuple[str, str]]", source.items()):
        attribute_uri, _, _ = name.rpartition("}")
        if attribute_uri:
            namespaces.add(attribute_uri[1:])
        attributes[_attribute_name(name)] = value
    text = source.text or ""
    if len(source):
        text += "".join(child.tail or "" for child in source)
    return Element(
        vocabulary=vocabulary_of(uri, prefix, root_uri),
        name=local.lower(),
        attributes=attributes,
        text=text.strip(),
        line=cast("int | None", source.sourceline),
        children=[],
    )


def _parts(source: etree._Element) -> tuple[str, str, str]:
    """Namespace, prefix and local name. Recovery leaves an undeclared prefix in the tag: `adlcp:masteryscore`."""
    uri, _, local = source.tag.rpartition("}")
    prefix, colon, rest = local.rpartition(":")
    return uri[1:], prefix if colon else (source.prefix or ""), rest


def _attribute_name(name: str) -> str:
    if name.startswith(_XML):
        return f"xml:{name.removeprefix(_XML).lower()}"
    return name.rpartition("}")[2].rpartition(":")[2].lower()
