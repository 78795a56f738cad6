"""What schemathesis cannot know of our document: requests that are right by their schema and must be refused.

Loaded by schemathesis itself, which `tests/server/test_openapi_conformance.py` starts.
"""

from __future__ import annotations

import os
import uuid
from typing import Any

import schemathesis
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

KEPT = "CONNECT_TEST_KEPT"
"""The environment variable with the ids of what is not to be deleted, with blanks between them."""

_UPLOAD, _SEND, _DISPATCHES = (
    "POST /api/v1/packages/upload",
    "PUT /api/v1/packages/uploads/{upload_id}",
    "POST /api/v1/packages/{package_id}/dispatches",
)
_DISPATCH_ZIP = "GET /api/v1/dispatches/{dispatch_id}/zip"

# By the code of the problem: the operations whose requests no schema can judge whole, and why.
REFUSED_WITH_REASON = {
    "malformed-content-range": ((_SEND,), "a range ends after it began"),
    "longer-than-its-range": ((_SEND,), "how long a body is does not stand in its schema"),
    "body-too-large": ((_SEND, "POST /api/v1/packages/upload-url"), "how large a package may be the operator says"),
    "upload-expired": ((_SEND, "POST /api/v1/packages/process"), "the upload was given up meanwhile"),
    "package-refused": ((_UPLOAD,), "bytes at random are no SCORM package"),
    "malformed-form": (
        (_UPLOAD, "POST /api/v1/packages/validate"),
        "python-multipart reads forms more strictly than they are generated",
    ),
    "nothing-to-launch": (("POST /api/v1/packages/{package_id}/launch",), "the activity is none of the package's"),
    "webhook-url-refused": (
        ("POST /api/v1/webhooks", "PATCH /api/v1/webhooks/{webhook_id}"),
        "an address that is private, or not encrypted, is told nothing",
    ),
    "dispatch-over": ((_DISPATCH_ZIP,), "a dispatch that was revoked has no package any more"),
    "package-gone": ((_DISPATCH_ZIP,), "the package was deleted meanwhile"),
    "precondition-failed": (("PUT /api/v1/sessions/{session_id}",), "If-Match names another version"),
    "invalid-launch": (
        ("PUT /api/v1/sessions/{session_id}",),
        "a launch is read whole, with its name, its hash and the order of its entries",
    ),
}
# What a host or a time may be is more than a pattern says; a strict one would refuse names of other scripts.
_FINER_THAN_PATTERNS = {
    _DISPATCHES: "/body/allowed_domains",
    "PATCH /api/v1/dispatches/{dispatch_id}": "/body/allowed_domains",
    "PUT /api/v1/sessions/{session_id}": "/body/session_time",
}
_OF_LEARNERS = "/player/dispatch/{link}"
_LONGEST_KEY = 255


@schemathesis.check
def valid_data_is_taken(ctx: Any, response: Any, case: Any) -> bool | None:
    """`positive_data_acceptance`, but for refusals that have a reason of their own."""
    if response.status_code == 410 and case.operation.path == _OF_LEARNERS:
        # A page says to a learner that the dispatch was revoked.
        return None
    if response.status_code >= 400 and "json" in response.headers.get("content-type", [""])[0]:
        problem = response.json()
        operation = f"{case.method} {case.operation.path}"
        code = problem.get("error", {}).get("code")
        if operation in REFUSED_WITH_REASON.get(code, ((),))[0]:
            return None
        if code == "invalid-cursor" and case.method == "GET" and "cursor" in (case.query or {}):
            # A cursor is opaque: only one that a list gave is any good.
            return None
        errors = problem.get("errors", ())
        finer = _FINER_THAN_PATTERNS.get(operation)
        if finer and errors and all(error["pointer"].startswith(finer) for error in errors):
            return None
        # Languages of patterns differ on which characters are blank.
        if errors and all(error["detail"].endswith("is blank") for error in errors):
            return None
    outcome: bool | None = positive_data_acceptance(ctx, response, case)
    return outcome


@schemathesis.check
def invalid_data_is_refused(ctx: Any, response: Any, case: Any) -> bool | None:
    """`negative_data_rejection`, but for what is refused before any route, and where many are written at once:
    there a result of its own refuses each."""
    if response.status_code == 431:
        # By the connection itself, for a header or an address that is longer than any may be.
        return None
    if response.status_code == 207 and any(result["status"] >= 400 for result in response.json()["results"]):
        return None
    outcome: bool | None = negative_data_rejection(ctx, response, case)
    return outcome


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """Keep the key that is asked with and the one package there is: without them nothing is left to be tested but
    that nothing is there. What was made by requests is deleted by requests.

    An `Idempotency-Key` that is right is made a new one: the simplest comes again and again, with another request each
    time, which would be refused for that before anything else is looked at.
    """
    if case.method == "DELETE":
        kept = os.environ[KEPT].split()
        for name, value in (case.path_parameters or {}).items():
            if value in kept:
                case.path_parameters[name] = "another"
    for name, value in list((case.query or {}).items()):
        if value in ([], {}):
            # In an address it is nothing at all, and so nothing that could be refused.
            del case.query[name]
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and 0 < len(key) <= _LONGEST_KEY:
        case.headers["Idempotency-Key"] = uuid.uuid4().hex
    return case
