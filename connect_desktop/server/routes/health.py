"""Whether the server lives, and whether it can serve."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from connect_desktop import __version__
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.room import RoomHere

router = APIRouter(prefix="/api", tags=["Health"])


class Health(BaseModel):
    """The server answers. `epoch` is another UUID once its database was restored from a backup."""

    status: Literal["ok"]
    version: str
    epoch: str


class Readiness(BaseModel):
    """The database answers too."""

    status: Literal["ready"]


@router.get("/health", response_model=Health)
async def health(room: RoomHere) -> Response:
    """That the server lives, and in which epoch its database is: who syncs sends all it has again when that changes."""
    return json_answer({"status": "ok", "version": __version__, "epoch": room.epoch})


@router.get("/ready", response_model=Readiness, responses={503: problems()[503]})
async def ready(room: RoomHere) -> Response:
    """Whether the database can be read."""
    connections = room.stores.database.connections

    def look() -> None:
        with connections.reading() as connection:
            connection.execute("SELECT 1 FROM meta LIMIT 1").fetchone()

    await room.workers.read(look)
    return json_answer({"status": "ready"})
