"""A hub in a process that is killed without warning.

`python -m tests.sync.hub_killed_at POINT COUNT serve ...` is `connect-desktop serve ...`, and dies, as if by `kill -9`,
when its exchange with the server above comes by POINT for the COUNTth time.
"""

from __future__ import annotations

import sys
from functools import partial

from connect_desktop import hub
from connect_desktop.cli import main
from connect_desktop.sync.service import SyncService
from tests.sync.sync_killed_at import Killer

if __name__ == "__main__":
    vars(hub)["SyncService"] = partial(SyncService, at=Killer(sys.argv[1], int(sys.argv[2])))
    sys.exit(main(sys.argv[3:]))
