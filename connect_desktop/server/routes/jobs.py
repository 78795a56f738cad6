"""Jobs: what becomes of a package that was sent in several requests."""

from __future__ import annotations

from fastapi import APIRouter, Response

from connect_desktop.runtime.json_values import timestamp
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Reader
from connect_desktop.server.packages.schemas import JobBody
from connect_desktop.server.problems import Problem
from connect_desktop.server.room import RoomHere
from connect_desktop.store.package_uploads import PackageJob, PackageUploads

router = APIRouter(prefix="/api/v1/jobs", tags=["Packages"])


@router.get("/{job_id}", response_model=JobBody, responses=problems(404))
async def read_job(room: RoomHere, caller: Reader, job_id: str) -> Response:
    """How far a job is, and what came of it."""
    uploads = PackageUploads(caller.store.database.connections, caller.store.tenant_id, room.clock)
    job = await room.workers.read(lambda: uploads.job(job_id))
    if job is None:
        raise Problem(404, "unknown-job", "There is no such job.", title="Job Not Found")
    return json_answer(job_document(job))


def job_document(job: PackageJob) -> dict[str, object]:
    """The job as the REST API gives it."""
    return {
        "job_id": job.id,
        "upload_id": job.upload_id,
        "status": job.status.value,
        "progress": job.progress,
        "package_id": job.package_id,
        "findings": list(job.findings),
        "error": None if job.error is None else {"code": job.error[0], "message": job.error[1]},
        "created_at": timestamp(job.created_at),
        "updated_at": timestamp(job.updated_at),
    }
