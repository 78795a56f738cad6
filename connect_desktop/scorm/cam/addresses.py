"""Addresses in a manifest: `xml:base`, `href` and the parameters of items.

All of them are relative to the package root, use `/`, and keep percent-encoding as written; finding the member that an
address means is up to the library.
"""

from __future__ import annotations

import re

from connect_desktop.scorm.cam.element import Element
from connect_desktop.scorm.cam.reading import FindingLog

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


def is_absolute(address: str) -> bool:
    """Whether an address leaves the package: it has a scheme (`https:`, `mailto:`) or a host (`//host/`)."""
    return _ABSOLUTE.match(address) is not None


def path_of(address: str) -> str:
    """An address without query and fragment."""
    return re.split(r"[?#]", address, maxsplit=1)[0]


def launch_address(href: str, parameters: str) -> str:
    """`href` with an item's parameters joined as the standard says [CAM 3.4.1 item].

    Leading `?` and `&` go; a fragment is taken only where there is none yet; anything else joins the query. The
    standard would add a query behind a fragment, where no page can see it; it is put before.
    """
    parameters = parameters.strip().lstrip("?&")
    if not parameters:
        return href
    if parameters.startswith("#"):
        return href if "#" in href else href + parameters
    address, hash_, fragment = href.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{parameters}{hash_}{fragment}"


class AddressReader:
    """Joins and tidies addresses, logging what an author should mend. `root` is the manifest's folder: "" or "a/"."""

    def __init__(self, root: str, log: FindingLog) -> None:
        self._root = root
        self._log = log

    def base(self, outer: str, element: Element) -> str:
        """The base for the children of `element`: `outer` joined with its `xml:base` [CAM 3.4.1 xml:base]."""
        written = element.get("xml:base")
        if not written:
            return outer
        if not written.endswith(("/", "\\")):
            self._log.warning(
                "base-without-slash",
                "xml:base “{base}” has to end with “/”; it was taken as a folder.",
                line=element.line,
                clause="CAM 3.4.1 xml:base",
                base=written,
            )
            written += "/"
        return self.join(outer, written, element)

    def href(self, base: str, element: Element) -> str | None:
        """The element's `href` in the package, with its query; None where it has none."""
        written = element.get("href")
        return self.join(base, written, element) if written else None

    def join(self, base: str, written: str, element: Element) -> str:
        """`written` relative to `base`, without `./`, `..`, backslashes and leading slashes."""
        if is_absolute(written):
            return written
        path, mark, rest = _split(written)
        tidy = self._with_slashes(path, element)
        if tidy.startswith("/"):
            base, tidy = self._root, tidy.lstrip("/")
        if is_absolute(base):
            return base + tidy + mark + rest
        return self._inside(base + tidy, written, element) + mark + rest

    def _with_slashes(self, path: str, element: Element) -> str:
        if "\\" in path:
            self._log.warning(
                "backslash-in-path",
                "“{path}” separates folders with “\\”; write “/”, which works everywhere.",
                line=element.line,
                clause="CAM 3.4.1 xml:base",
                path=path,
            )
            path = path.replace("\\", "/")
        if path.startswith("/"):
            self._log.warning(
                "leading-slash",
                "“{path}” starts with “/”; it was taken as a path from the top of the package. Remove the first “/”.",
                line=element.line,
                clause="CAM 3.4.1 xml:base",
                path=path,
            )
        return path

    def _inside(self, path: str, written: str, element: Element) -> str:
        """The path without `.` and `..`; one that climbs out of the package stays at its top."""
        parts = path.split("/")
        if ".." not in parts and "." not in parts:
            return path
        kept: list[str] = []
        climbs_out = False
        for part in parts:
            if part == "..":
                climbs_out = climbs_out or not kept
                del kept[-1:]
            elif part != ".":
                kept.append(part)
        if climbs_out:
            self._log.warning(
                "path-climbs-out",
                "“{path}” points outside the package, where nothing may be read; it was looked for at the top of the "
                "package instead.",
                line=element.line,
                clause="CAM 3.4.1 xml:base",
                path=written,
            )
        return "/".join(kept)


def _split(address: str) -> tuple[str, str, str]:
    path = path_of(address)
    return path, address[len(path) : len(path) + 1], address[len(path) + 1 :]
