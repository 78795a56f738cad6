"""`python -m connect_desktop` and the `connect-desktop` command."""

from __future__ import annotations

import gc
import sys

from connect_desktop.player.engine_library import load_engine_library


def main() -> int:
    """Run the command line; the exit code."""
    arguments = sys.argv[1:]
    if not arguments or "play" in arguments:
        # Starting makes very many objects and next to no garbage: looking for it costs a tenth of the time to the first
        # page. `create_application` has it resumed when the windows are up.
        gc.disable()
        load_engine_library()
    # Read meanwhile.
    from connect_desktop.cli import main as run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
