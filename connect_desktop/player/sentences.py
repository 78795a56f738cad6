"""What rooms below say as an English template with values, in the learner's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.navigation import Refused

# The context under which the templates of all rooms are translated.
_CONTEXT = "Message"


def sentence_of(said: ConnectError | Refused) -> str:
    """The sentence, translated where there is a translation, with its values filled in."""
    translated = QCoreApplication.translate(_CONTEXT, said.template)
    return translated.format(**said.values) if said.values else translated
