"""Packages that come in several requests, and the work on them afterwards."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections

_UPLOAD = "SELECT id, size, sha256, created_at, expires_at FROM package_upload WHERE tenant_id = ?"
_JOB = """
SELECT id, upload_id, status, progress, content_hash, package_id, findings, error_code, error_message, created_at,
    updated_at
FROM package_job WHERE tenant_id = ?
"""
_ADD_JOB = """
INSERT INTO package_job (tenant_id, id, upload_id, status, progress, findings, created_at, updated_at)
VALUES (?, ?, ?, ?, 0, '[]', ?, ?)
ON CONFLICT (tenant_id, upload_id) DO NOTHING
"""
_CONCLUDE = """
UPDATE package_job
SET status = ?, progress = ?, package_id = ?, findings = ?, error_code = ?, error_message = ?, updated_at = ?
WHERE tenant_id = ? AND id = ? AND status IN ('queued', 'running')
"""
# Tenant by tenant, which CROSS tells SQLite.
_UNFINISHED = """
SELECT package_job.tenant_id, package_job.id FROM tenant CROSS JOIN package_job
WHERE package_job.tenant_id = tenant.id AND package_job.status IN ('queued', 'running') ORDER BY package_job.created_at
"""
_OVER = """
SELECT package_job.tenant_id, package_job.id FROM tenant CROSS JOIN package_job
WHERE package_job.tenant_id = tenant.id AND package_job.status IN ('succeeded', 'failed')
  AND package_job.updated_at <= ?
LIMIT ?
"""
_FORGET = """
DELETE FROM package_job
WHERE tenant_id = ? AND id = ? AND status IN ('succeeded', 'failed') AND updated_at <= ?
"""
# Errors of what was sent, which is then forgotten; others are of the disk or the network, which may be well again.
_FOR_GOOD = ("package-refused", "upload-damaged")
# So many go at a time, lest others wait for all of them.
_SWEPT = 100


class JobStatus(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class PackageUpload(Struct, frozen=True, kw_only=True):
    """Leave to send a package until it expires. `size` in bytes and `sha256` in hex are what was announced, if any."""

    id: str
    size: int | None
    sha256: str | None
    created_at: datetime
    expires_at: datetime


class PackageJob(Struct, frozen=True, kw_only=True):
    """The work on a package that was sent. `progress` is from 0 to 1, `content_hash` is known once all was read;
    `error` is a code and a sentence."""

    id: str
    upload_id: str
    status: JobStatus
    progress: float
    content_hash: str | None
    package_id: str | None
    findings: Sequence[Mapping[str, object]]
    error: tuple[str, str] | None
    created_at: datetime
    updated_at: datetime

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to be done."""
        return self.status in (JobStatus.SUCCEEDED, JobStatus.FAILED)


