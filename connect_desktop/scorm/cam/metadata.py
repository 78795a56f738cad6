"""What we show of LOM metadata, in the forms of SCORM 1.2 (`langstring`) and 2004 (`string`) [CAM 4].

Metadata kept in a file of its own (`adlcp:location`) is not read.
"""

from __future__ import annotations

from connect_desktop.scorm.cam.addresses import AddressReader, is_absolute
from connect_desktop.scorm.cam.course import Metadata
from connect_desktop.scorm.cam.element import Element

_STRINGS = ("string", "langstring")
_THUMBNAIL_KINDS = ("thumbnail", "hasthumbnail", "preview", "haspreview")


def read_metadata(owner: Element, base: str, addresses: AddressReader) -> Metadata:
    """The metadata of a manifest, organization, item or resource; `base` is where its addresses start."""
    metadata = owner.first("metadata")
    if metadata is None:
        return Metadata()
    lom = metadata.first("lom") or metadata.first("record") or metadata
    general = lom.first("general") or lom
    title = _text(general.first("title"))
    return Metadata(
        title=title,
        description=_text(general.first("description")),
        language=_language(general),
        thumbnail=_thumbnail(lom, base, addresses),
    )


def _text(element: Element | None) -> str:
    """The first text of a language string, with its blanks drawn together."""
    if element is None:
        return ""
    texts = [child.text for child in element.children if child.name in _STRINGS and child.text]
    return " ".join((texts[0] if texts else element.text).split())


def _language(general: Element) -> str:
    """The language of the content, else the one its title is written in."""
    stated = general.text_of("language")
    if stated and stated.lower() not in ("none", "x-none"):
        return stated
    title = general.first("title")
    strings = [child for child in title.children if child.name in _STRINGS] if title is not None else []
    for string in strings:
        language = string.get("language") or string.get("xml:lang")
        if language and language.lower() != "x-none":
            return language
    return ""


def _thumbnail(lom: Element, base: str, addresses: AddressReader) -> str | None:
    """LOM has no thumbnail; authoring tools name it as a relation of that kind."""
    for relation in lom.all("relation"):
        if _value(relation.first("kind")).lower() not in _THUMBNAIL_KINDS:
            continue
        resource = relation.first("resource")
        if resource is None:
            continue
        written = _text(resource.first("identifier", "entry")) or _text(resource.first("description"))
        if written and not is_absolute(written):
            return addresses.join(base, written, relation)
    return None


def _value(element: Element | None) -> str:
    """A vocabulary value: `<value>x</value>`, in 1.2 with a `langstring` within."""
    return _text(element.first("value")) if element is not None else ""
