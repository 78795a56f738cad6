"""Packages on their way in: in one request, or in several that can be gone on with."""

from __future__ import annotations

import json
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Header, Request, Response

from connect_desktop.errors import ConnectError
from connect_desktop.packages.incoming import IncomingFile
from connect_desktop.packages.partial_files import append, cut
from connect_desktop.runtime.json_values import timestamp
from connect_desktop.runtime.package_keeping import keep_package, package_document
from connect_desktop.scorm.cam.finding import Severity
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Caller, Writer
from connect_desktop.server.http.content_range import SHAPE, ContentRange
from connect_desktop.server.http.idempotency import IdempotencyKey
from connect_desktop.server.links import api_origin
from connect_desktop.server.packages.package_processing import LIFETIME
from connect_desktop.server.packages.schemas import (
    PACKAGE_BYTES,
    PACKAGE_FORM,
    FindingsBody,
    JobBody,
    ProcessPost,
    UploadedBody,
    UploadPost,
    UploadProgressBody,
    UploadTicketBody,
)
from connect_desktop.server.packages.uploads import CUT_SHORT, gathered, received_package
from connect_desktop.server.problems import Problem
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.server.routes.jobs import job_document
from connect_desktop.store.access.answers import Answer
from connect_desktop.store.package_uploads import PackageUpload, PackageUploads
from connect_desktop.store.records import PackageRecord

router = APIRouter(prefix="/api/v1/packages", tags=["Packages"])

# Where bodies may be as large as packages are; below the last, one a package.
SENT_TO = ("/api/v1/packages/upload", "/api/v1/packages/validate", "/api/v1/packages/uploads/")


@router.post(
    "/upload",
    operation_id="upload_package",
    status_code=201,
    response_model=UploadedBody,
    responses=problems(410, 413, 415, 507),
    openapi_extra=PACKAGE_FORM,
)
async def upload(request: Request, room: RoomHere, caller: Writer) -> Response:
    """Send a package. One that cannot be played is not kept, and the 422 says by `findings` why."""
    store = caller.store
    async with received_package(request, room.library) as zip:
        imported = await room.workers.read(lambda: room.library.admit(zip.file, zip.content_hash))

    def keep() -> tuple[PackageRecord, bool]:
        with store.database.connections.writing() as connection:
            return keep_package(store, room.library, imported, room.clock(), within=connection)

    record, known = await room.workers.write(keep)
    document = {
        **package_document(record, room.library.storage.backend),
        "already_there": known,
        "findings": [finding.as_json() for finding in imported.findings],
    }
    return json_answer(document, 201, {"Location": f"/api/v1/packages/{record.id}"})


@router.post(
    "/validate",
    operation_id="validate_package",
    response_model=FindingsBody,
    responses=problems(413, 415, 507),
    openapi_extra=PACKAGE_FORM,
)
async def validate(request: Request, room: RoomHere, _caller: Writer) -> Response:
    """Look at a package; nothing is kept."""
    async with received_package(request, room.library) as zip:
        findings = await room.workers.read(lambda: room.library.check(zip.file.path).findings)
    valid = not any(finding.severity is Severity.ERROR for finding in findings)
    return json_answer({"valid": valid, "findings": [finding.as_json() for finding in findings]})


@router.post("/upload-url", status_code=201, response_model=UploadTicketBody, responses=problems(413, 507))
async def begin_upload(
    request: Request, room: RoomHere, caller: Writer, body: UploadPost, idempotency: IdempotencyKey
) -> Response:
    """Get leave to send a package in as many requests as it takes, on whatever line there is."""
    limit = room.settings.package_limit
    if body.size is not None and body.size > limit:
        raise _too_large(limit)
    store, asked = caller.store, idempotency.of(caller.asked_by)
    sha256 = body.sha256.lower() if body.sha256 else None

    def allow() -> Answer:
        with store.database.connections.writing() as connection:
            seen = store.answers.find(asked, connection) if asked else None
            if seen is not None:
                return seen
            made = _uploads(room, caller).allow(body.size, sha256, LIFETIME, connection)
            document = {
                "upload_id": made.id,
                "upload_url": f"{api_origin(request)}/api/v1/packages/uploads/{made.id}",
                "method": "PUT",
                "max_bytes": body.size or limit,
                "expires_at": timestamp(made.expires_at),
            }
            answer = Answer(201, json.dumps(document))
            if asked is not None:
                store.answers.keep(asked, answer, connection)
            return answer

    answer = await room.workers.write(allow)
    return Response(answer.body, answer.status, media_type="application/json")


