"""Packages in requests and answers, as the OpenAPI document shows them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from connect_desktop.server.schemas import Whole

Backend = Literal["local", "s3"]

# A package as the body of a request.
PACKAGE_FORM: dict[str, Any] = {
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
PACKAGE_BYTES: dict[str, Any] = {
    "requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
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
    """A package. `content_hash` is SHA-256 in hex, `size` in bytes; `replaces` is the one this is a new version of."""

    id: str
    title: str
    edition: str
    content_type: Literal["scorm"]
    storage_backend: Backend
    content_hash: str
    size: int
    replaces: str | None
    created_at: str


class PackagePatch(BaseModel):
    """What is to change. `replaces` is the package that this one is a new version of, null for none; that one need not
    be there any more."""

    model_config = ConfigDict(strict=True)
    replaces: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$")] | None


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


class UploadPost(BaseModel):
    """What is to be sent, as far as it is known: its `size` in bytes and its SHA-256 in hex, which is then checked."""

    model_config = ConfigDict(strict=True)
    size: Annotated[int, Field(ge=1, le=2**53), Whole] | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$")] | None = None


class UploadTicketBody(BaseModel):
    """Where to `PUT` the bytes, with the same key, until when, and how many there may be."""

    upload_id: str
    upload_url: str
    method: Literal["PUT"]
    max_bytes: int
    expires_at: str


class UploadProgressBody(BaseModel):
    """How many bytes have come; `size` is what they should come to, null where nobody has said."""

    upload_id: str
    received: int
    size: int | None
    complete: bool


class ProcessPost(BaseModel):
    """The upload to make a package of."""

    model_config = ConfigDict(strict=True)
    upload_id: Annotated[str, Field(min_length=1, max_length=100)]


class JobError(BaseModel):
    """Why a job failed: a stable code for programs and a sentence for people."""

    code: str
    message: str


class JobBody(BaseModel):
    """The work on a package that was sent. `progress` is from 0 to 1; `package_id` is there when it has succeeded."""

    job_id: str
    upload_id: str
    status: Literal["queued", "running", "succeeded", "failed"]
    progress: Annotated[float, Field(ge=0, le=1)]
    package_id: str | None
    findings: list[FindingBody]
    error: JobError | None
    created_at: str
    updated_at: str
