"""A disk that takes no more, as the operating system plays it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform != "win32":
    import resource

    @contextmanager
    def no_file_grows_beyond(size: int) -> Iterator[None]:
        """Refuse this process any byte of a file beyond `size`."""
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
