"""Files that only their owner may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_OWNER_ONLY = 0o600


def make_secret_file(file: Path, content: bytes) -> None:
    """Write the file, whole and on the disk, unless it is there. Of several programs that do this at once one is first,
    and the others find its file. Raises `OSError`."""
    unfinished = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(unfinished, file)
        except FileExistsError:
            return
        except OSError:
            # Not every disk knows links; there, who is last wins, which matters in the file's first second only.
            unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
