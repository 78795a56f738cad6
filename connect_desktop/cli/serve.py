"""serve: the REST API over this machine's courses and sessions."""

from __future__ import annotations

import argparse

from connect_desktop.app import open_server
from connect_desktop.cli.terminal import Terminal
from connect_desktop.paths import DataPaths
from connect_desktop.server.serving import is_loopback, listen, serve_until_stopped

_EXPOSED = (
    "Everybody who can reach {host} can reach this server now, and what they send is not encrypted: "
    "anybody on the way can read keys and answers. Put a proxy that speaks HTTPS before it, or leave --host out."
)


def serve(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Listen until told to stop; where there is no key yet, make one and show it, this once."""
    if not is_loopback(options.host):
        terminal.warn(_EXPOSED.format(host=options.host))
    with listen(options.host, options.port) as socket, open_server(paths) as server:
        address = f"http://{socket.getsockname()[0]}:{socket.getsockname()[1]}"
        document = {"address": address, "documentation": f"{address}/api/docs"}
        lines = [f"Listening on {address} - the API is explained at {address}/api/docs; stop with Ctrl+C."]
        if server.first_key is not None:
            document["admin_key"] = server.first_key
            lines.append(f"The key to everything, shown this once: {server.first_key}")
        terminal.answer(document, "\n".join(lines))
        serve_until_stopped(server.app, socket)
    return 0
