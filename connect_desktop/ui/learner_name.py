"""Names as SCORM reports them ("Family, Given") and as people read them ("Given Family")."""

from __future__ import annotations


def reported_name(given: str, family: str) -> str:
    """The name a course is told; "" if both are blank."""
    given, family = " ".join(given.split()), " ".join(family.split())
    return f"{family}, {given}" if given and family else given or family


def name_parts(name: str) -> tuple[str, str]:
    """(given, family) of a reported name; a name of one part is a given name."""
    family, comma, given = name.partition(",")
    return (given.strip(), family.strip()) if comma else (family.strip(), "")


def spoken_name(name: str) -> str:
    """The name as people read it."""
    return " ".join(part for part in name_parts(name) if part)


def initials(text: str) -> str:
    """The first letters of the first and last word of a name or title, for a picture's place; "" if there are none."""
    words = [word for word in ("".join(filter(str.isalnum, word)) for word in text.split()) if word]
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
