"""The bytes of one member of a zip file, read where they lie: one file handle a stream, so threads never meet."""

from __future__ import annotations

import io
import os
import zlib
from typing import TYPE_CHECKING

from connect_desktop.packages.errors import MemberDamaged

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 256 << 10


class FileSection(io.RawIOBase):
    """`size` bytes of `file` from `start`; closes the file with itself."""

    def __init__(self, file: io.RawIOBase, start: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._start = start
        self._size = size
        self._position = 0
        file.seek(start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if origin + offset < 0:
            raise ValueError(f"negative seek position {origin + offset}")
        self._position = origin + offset
        self._file.seek(self._start + self._position)
        return self._position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        count = self._file.readinto(view[: max(0, self._size - self._position)]) or 0
        self._position += count
        return count

    def readall(self) -> bytes:
        return self.read(max(0, self._size - self._position)) or b""

    def close(self) -> None:
        self._file.close()
        super().close()


class InflatingStream(io.RawIOBase):
    """The inflated bytes of a deflated `section`: exactly `size` of them with this `crc`, else `MemberDamaged`."""

    def __init__(self, section: FileSection, *, name: str, size: int, crc: int) -> None:
        super().__init__()
        self._section = section
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        self._name = name
        self._left = size
        self._crc_expected = crc
        self._crc = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if not self._left or not view:
            return 0
        data = self._inflate(min(len(view), self._left))
        self._crc = zlib.crc32(data, self._crc)
        self._left -= len(data)
        whole = not self._left and self._crc == self._crc_expected and not self._inflate(1)
        if not data or not (self._left or whole):
            raise MemberDamaged(self._name)
        view[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        return b"".join(iter(lambda: self.read(BLOCK) or b"", b""))

    def close(self) -> None:
        self._section.close()
        super().close()

    def _inflate(self, count: int) -> bytes:
        """Up to `count` bytes more, b"" only where the compressed data end."""
        try:
            while not self._inflater.eof:
                block = self._inflater.unconsumed_tail or self._section.read(BLOCK) or b""
                if (data := self._inflater.decompress(block, count)) or not block:
                    return data
        except zlib.error as error:
            raise MemberDamaged(self._name) from error
        return b""
