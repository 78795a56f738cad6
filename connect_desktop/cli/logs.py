"""Where this program writes what nobody sees."""

from __future__ import annotations

import logging

from connect_desktop.paths import DataDirectoryUnusable, DataPaths


def log_to(paths: DataPaths) -> None:
    """Write the log into its file; raises `DataDirectoryUnusable`."""
    try:
        logging.basicConfig(
            filename=paths.log, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        # It writes down every address with what is asked there, which may name a learner.
        logging.getLogger("httpx").setLevel(logging.WARNING)
    except OSError as error:
        raise DataDirectoryUnusable(paths.root, error.strerror or str(error)) from error
