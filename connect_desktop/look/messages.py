"""What other rooms say as an English template with values, in the reader's language.

Rooms below the windows know no Qt, so they raise and return templates such as `"There is no course “{name}” here."`.
The template is the key of the translation, in the context `Message`; the values are filled in afterwards.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from connect_desktop.errors import ConnectError

CONTEXT = "Message"

_log = logging.getLogger(__name__)


class Sentence(Protocol):
    """What `Finding` and `Refused` have in common."""

    @property
    def template(self) -> str: ...

    @property
    def values(self) -> Mapping[str, str]: ...


def message_of(said: ConnectError | Sentence) -> str:
    """The sentence of an error, a finding or a refusal, translated where there is a translation."""
    return _filled(QCoreApplication.translate(CONTEXT, said.template), said.template, said.values)


def _filled(translated: str, template: str, values: Mapping[str, object]) -> str:
    if not values:
        return translated
    try:
        return translated.format(**values)
    except (KeyError, IndexError, ValueError):
        _log.exception("the translation of %r has other fields than its source", template)
        return template.format(**values)
