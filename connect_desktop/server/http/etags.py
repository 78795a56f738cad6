"""Versions as entity tags [RFC 9110 8.8.3]."""

from __future__ import annotations


def etag(version: int) -> str:
    """The tag of a version."""
    return f'"v{version}"'


def matches(header: str | None, version: int) -> bool:
    """Whether an `If-Match` or `If-None-Match` header names the version, or any."""
    tags = [tag.strip().removeprefix("W/") for tag in (header or "").split(",")]
    return "*" in tags or etag(version) in tags
