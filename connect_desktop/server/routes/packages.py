"""Packages: listed, looked into, fetched, deleted."""

from __future__ import annotations

import os
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response

from connect_desktop.packages.integrity import verified
from connect_desktop.runtime.package_keeping import forget_bytes, package_document, replace_package
from connect_desktop.scorm.cam.course import Item
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Admin, Caller, Reader, Writer
from connect_desktop.server.http.ranges import no_such_part, part_of, part_response, stream_response
from connect_desktop.server.packages.schemas import ManifestBody, PackageBody, PackagePatch, PackagesBody
from connect_desktop.server.pagination import LARGEST_PAGE, cursor_after, position_of
from connect_desktop.server.problems import package_not_found
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.store.records import PackageRecord

router = APIRouter(prefix="/api/v1/packages", tags=["Packages"])


@router.get("", response_model=PackagesBody, responses=problems())
async def list_packages(
    room: RoomHere,
    caller: Reader,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
    cursor: str | None = None,
) -> Response:
    """Packages, the last one sent first."""
    after = position_of(cursor) if cursor is not None else None
    records = await room.workers.read(lambda: caller.store.packages.page(limit + 1, after))
    page = records[:limit]
    more = cursor_after(page[-1].imported_at, page[-1].id) if len(records) > limit else None
    return json_answer({"packages": [_document(room, record) for record in page], "next_cursor": more})


@router.get("/{package_id}", response_model=PackageBody, responses=problems(404))
async def read_package(room: RoomHere, caller: Reader, package_id: str) -> Response:
    """One package."""
    return json_answer(_document(room, await room.workers.read(lambda: _package(caller, package_id))))


@router.get("/{package_id}/manifest", response_model=ManifestBody, responses=problems(404, 410))
async def read_manifest(room: RoomHere, caller: Reader, package_id: str) -> Response:
    """The activity tree of a package."""

    def read() -> dict[str, Any]:
        record = _package(caller, package_id)
        course = room.courses.of(record)
        return {
            "package_id": record.id,
            "title": record.title,
            "edition": record.edition,
            "organization": course.organization.identifier,
            "organizations": [_activity(organization.root) for organization in course.organizations],
        }

    return json_answer(await room.workers.read(read))


@router.patch("/{package_id}", response_model=PackageBody, responses=problems(404, 409))
async def change_package(room: RoomHere, caller: Writer, package_id: str, body: PackagePatch) -> Response:
    """Say that a package is a new version of another. Devices that sync offer it to those who have the old one, where
    sessions go on with the version they began with."""

    def change() -> dict[str, object]:
        with caller.store.database.connections.writing() as connection:
            record = replace_package(caller.store, room.library, package_id, body.replaces, within=connection)
        if record is None:
            raise package_not_found()
        return _document(room, record)

    return json_answer(await room.workers.write(change))


@router.get(
    "/{package_id}/zip",
    response_class=Response,
    responses={
        200: {"description": "The package", "content": {"application/zip": {}}},
        206: {"description": "The part that was asked for", "content": {"application/zip": {}}},
        304: {"description": "Nothing has changed"},
        416: {"description": "There is no such part"},
        **problems(404, 410, 507),
    },
)
async def fetch_package(
    room: RoomHere,
    caller: Reader,
    package_id: str,
    range: Annotated[str | None, Header()] = None,
    if_range: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The package as it was sent, or a part of it by `Range`. Its `ETag` is its hash."""

    def answer() -> Response:
        record = _package(caller, package_id)
        headers = {"Content-Disposition": f'attachment; filename="{record.id}.zip"', "Content-Type": "application/zip"}
        if record.location:
            file = room.library.packed(record.location)
            return stream_response(file, file.seek(0, os.SEEK_END), range, headers)
        headers["ETag"] = f'"{record.content_hash}"'
        if headers["ETag"] in (if_none_match or ""):
            return Response(status_code=304, headers=headers)
        source = room.library.storage.zip(record.id)
        size = source.size()
        part = part_of(range if if_range in (None, headers["ETag"]) else None, size)
        if part is None:
            return no_such_part(size, headers)
        blocks = source.blocks(*part)
        return part_response(
            part, size, verified(blocks, record.content_hash) if part == (0, size) else blocks, headers
        )

    return await room.workers.read(answer)


@router.delete("/{package_id}", status_code=204, responses=problems(404, 409))
async def delete_package(
    room: RoomHere,
    caller: Admin,
    package_id: str,
    force: Annotated[bool, Query(description="Though there are sessions; they stay")] = False,
) -> Response:
    """Delete a package; what was learnt in it stays."""

    def remove() -> bool:
        record = _package(caller, package_id)
        caller.store.packages.remove(package_id, force=force)
        return not record.location

    if await room.workers.write(remove):
        await room.workers.write(lambda: forget_bytes(room.stores.database, room.library, package_id))
    return Response(status_code=204)


def _package(caller: Caller, package_id: str) -> PackageRecord:
    record = caller.store.packages.get(package_id)
    if record is None:
        raise package_not_found()
    return record


def _document(room: Room, record: PackageRecord) -> dict[str, object]:
    return package_document(record, room.library.storage.backend)


def _activity(item: Item) -> dict[str, object]:
    return {
        "identifier": item.identifier,
        "title": item.title,
        "launchable": item.launch is not None,
        "visible": item.visible,
        "children": [_activity(child) for child in item.children],
    }
