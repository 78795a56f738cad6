"""What every route works with, made once and handed to the application."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from msgspec import Struct

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.runtime.courses import Courses
from connect_desktop.runtime.remembered_traces import RememberedTraces
from connect_desktop.server.dispatch.attempts import Attempts
from connect_desktop.server.dispatch.dispatching import Dispatching
from connect_desktop.server.group_commit import GroupCommit
from connect_desktop.server.http.metrics import Metrics
from connect_desktop.server.http.peers import Peers
from connect_desktop.server.http.rate_limits import RateLimits
from connect_desktop.server.packages.package_processing import PackageProcessing
from connect_desktop.server.player.sittings import Sittings
from connect_desktop.server.reports.passes import Passes
from connect_desktop.server.settings import ServerSettings
from connect_desktop.server.tenant_stores import TenantStores
from connect_desktop.server.tokens import LaunchTokens
from connect_desktop.server.upstream import Upstream
from connect_desktop.server.webhooks.delivery_worker import DeliveryWorker
from connect_desktop.server.workers import Workers
from connect_desktop.store.access.api_keys import ApiKeys
from connect_desktop.store.access.seal import Seal
from connect_desktop.store.access.tenants import Tenants
from connect_desktop.store.database import Clock


class Room(Struct, frozen=True, kw_only=True):
    """The services of a running server. `epoch` is what the database's was when it started; there are
    `peers` where there may be other processes of the server, and an `upstream` where it is a hub."""

    settings: ServerSettings
    epoch: str
    stores: TenantStores
    library: PackageLibrary
    courses: Courses
    tenants: Tenants
    keys: ApiKeys
    seal: Seal
    tokens: LaunchTokens
    passes: Passes
    dispatching: Dispatching
    attempts: Attempts
    sittings: Sittings
    delivery_worker: DeliveryWorker
    workers: Workers
    group_commit: GroupCommit
    limits: RateLimits
    metrics: Metrics
    peers: Peers | None
    remembered: RememberedTraces
    processing: PackageProcessing
    upstream: Upstream | None
    clock: Clock


async def _room_of(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


RoomHere = Annotated[Room, Depends(_room_of)]
