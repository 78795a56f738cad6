"""Says in a word whether what the learner did is safe."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from connect_desktop.look.messages import message_of
from connect_desktop.look.theme import set_look
from connect_desktop.runtime.events import Recorded, RuntimeEvent, Saved, SaveFailed

# A value is journaled before the content hears "true"; the word settles when no more come for this long, in ms.
_QUIET = 700


class SavedState(QLabel):
    """“Saving…” while values come in, “Saved” after, the reason if one could not be kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playerSaved")
        self.setProperty("tone", "muted")
        self._settle = QTimer(self, singleShot=True, interval=_QUIET)
        self._settle.timeout.connect(self._settled)
        self._failed = False
        # The timer knows it too, but asking that takes longer than all else that an API call has to do here.
        self._saving = False
        # What was said before anybody looked is kept: content hears "true" of nothing else.
        self._settled()

    def heard(self, event: RuntimeEvent) -> None:
        """Follow an event of the course. Cheap: it is called inside every API call."""
        match event:
            case Recorded():
                if not self._saving and not self._failed:
                    self._saving = True
                    self._say(self.tr("Saving…"), "muted", self.tr("Your answers are being kept."))
                    self._settle.start()
            case Saved():
                self._failed = False
                self._settle.stop()
                self._settled()
            case SaveFailed(error=error):
                self._failed, self._saving = True, False
                reason = message_of(error)
                self._settle.stop()
                self._say(self.tr("Could not save: {reason}").format(reason=reason), "danger", reason)

    def _settled(self) -> None:
        self._saving = False
        self._say(self.tr("Saved"), "muted", self.tr("Everything so far is kept on this device."))

    def _say(self, words: str, tone: str, tip: str) -> None:
        self.setText(words)
        self.setToolTip(tip)
        self.setAccessibleName(words)
        set_look(self, "tone", tone)
