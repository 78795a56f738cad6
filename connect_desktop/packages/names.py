"""From the name a course uses for a file to the file's name in the package, as a web server on Windows would."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

_LEGACY_ENCODINGS = ("utf-8", "cp1252", "gbk")
_SUFFIX = re.compile(r"[?#]")


def is_junk(name: str) -> bool:
    """Whether a member is what macOS leaves in zips and folders: never content."""
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" in parts or parts[-1] in (".DS_Store", "Icon\r") or parts[-1].startswith("._")


class NameIndex:
    """The member names of one package, ready to be found by the names its pages and manifest use.

    A name is tried as it stands, then as a path (query and fragment cut, percent-decoded, `\\` as `/`, blanks and
    leading `/` stripped, `.` and `..` followed), then without regard to case and Unicode form, then as a member whose
    zip did not declare its encoding. Of several members that fit equally the first in the package's order is meant.
    """

    def __init__(self, members: Iterable[str]) -> None:
        self._members: dict[str, None] = dict.fromkeys(members)
        self._paths: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._legacy: dict[str, str] = {}
        for member in self._members:
            if (path := _path(member)) is None or is_junk(member):
                continue
            self._paths.setdefault(path, member)
            self._folded.setdefault(_fold(path), member)
            for name in _legacy_readings(member):
                if reading := _path(name):
                    self._legacy.setdefault(_fold(reading), member)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def resolve(self, name: str) -> str | None:
        """The member `name` means, None if there is none or it leads out of the package."""
        if name in self._members:
            return name
        paths = [path for variant in _variants(name) if (path := _path(variant)) is not None]
        for path in paths:
            if member := self._paths.get(path):
                return member
        for path in map(_fold, paths):
            if member := self._folded.get(path) or self._legacy.get(path):
                return member
        return None


def _variants(name: str) -> Iterator[str]:
    """What an address may mean, the likeliest first: `?` and `#` end a path, but some are part of a file's name."""
    cut = _SUFFIX.split(name, maxsplit=1)[0]
    decoded = _decoded(cut)
    yield from decoded
    yield cut
    yield name
    yield from _decoded(name)
    for text in decoded:
        yield re.sub("%(2f|5c)", "/", text, flags=re.IGNORECASE)
        yield _SUFFIX.split(text, maxsplit=1)[0]


def _decoded(text: str) -> list[str]:
    """The readings of a percent-encoded name: UTF-8 as browsers write it, else what an old authoring tool wrote."""
    if "%" not in text:
        return [text]
    raw = unquote_to_bytes(text)
    readings = []
    for encoding in _LEGACY_ENCODINGS:
        try:
            readings.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            break
    return readings


def _legacy_readings(member: str) -> Iterator[str]:
    """A zip that declares no encoding is read as cp437 [APPNOTE Appendix D]; this is what its writer may have meant."""
    if member.isascii():
        return
    try:
        raw = member.encode("cp437")
    except UnicodeEncodeError:
        return
    for encoding in _LEGACY_ENCODINGS:
        try:
            yield raw.decode(encoding)
        except UnicodeDecodeError:
            continue


def _path(name: str) -> str | None:
    """`name` as a path from the package's root with `/`, None if it names nothing or leads out of the package."""
    parts: list[str] = []
    for part in name.replace("\\", "/").split("/"):
        part = part.strip()
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) or None


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
