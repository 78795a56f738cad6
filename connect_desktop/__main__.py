"""`python -m connect_desktop` and the `connect-desktop` command."""

from __future__ import annotations

import sys

from connect_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
