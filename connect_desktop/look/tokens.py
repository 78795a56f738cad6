"""The two designed sets of colours and measures; style sheets name them as `@surface`, `@text-muted`, ...

| token | is |
|---|---|
| `surface` | the window |
| `surface-2` | what lies on it: cards, bars, fields, dialogs, menus |
| `surface-3` | a quiet fill: hovered rows, tracks, chips |
| `border`, `border-strong` | a hairline between surfaces; the edge of a control that must be seen |
| `text`, `text-muted` | reading text; second-rank text, still AA on every surface |
| `accent`, `accent-hover`, `accent-pressed` | the one strong colour and its states |
| `accent-text`, `accent-soft` | text on a fill of `accent`; a tint of it |
| `success`, `warning`, `danger` | ink of a state, AA on every surface and on its own tint |
| `success-soft`, `warning-soft`, `danger-soft` | those tints |
| `danger-text` | text on a fill of `danger` |
| `focus` | the keyboard's ring |
| `radius`, `radius-small` | corners of cards; of buttons and fields |
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_MEASURES = {"radius": "12px", "radius-small": "7px"}

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "surface": "#f5f4f0",
        "surface-2": "#ffffff",
        "surface-3": "#eae8e2",
        "border": "#dcd9d1",
        "border-strong": "#85837b",
        "text": "#1c2226",
        "text-muted": "#565e64",
        "accent": "#0a6570",
        "accent-hover": "#08545d",
        "accent-pressed": "#06434b",
        "accent-text": "#ffffff",
        "accent-soft": "#dceef0",
        "success": "#1b6b3a",
        "success-soft": "#dff1e4",
        "warning": "#7a4d00",
        "warning-soft": "#fbeed2",
        "danger": "#a8231c",
        "danger-soft": "#fbe4e1",
        "danger-text": "#ffffff",
        "focus": "#0a6570",
        **_MEASURES,
    }
)

DARK: Mapping[str, str] = MappingProxyType(
    {
        "surface": "#15191c",
        "surface-2": "#1e2428",
        "surface-3": "#2a3137",
        "border": "#323a41",
        "border-strong": "#7d878f",
        "text": "#e9ecee",
        "text-muted": "#aab3ba",
        "accent": "#63c7cf",
        "accent-hover": "#80d5dc",
        "accent-pressed": "#4bb3bc",
        "accent-text": "#06262a",
        "accent-soft": "#173a3f",
        "success": "#7fd19b",
        "success-soft": "#1a3525",
        "warning": "#eabd66",
        "warning-soft": "#3a2f17",
        "danger": "#f59a91",
        "danger-soft": "#432321",
        "danger-text": "#35100d",
        "focus": "#8fdde3",
        **_MEASURES,
    }
)