class PackageUploads:
    """The uploads of one tenant and their jobs. Everything raises `StoreError`."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    def allow(self, size: int | None, sha256: str | None, lifetime: timedelta, within: Connection) -> PackageUpload:
        """Give leave to send a package; forgets some of those that expired and came to nothing."""
        now = self._clock()
        upload = PackageUpload(
            id=f"upl_{secrets.token_hex(16)}", size=size, sha256=sha256, created_at=now, expires_at=now + lifetime
        )
        old = within.execute(
            "SELECT id FROM package_upload WHERE tenant_id = ? AND expires_at <= ? ORDER BY expires_at LIMIT ?",
            (self._tenant_id, moment_column(now), _SWEPT),
        ).fetchall()
        within.executemany(
            "DELETE FROM package_upload WHERE tenant_id = ? AND id = ?", [(self._tenant_id, row[0]) for row in old]
        )
        within.execute(
            "INSERT INTO package_upload (tenant_id, id, size, sha256, created_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (self._tenant_id, upload.id, size, sha256, moment_column(now), moment_column(upload.expires_at)),
        )
        return upload

    def upload(self, upload_id: str, within: Connection | None = None) -> PackageUpload | None:
        """The upload with this id, expired or not."""
        if within is None:
            with self._connections.reading() as connection:
                return self.upload(upload_id, connection)
        row = within.execute(f"{_UPLOAD} AND id = ?", (self._tenant_id, text_column(upload_id))).fetchone()
        if row is None:
            return None
        return PackageUpload(
            id=row[0], size=row[1], sha256=row[2], created_at=column_moment(row[3]), expires_at=column_moment(row[4])
        )

    def has_job(self, upload_id: str, within: Connection | None = None) -> bool:
        """Whether what was sent is, or was, being made a package of."""
        if within is None:
            with self._connections.reading() as connection:
                return self.has_job(upload_id, connection)
        key = (self._tenant_id, text_column(upload_id))
        row = within.execute("SELECT 1 FROM package_job WHERE tenant_id = ? AND upload_id = ?", key).fetchone()
        return row is not None

    def process(self, upload_id: str, *, again: bool, within: Connection) -> PackageJob:
        """The job of an upload, made if there is none. One that failed is queued once more where it may be done
        `again`, unless it would fail the same way."""
        now = moment_column(self._clock())
        job_id = f"job_{secrets.token_hex(16)}"
        within.execute(_ADD_JOB, (self._tenant_id, job_id, upload_id, JobStatus.QUEUED.value, now, now))
        if again:
            within.execute(
                "UPDATE package_job SET status = ?, progress = 0, findings = '[]', error_code = NULL,"
                " error_message = NULL, updated_at = ? WHERE tenant_id = ? AND upload_id = ? AND status = ?"
                " AND error_code NOT IN (?, ?)",
                (JobStatus.QUEUED.value, now, self._tenant_id, upload_id, JobStatus.FAILED.value, *_FOR_GOOD),
            )
        row = within.execute(f"{_JOB} AND upload_id = ?", (self._tenant_id, upload_id)).fetchone()
        return _job(row)

    def job(self, job_id: str, within: Connection | None = None) -> PackageJob | None:
        """The job with this id."""
        if within is None:
            with self._connections.reading() as connection:
                return self.job(job_id, connection)
        row = within.execute(f"{_JOB} AND id = ?", (self._tenant_id, text_column(job_id))).fetchone()
        return None if row is None else _job(row)

    def advance(self, job_id: str, progress: float, content_hash: str | None = None) -> None:
        """The job is running and has come so far."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE package_job SET status = ?, progress = ?, content_hash = coalesce(?, content_hash),"
                " updated_at = ? WHERE tenant_id = ? AND id = ? AND status IN ('queued', 'running')",
                (
                    JobStatus.RUNNING.value,
                    progress,
                    content_hash,
                    moment_column(self._clock()),
                    self._tenant_id,
                    job_id,
                ),
            )

    def succeed(
        self, job_id: str, package_id: str, findings: Sequence[Mapping[str, object]], within: Connection
    ) -> bool:
        """The package is there; whether the job was not over before."""
        return self._conclude(
            within, job_id, (JobStatus.SUCCEEDED.value, 1.0, package_id, _column(findings), None, None)
        )

    def fail(
        self, job_id: str, error: tuple[str, str], findings: Sequence[Mapping[str, object]], within: Connection
    ) -> bool:
        """There will be no package; whether the job was not over before."""
        code, message = error
        return self._conclude(
            within, job_id, (JobStatus.FAILED.value, 1.0, None, _column(findings), code, text_column(message))
        )

    def _conclude(self, within: Connection, job_id: str, outcome: tuple[object, ...]) -> bool:
        now = moment_column(self._clock())
        return within.execute(_CONCLUDE, (*outcome, now, self._tenant_id, job_id)).rowcount > 0


def unfinished_jobs(connections: Connections) -> tuple[tuple[str, str], ...]:
    """Tenant and id of every job that is not over, whosever it is, the oldest first; raises `StoreError`."""
    with connections.reading() as connection:
        rows = connection.execute(_UNFINISHED).fetchall()
    return tuple((row[0], row[1]) for row in rows)


def forget_jobs(connections: Connections, before: datetime, most: int = _SWEPT) -> bool:
    """Forget `most` of the jobs that were over `before` a moment, whosever they were; whether there may be more.
    Raises `StoreError`."""
    end = moment_column(before)
    with connections.reading() as connection:
        old = connection.execute(_OVER, (end, most)).fetchall()
    if old:
        with connections.writing() as connection:
            connection.executemany(_FORGET, [(*row, end) for row in old])
    return len(old) == most


def _column(findings: Sequence[Mapping[str, object]]) -> str:
    # In ASCII, since names of files hold what UTF-8 does not.
    return json.dumps(list(findings))


def _job(
    row: tuple[str, str, str, float, str | None, str | None, str, str | None, str | bytes | None, str, str],
) -> PackageJob:
    job_id, upload_id, status, progress, content_hash, package_id, findings, code, message, created_at, updated_at = row
    return PackageJob(
        id=job_id,
        upload_id=upload_id,
        status=JobStatus(status),
        progress=progress,
        content_hash=content_hash,
        package_id=package_id,
        findings=json.loads(findings),
        error=None if code is None or message is None else (code, column_text(message)),
        created_at=column_moment(created_at),
        updated_at=column_moment(updated_at),
    )
