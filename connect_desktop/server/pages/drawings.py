"""The drawings of the windows, for pages: each takes the ink of its place."""

from __future__ import annotations

import re
from functools import cache

from connect_desktop.resources import resources_dir

_SVG = re.compile(r"<svg [^>]*viewBox=\"([^\"]+)\"([^>]*)>(.*)</svg>", re.DOTALL)


@cache
def drawing(name: str) -> str:
    """The drawing as a picture that only adorns what is said beside it."""
    box, attributes, shapes = _parts(name)
    return f'<svg viewBox="{box}" aria-hidden="true"><g{attributes}>{shapes}</g></svg>'


@cache
def symbols(*names: str) -> str:
    """Drawings to be used by `#drawing-NAME` in the same page."""
    found = []
    for name in names:
        box, attributes, shapes = _parts(name)
        found.append(f'<symbol id="drawing-{name}" viewBox="{box}"><g{attributes}>{shapes}</g></symbol>')
    return "".join(found)


def _parts(name: str) -> tuple[str, str, str]:
    match = _SVG.search((resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{name}.svg is not drawn as the others are")
    box, attributes, shapes = match.groups()
    return box, attributes, shapes.replace('"#ffffff"', '"var(--in-mark)"')
