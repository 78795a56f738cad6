"""What schemathesis cannot know of our document: requests that are right by their schema and must be refused.

Loaded by schemathesis itself, which `tests/server/test_openapi_conformance.py` starts.
"""

from __future__ import annotations

import os
from typing import Any

import schemathesis
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

KEPT = "CONNECT_TEST_KEPT"
"""The environment variable with the ids of what is not to be deleted, with blanks between them."""

# By the code of the problem: what no schema can tell of a request.
REFUSED_WITH_REASON = {
    "invalid-cursor": "a cursor is opaque: only one that a list gave is any good",
    "idempotency-key-reused": "a key that came with another request before is refused, whatever is asked",
    "malformed-content-range": "a range ends after it began",
    "body-too-large": "how large a package may be is for the operator to say",
    "longer-than-its-range": "how long a body is does not stand in its schema",
    "upload-incomplete": "the bytes have not come yet",
    "package-refused": "bytes at random are no SCORM package",
    "malformed-form": "python-multipart reads forms more strictly than they are generated",
    "nothing-to-launch": "the activity is none of the package's",
    "webhook-url-refused": "an address that is private, or not encrypted, is told nothing",
    "dispatch-over": "a dispatch that was revoked has no package any more",
    "unknown-package": "the package was deleted meanwhile",
    "package-gone": "the package was deleted meanwhile",
    "package-missing": "the package was deleted meanwhile",
    "upload-expired": "the upload was given up meanwhile",
    "precondition-failed": "If-Match names another version",
    "invalid-launch": "a launch is read whole, with its name, its hash and the order of its entries",
    "library-full": "the disk of the machine is full",
}
# What a host or a text may be is more than a pattern says; a strict one would refuse names of other scripts.
_FINER_THAN_PATTERNS = ("/body/allowed_domains", "/body/session_time")


@schemathesis.check
def valid_data_is_taken(ctx: Any, response: Any, case: Any) -> bool | None:
    """`positive_data_acceptance`, but for refusals that have a reason of their own."""
    if response.status_code >= 400 and "json" in response.headers.get("content-type", [""])[0]:
        problem = response.json()
        if problem.get("error", {}).get("code") in REFUSED_WITH_REASON:
            return None
        if any(error["pointer"].startswith(_FINER_THAN_PATTERNS) for error in problem.get("errors", ())):
            return None
        # Languages of patterns differ on which characters are blank.
        if any(error["detail"].endswith("is blank") for error in problem.get("errors", ())):
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
    that nothing is there. What was made by requests is deleted by requests."""
    if case.method == "DELETE":
        kept = os.environ[KEPT].split()
        for name, value in (case.path_parameters or {}).items():
            if value in kept:
                case.path_parameters[name] = "another"
    return case
