"""A package member as the random-access device WebEngine seeks in, so that a film need not be in memory."""

from __future__ import annotations

import threading
from typing import BinaryIO

from PySide6.QtCore import QIODevice


class MemberStream(QIODevice):
    """Reads `source` on WebEngine's own thread until closed; WebEngine answers ranges (206) from its size and seek."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        super().__init__()
        self._source = source
        self._size = size
        self._lock = threading.Lock()
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def size(self) -> int:
        return self._size

    def isSequential(self) -> bool:
        return False

    def bytesAvailable(self) -> int:
        return max(0, self._size - self.pos())

    def readData(self, maxlen: int) -> bytes:
        with self._lock:
            if self._source.closed:
                return b""
            self._source.seek(self.pos())
            return self._source.read(maxlen)

    def writeData(self, data: bytes | bytearray | memoryview, len: int) -> int:
        return -1

    def release(self) -> None:
        """Close the source; a read that is under way finishes first."""
        with self._lock:
            self._source.close()
