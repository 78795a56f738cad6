"""Which sites may send learners through a dispatch. Pure.

A domain is a host (`lms.example.com`: that host, whatever its port) or `*.` and a host (every host below it, not
itself). A platform that plays content from a host of its own needs both hosts in the list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

_HOST = re.compile(r"(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
# What a browser says it wants when a person is to see what comes; "empty" are programs.
_SEEN_BY_A_PERSON = frozenset({"document", "iframe", "frame", "embed", "object", "empty"})
# Programs that look at links which people send each other say so; no browser has these words in its name.
_LOOKS_AT_LINKS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|preview|facebookexternalhit|whatsapp/|slack-imgproxy|embedly|vkshare",
    re.IGNORECASE,
)


def normalized(domain: str) -> str:
    """The domain as it is compared: lower case, names of other scripts as DNS has them; raises `ValueError`."""
    below, host = ("*.", domain[2:]) if domain.startswith("*.") else ("", domain)
    try:
        host = host.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        raise ValueError("is neither a host such as “lms.example.com” nor “*.” and a host; leave out scheme and path")
    return below + host


def is_allowed(domains: Collection[str], address: str) -> bool:
    """Whether an origin or address is of one of the domains."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host:
        return False
    return any(host.endswith(domain[1:]) if domain.startswith("*.") else host == domain for domain in domains)


def comes_from_allowed(domains: Collection[str], headers: Mapping[str, str], embedders: Iterable[str]) -> bool:
    """Whether a request comes from where it may, by what its browser says of it and by the pages around it that a
    package of ours tells (`embedders`, origins). Where nothing tells, it does not."""
    if not domains:
        return True
    if not all(is_allowed(domains, embedder) for embedder in embedders):
        return False
    origin = headers.get("origin", "null")
    return is_allowed(domains, headers.get("referer", "") if origin == "null" else origin)


def is_answer_to_our_page(headers: Mapping[str, str], host: str) -> bool:
    """Whether a form of our own page was sent, which is shown only to those who come from where they may."""
    return headers.get("sec-fetch-site", "same-origin") == "same-origin" and _is_of(headers.get("origin", ""), host)


def is_for_a_person(headers: Mapping[str, str]) -> bool:
    """Whether somebody is to see the answer. A page that names a link as its picture, or a program that shows what is
    behind a link in a message, must not take a place by it."""
    if "prefetch" in headers.get("sec-purpose", headers.get("purpose", "")):
        return False
    if _LOOKS_AT_LINKS.search(headers.get("user-agent", "")):
        return False
    return headers.get("sec-fetch-dest", "empty") in _SEEN_BY_A_PERSON


def frame_ancestors(domains: Iterable[str]) -> str:
    """The directive that has browsers hold the domains, too; "" where any may [CSP 3, 6.4.2]."""
    sources = [f"{scheme}://{domain}:*" for domain in domains for scheme in ("https", "http")]
    return f"frame-ancestors 'self' {' '.join(sources)}" if sources else ""


def _is_of(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