@router.put(
    "/uploads/{upload_id}",
    operation_id="send_upload",
    response_model=UploadProgressBody,
    responses={
        308: {"description": "More is to come; `Range` says what is there", "model": UploadProgressBody},
        **problems(404, 409, 410, 413, 507),
    },
    openapi_extra=PACKAGE_BYTES,
)
async def send(
    request: Request,
    room: RoomHere,
    caller: Writer,
    upload_id: str,
    content_range: Annotated[
        str | None,
        Header(
            description="“bytes FIRST-LAST/TOTAL” for a part, “bytes */TOTAL” to ask what is there",
            json_schema_extra={"pattern": SHAPE},
        ),
    ] = None,
) -> Response:
    """Send a package, or the next part of it. Without `Content-Range` the body is all of it. What came before a
    connection broke stays: ask, and go on from there."""
    part = ContentRange.of(content_range)
    ticket = await room.workers.read(lambda: _ticket(room, caller, upload_id))
    total = _total(room, ticket, part)
    partials = room.processing.partials
    if part is not None and part.asks:
        return _so_far(ticket, await room.workers.read(lambda: partials.size(ticket.id)), total)
    with partials.open(ticket.id) as file:
        there = file.path.stat().st_size
        first = part.first if part else 0
        if part is not None and first != there:
            raise Problem(
                409,
                "wrong-offset",
                f"{there} bytes have come; go on from there.",
                more={"received": there},
                headers=_range(there),
            )
        cut(file, first)
        too_long = _longer_than_its_range() if part else _too_large(total or room.settings.package_limit)
        limit = part.after if part else (total or room.settings.package_limit)
        received = await _receive(request, file, first, limit, too_long)
    if part is None:
        total = total or received
    return _so_far(ticket, received, total)


@router.post(
    "/process",
    operation_id="process_upload",
    status_code=202,
    response_model=JobBody,
    responses=problems(404, 409, 410, 413),
)
async def process(room: RoomHere, caller: Writer, body: ProcessPost, idempotency: IdempotencyKey) -> Response:
    """Make a package of what was sent. The same upload again is the same job; one that failed because of the disk or
    the network is tried again."""
    store, asked = caller.store, idempotency.of(caller.asked_by)
    partials = room.processing.partials

    def begin() -> Answer:
        uploads = _uploads(room, caller)
        with store.database.connections.writing() as connection:
            seen = store.answers.find(asked, connection) if asked else None
            if seen is not None:
                return seen
            ticket = uploads.upload(body.upload_id, connection)
            if ticket is None:
                raise _upload_not_found()
            there = partials.size(ticket.id)
            if not uploads.has_job(ticket.id, connection):
                if ticket.expires_at <= room.clock():
                    raise _expired()
                if not there or (ticket.size or there) != there:
                    raise Problem(409, "upload-incomplete", f"{there} bytes have come; send the rest first.")
            document = job_document(uploads.process(ticket.id, again=there > 0, within=connection))
            answer = Answer(202, json.dumps(document))
            if asked is not None:
                store.answers.keep(asked, answer, connection)
            return answer

    answer = await room.workers.write(begin)
    job_id: str = json.loads(answer.body)["job_id"]
    room.processing.begin_soon(store.tenant_id, job_id)
    headers = {"Location": f"/api/v1/jobs/{job_id}"}
    return Response(answer.body, answer.status, headers, "application/json")


async def _receive(request: Request, file: IncomingFile, first: int, limit: int, too_long: Problem) -> int:
    """Add the body to the file, up to `limit` bytes in all; how many there are then. A body that is `too_long`, or that
    the disk does not take, leaves what was there before."""
    received = first
    try:
        async for block in gathered(request.stream()):
            received += len(block)
            if received > limit:
                raise too_long
            await to_thread.run_sync(append, file, block)
    except ConnectError:
        cut(file, first)
        raise
    except Problem as problem:
        if problem.code != CUT_SHORT:
            cut(file, first)
        raise
    return received


def _ticket(room: Room, caller: Caller, upload_id: str) -> PackageUpload:
    """The upload, if it may still be sent."""
    uploads = _uploads(room, caller)
    ticket = uploads.upload(upload_id)
    if ticket is None:
        raise _upload_not_found()
    if ticket.expires_at <= room.clock():
        raise _expired()
    if uploads.has_job(upload_id):
        raise Problem(409, "upload-processed", "This upload is being made a package of; ask for a new one.")
    return ticket


def _total(room: Room, ticket: PackageUpload, part: ContentRange | None) -> int | None:
    """How long the whole is; raises a 409 for what was announced otherwise, a 413 for what is too long."""
    said = part.total if part else None
    if said is not None and ticket.size not in (None, said):
        raise Problem(409, "wrong-total", f"This upload was announced with {ticket.size} bytes.")
    total = said if said is not None else ticket.size
    limit = room.settings.package_limit
    if (total or 0) > limit or (part is not None and part.after > limit):
        raise _too_large(limit)
    return total


def _so_far(ticket: PackageUpload, received: int, total: int | None) -> Response:
    complete = received == total
    document: dict[str, Any] = {
        "upload_id": ticket.id,
        "received": received,
        "size": total,
        "complete": complete,
    }
    return json_answer(document, 200 if complete else 308, _range(received))


def _range(received: int) -> dict[str, str]:
    return {"Range": f"bytes=0-{received - 1}"} if received else {}


def _uploads(room: Room, caller: Caller) -> PackageUploads:
    return PackageUploads(caller.store.database.connections, caller.store.tenant_id, room.clock)


def _upload_not_found() -> Problem:
    return Problem(404, "unknown-upload", "There is no such upload.", title="Upload Not Found")


def _expired() -> Problem:
    return Problem(410, "upload-expired", "The time for this upload is over; ask for a new one.")


def _longer_than_its_range() -> Problem:
    return Problem(
        400, "longer-than-its-range", "The body is longer than its Content-Range.", headers={"Connection": "close"}
    )


def _too_large(limit: int) -> Problem:
    return Problem(
        413, "body-too-large", f"This package may have {limit} bytes at most.", headers={"Connection": "close"}
    )
