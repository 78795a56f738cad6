"""serve, in several processes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from socket import socket as Socket  # noqa: N812 - a type here
from threading import Event

from msgspec.structs import replace

from connect_desktop.app import OpenedServer, open_server
from connect_desktop.cli.logs import log_to
from connect_desktop.cli.serve_settings import listening_of, settings_of
from connect_desktop.paths import DataPaths
from connect_desktop.server.http.meeting import meeting
from connect_desktop.server.listening.processes import Processes
from connect_desktop.server.listening.serving import serve_until_stopped


def serve_with_workers(
    options: argparse.Namespace, paths: DataPaths, listening: Socket, began: Callable[[OpenedServer], None]
) -> None:
    """Serve in as many processes as were asked for until told to stop; `began` is told when all of them do.

    Raises `WorkerFailed` and what `open_server` raises.
    """
    # What is to be done once, tables, a key and a new epoch, is done before there are several to do it.
    with open_server(paths, settings_of(options), storage=options.storage) as server:
        pass
    options = argparse.Namespace(**{**vars(options), "restored": False, "forget_secrets": False})
    Processes(options.workers, partial(_work, options, paths, listening)).run(lambda: began(server))


def _work(
    options: argparse.Namespace, paths: DataPaths, listening: Socket, ready: Callable[[], None], stop: Event
) -> None:
    log_to(paths)
    with (
        meeting(options.advertise) as met,
        open_server(paths, settings_of(options), storage=options.storage, first_key=False, meeting=met) as server,
    ):
        how = replace(listening_of(options), until=stop, meeting=met, ready=ready)
        serve_until_stopped(server.app, listening, how)
