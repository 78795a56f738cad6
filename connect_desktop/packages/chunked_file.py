"""A file that lies far away, read as if it were here: parts of it are brought when a read first touches them."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Part(Struct, frozen=True):
    """Some of a file's bytes, from `start` on."""

    start: int
    file: BinaryIO


class ChunkedFile(io.RawIOBase):
    """A file of `size` bytes. `part_at(position)` brings a part that holds the byte there; reading raises what it does.

    A read gives all that was asked for until the file ends. One thread at a time.
    """

    def __init__(self, size: int, part_at: Callable[[int], Part]) -> None:
        super().__init__()
        self._size = size
        self._part_at = part_at
        self._position = 0
        self._part: Part | None = None

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
        return self._position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), max(0, self._size - self._position))
        count = 0
        while count < wanted:
            block = self._read(wanted - count)
            view[count : count + len(block)] = block
            self._position += len(block)
            count += len(block)
        return count

    def close(self) -> None:
        self._let_go()
        super().close()

    def _read(self, count: int) -> bytes:
        """At least a byte from here, from the part at hand or from one that is brought."""
        part = self._part
        if part is not None and part.start <= self._position:
            part.file.seek(self._position - part.start)
            if block := part.file.read(count):
                return block
        self._let_go()
        part = self._part = self._part_at(self._position)
        part.file.seek(self._position - part.start)
        if block := part.file.read(count):
            return block
        raise EOFError(f"no byte at {self._position} of {self._size}")

    def _let_go(self) -> None:
        part, self._part = self._part, None
        if part is not None:
            part.file.close()
