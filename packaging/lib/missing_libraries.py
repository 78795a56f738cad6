"""Print the lines of `system-libraries` whose library the loader of this machine does not find."""

import ctypes
from pathlib import Path

for line in Path(__file__).with_name("system-libraries").read_text(encoding="utf-8").splitlines():
    if line.startswith("#"):
        continue
    library, package = line.split()
    try:
        ctypes.CDLL(library)
    except OSError:
        print(library, package)
