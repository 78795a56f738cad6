"""What `serve` can be told."""

from __future__ import annotations

import argparse


def add_serve_options(serve: argparse.ArgumentParser) -> None:
    """Every option of `serve` beside those that all commands have."""
    place = serve.add_argument_group("where it listens")
    place.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    place.add_argument("--port", type=int, default=8425, help="default: 8425; 0 takes any that is free")
    place.add_argument(
        "--announce",
        metavar="NAME",
        help="let others on the network find this server under NAME, by DNS-SD (not on loopback)",
    )
    place.add_argument(
        "--public-url",
        metavar="URL",
        help="where others reach this server, as https://learn.example.com; launch links lead there",
    )
    place.add_argument(
        "--content-origin",
        metavar="URL",
        help="a second name of this server for courses alone, so that they share nothing with the API",
    )
    serve.add_argument(
        "--storage",
        default="",
        metavar="s3://BUCKET[/PREFIX]",
        help="keep packages in this bucket, for servers on several machines (default: under the data folder)",
    )
    several = serve.add_argument_group("for teams, with --database")
    several.add_argument(
        "--workers", type=int, default=1, metavar="N", help="serve in N processes of this machine (default: 1)"
    )
    several.add_argument(
        "--advertise",
        default="",
        metavar="ADDRESS",
        help="this machine's address on a private network, where servers on other machines ask it what only it knows",
    )
    serve.add_argument(
        "--upstream",
        default="",
        metavar="ADDRESS",
        help="be a hub: pass on to this server what devices bring, whenever it can be reached; its key is in "
        "CONNECT_DESKTOP_KEY, or in the keyring since “accounts add”",
    )
    serve.add_argument(
        "--upstream-every",
        type=int,
        default=30,
        metavar="SECONDS",
        help="how often a hub asks the server above it for news while no device does (default: 30)",
    )
    access = serve.add_argument_group("who may ask, and how often")
    access.add_argument(
        "--cors",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="let pages of this origin ask the API, as https://app.example.com; may be given more than once",
    )
    access.add_argument(
        "--metrics",
        choices=("nobody", "local", "anybody"),
        default="local",
        help="who may read /metrics, which takes no key (default: local, programs of this machine)",
    )
    access.add_argument(
        "--rate-limit",
        type=int,
        default=6000,
        metavar="N",
        help="requests a minute of one key or session (default: 6000; 0: any number)",
    )
    access.add_argument(
        "--failure-limit",
        type=int,
        default=30,
        metavar="N",
        help="wrong keys or tokens a minute from one address (default: 30; 0: any number)",
    )
    access.add_argument(
        "--max-connections", type=int, default=1000, metavar="N", help="open at the same time (default: 1000)"
    )
    access.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="believe X-Forwarded-For and -Proto of a proxy at this address or network (default: on this machine)",
    )
    serve.add_argument(
        "--webhooks-to-private-addresses",
        action="store_true",
        help="let webhooks lead to this machine and its network, and without encryption",
    )
    serve.add_argument(
        "--restored",
        action="store_true",
        help="the database was put back from a backup: devices are to send again what it may lack",
    )
    serve.add_argument(
        "--forget-secrets",
        action="store_true",
        help="the server key is lost: give up launch links and webhook secrets that were sealed by it",
    )
    serve.add_argument(
        "--supervised",
        action="store_true",
        help="for a program that starts this one: tell what happens as one JSON object a line, and stop when standard "
        "input ends",
    )
