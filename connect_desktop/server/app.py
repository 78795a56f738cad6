"""The application: the room's services, its routes, and what stands before and behind them all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from connect_desktop import __version__
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.packages.partial_files import PartialFiles
from connect_desktop.runtime.courses import Courses
from connect_desktop.runtime.remembered_traces import RememberedTraces
from connect_desktop.server.dispatch.attempts import Attempts
from connect_desktop.server.dispatch.dispatching import Dispatching
from connect_desktop.server.epoch_counting import counting
from connect_desktop.server.group_commit import GroupCommit
from connect_desktop.server.http.body_limit import BodyLimit
from connect_desktop.server.http.cors import ApiCors
from connect_desktop.server.http.figures import figures_now
from connect_desktop.server.http.gate import Gate
from connect_desktop.server.http.head import HeadAsGet
from connect_desktop.server.http.keyless import Keyless
from connect_desktop.server.http.metrics import Measuring, Metrics
from connect_desktop.server.http.peers import Peers
from connect_desktop.server.http.rate import Standing
from connect_desktop.server.http.rate_limits import RateLimiting, RateLimits
from connect_desktop.server.http.shared_allowance import SharedAllowance
from connect_desktop.server.listening.passing_on import pass_on
from connect_desktop.server.openapi import describe
from connect_desktop.server.packages.package_processing import PackageProcessing, processing
from connect_desktop.server.player.sittings import Sittings
from connect_desktop.server.problems import answer_with_problems
from connect_desktop.server.reports.passes import Passes
from connect_desktop.server.room import Room
from connect_desktop.server.routes import (
    api_keys,
    dispatch_launch,
    dispatches,
    docs,
    health,
    jobs,
    journal,
    launches,
    metrics,
    packages,
    player,
    report_page,
    reports,
    session_launches,
    sessions,
    sync,
    tenants,
    uploads,
    webhooks,
    welcome,
)
from connect_desktop.server.settings import ServerSettings
from connect_desktop.server.tenant_stores import TenantStores
from connect_desktop.server.tokens import LaunchTokens
from connect_desktop.server.upstream import Overhearing, Upstream
from connect_desktop.server.webhooks.delivery_worker import DeliveryWorker, delivering
from connect_desktop.server.webhooks.sender import sender_to
from connect_desktop.server.workers import Workers
from connect_desktop.store.access.api_keys import ApiKeys
from connect_desktop.store.access.failed_tries import FailedTries
from connect_desktop.store.access.seal import Seal
from connect_desktop.store.access.signing_keys import SigningKeys
from connect_desktop.store.access.tenants import Tenants
from connect_desktop.store.collisions import kept
from connect_desktop.store.database import Clock, Database, utc_now
from connect_desktop.store.epoch import Epoch
from connect_desktop.store.webhooks.delivery_queue import DeliveryQueue


def create_app(
    database: Database,
    library: PackageLibrary,
    incoming: Path,
    seal: Seal,
    settings: ServerSettings | None = None,
    *,
    epoch: Epoch | None = None,
    peers: Peers | None = None,
    upstream: Upstream | None = None,
    clock: Clock = utc_now,
) -> FastAPI:
    """The REST API over this database and these packages; whoever opened them closes them.

    Packages that come in several requests wait in the folder `incoming`, which is on the library's disk. The secrets in
    the database are sealed by `seal`. `epoch` is the database's, with its witness where there is one; `peers` are the
    other processes that serve the same, where there may be any; `upstream` keeps this server in step with the one above
    it, where it is a hub.
    """
    settings = settings or ServerSettings()
    connections = database.connections
    stores, courses, workers = (
        TenantStores(database, clock),
        Courses(library),
        Workers(at_hand=connections.writers == 1),
    )
    tries = FailedTries(connections, clock)
    failures = SharedAllowance(settings.failure_rate, tries)

    async def failed_everywhere(address: str) -> Standing:
        # Who came with a wrong key is nobody's; it is counted as this machine's own tenant's.
        return await workers.write(partial(failures.take, database.tenant_id, f"address {address}"))

    limits = RateLimits(settings.key_rate, settings.failure_rate, failed_everywhere)
    signing = SigningKeys(connections, seal, clock)
    tokens = LaunchTokens(signing, clock)
    sittings = Sittings(stores, library, courses, workers, clock, settings.sittings, peers=peers)
    figures = Metrics(partial(figures_now, connections, workers, sittings))
    sender = sender_to(clock, private=settings.webhooks_to_private_addresses)
    delivery_worker = DeliveryWorker(DeliveryQueue(connections, seal, clock), sender, workers, clock)
    epoch = epoch or Epoch(connections)

    work = PackageProcessing(stores, library, PartialFiles(incoming), workers, clock)

    @asynccontextmanager
    async def open_and_close(_app: FastAPI) -> AsyncIterator[None]:
        async with counting(epoch, workers), delivering(delivery_worker), processing(work):
            sweeping = asyncio.create_task(sittings.sweep())
            if peers is not None:
                await workers.write(peers.appear)
            yield
            sweeping.cancel()
        await sittings.close_all()
        if peers is not None:
            await workers.write(peers.forget)
            await peers.close()

    app = FastAPI(
        title="Connect Desktop",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=open_and_close,
    )
    app.state.room = Room(
        settings=settings,
        epoch=kept(lambda: epoch.begin(restored=settings.restored)),
        stores=stores,
        library=library,
        courses=courses,
        tenants=Tenants(connections, clock),
        keys=ApiKeys(connections, clock),
        seal=seal,
        tokens=tokens,
        passes=Passes(signing, clock),
        dispatching=Dispatching(stores, tokens, clock),
        attempts=Attempts(tries, workers),
        sittings=sittings,
        delivery_worker=delivery_worker,
        workers=workers,
        group_commit=GroupCommit(connections, workers),
        limits=limits,
        metrics=figures,
        peers=peers,
        remembered=RememberedTraces(),
        processing=work,
        upstream=upstream,
        clock=clock,
    )
    # A request walks along the routes until one is its own: those that are asked for most stand first, and none is
    # behind a router that would have to be asked before.
    for module in (sessions, launches, sync, journal, session_launches, uploads, packages, jobs, dispatches):
        app.router.routes.extend(module.router.routes)
    for module in (dispatch_launch, player, reports, webhooks, api_keys, tenants, health, metrics):
        app.router.routes.extend(module.router.routes)
    for module in (report_page, docs, welcome):
        app.router.routes.extend(module.router.routes)
    describe(app)
    answer_with_problems(app)
    app.add_middleware(
        BodyLimit,
        limit=settings.body_limit,
        # What anybody may send, key or no key, is to cost little: forms are small.
        exceptions=dict.fromkeys(uploads.SENT_TO, settings.package_limit)
        | dict.fromkeys((report_page.SENT_TO, dispatch_launch.SENT_TO), settings.form_limit),
    )
    app.add_middleware(Keyless)
    if upstream is not None:
        app.add_middleware(Overhearing, upstream=upstream)
    app.add_middleware(RateLimiting, limits=limits)
    app.add_middleware(HeadAsGet)
    app.add_middleware(ApiCors, origins=[str(origin) for origin in settings.cors])
    app.add_middleware(Gate, content=settings.content_origin)
    app.add_middleware(Measuring, metrics=figures)
    if peers is not None:
        pass_on(app, peers)
    return app
