"""Packages: sent, listed, looked into, fetched, deleted."""

from __future__ import annotations

import os
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel

from connect_desktop.packages.integrity import verified
from connect_desktop.runtime.library import record_of
from connect_desktop.runtime.session_document import timestamp
from connect_desktop.scorm.cam.course import Item
from connect_desktop.scorm.cam.finding import Severity
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Admin, Caller, Reader, Writer
from connect_desktop.server.pagination import LARGEST_PAGE, cursor_after, position_of
from connect_desktop.server.problems import package_not_found
from connect_desktop.server.ranges import no_such_part, part_of, part_response, stream_response
from connect_desktop.server.room import RoomHere
from connect_desktop.server.uploads import received_package
from connect_desktop.store.records import PackageRecord

router = APIRouter(prefix="/packages", tags=["Packages"])

# Where bodies may be as large as packages are.
SENT_TO = ("/api/v1/packages/upload", "/api/v1/packages/validate")

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            },
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


class FindingBody(BaseModel):
    """Something that is wrong with a package, by file, line and clause of the standard."""

    severity: str
    code: str
    message: str
    file: str | None
    line: int | None
    clause: str


class PackageBody(BaseModel):
    """A package. `content_hash` is SHA-256 in hex, `size` in bytes."""

    id: str
    title: str
    edition: str
    content_type: Literal["scorm"]
    storage_backend: Literal["local"]
    content_hash: str
    size: int
    created_at: str


class UploadedBody(PackageBody):
    """`already_there` says that the very same bytes had been sent before."""

    already_there: bool
    findings: list[FindingBody]


class PackagesBody(BaseModel):
    """A page of packages, the last one sent first."""

    packages: list[PackageBody]
    next_cursor: str | None


class FindingsBody(BaseModel):
    """`valid` says that the package can be played."""

    valid: bool
    findings: list[FindingBody]


class ActivityBody(BaseModel):
    """An activity and those below it; `launchable` says that it has a page."""

    identifier: str
    title: str
    launchable: bool
    visible: bool
    children: list[ActivityBody]


class ManifestBody(BaseModel):
    """What a package's manifest says: its organizations, each an activity tree. `organization` is the one played."""

    package_id: str
    title: str
    edition: str
    organization: str
    organizations: list[ActivityBody]


@router.post(
    "/upload",
    status_code=201,
    response_model=UploadedBody,
    responses=problems(413, 415, 507),
    openapi_extra=_FORM,
)
async def upload(request: Request, room: RoomHere, caller: Writer) -> Response:
    """Send a package. One that cannot be played is not kept, and the 422 says by `findings` why."""
    async with received_package(request, room.library) as zip:
        imported = await room.workers.read(lambda: room.library.admit(zip.file, zip.content_hash))

    def keep() -> tuple[PackageRecord, bool]:
        known = caller.store.packages.get(imported.id)
        record = record_of(imported, known.imported_at if known else room.clock())
        caller.store.packages.put(record)
        return record, known is not None

    record, known = await room.workers.write(keep)
    document = {
        **_document(record),
        "already_there": known,
        "findings": [finding.as_json() for finding in imported.findings],
    }
    return json_answer(document, 201, {"Location": f"/api/v1/packages/{record.id}"})


@router.post("/validate", response_model=FindingsBody, responses=problems(413, 415, 507), openapi_extra=_FORM)
async def validate(request: Request, room: RoomHere, _caller: Writer) -> Response:
    """Look at a package; nothing is kept."""
    async with received_package(request, room.library) as zip:
        findings = await room.workers.read(lambda: room.library.check(zip.file.path).findings)
    valid = not any(finding.severity is Severity.ERROR for finding in findings)
    return json_answer({"valid": valid, "findings": [finding.as_json() for finding in findings]})


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
    return json_answer({"packages": [_document(record) for record in page], "next_cursor": more})


@router.get("/{package_id}", response_model=PackageBody, responses=problems(404))
async def read_package(room: RoomHere, caller: Reader, package_id: str) -> Response:
    """One package."""
    return json_answer(_document(await room.workers.read(lambda: _package(caller, package_id))))


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

    def remove() -> None:
        record = _package(caller, package_id)
        caller.store.packages.remove(package_id, force=force)
        if not record.location and not caller.store.packages.is_anybodys(package_id):
            room.library.remove(package_id)

    await room.workers.write(remove)
    return Response(status_code=204)


def _package(caller: Caller, package_id: str) -> PackageRecord:
    record = caller.store.packages.get(package_id)
    if record is None:
        raise package_not_found()
    return record


def _document(record: PackageRecord) -> dict[str, object]:
    return {
        "id": record.id,
        "title": record.title,
        "edition": record.edition,
        "content_type": "scorm",
        "storage_backend": "local",
        "content_hash": record.content_hash,
        "size": record.size,
        "created_at": timestamp(record.imported_at),
    }


def _activity(item: Item) -> dict[str, object]:
    return {
        "identifier": item.identifier,
        "title": item.title,
        "launchable": item.launch is not None,
        "visible": item.visible,
        "children": [_activity(child) for child in item.children],
    }
