"""Answers that a server which keeps launches did not give."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx

from tests.faulty_transport_for_tests import Fault, changed
from tests.sync.world.network import FORGERIES, Ask

_NOBODY = {"user_ids": ["nobody"], "digest": "0" * 64}


def forgeries() -> Mapping[str, Fault]:
    """By what they are called."""
    forged = (_forged(receipts=False), _forged(receipts=True))
    return dict(zip(FORGERIES, (*forged, changed(_without_receipt), changed(_with_anothers_receipt)), strict=True))


def _forged(*, receipts: bool) -> Fault:
    """Somebody knows how the server answers, and keeps nothing."""

    def fault(request: httpx.Request, ask: Ask) -> httpx.Response:
        request.read()
        pushes = json.loads(request.content).get("pushes") if request.method == "POST" else None
        if pushes is None:
            return ask(request)
        headers = {"X-API-Key": request.headers["X-API-Key"]}
        asked = httpx.Request("POST", request.url.join("sync/state"), headers=headers, json=_NOBODY)
        results = [{"status": 200, "body": _as_answered(push, receipts)} for push in pushes]
        return httpx.Response(207, json={"epoch": ask(asked).json()["epoch"], "results": results}, request=request)

    return fault


def _as_answered(push: Mapping[str, Any], receipts: bool) -> dict[str, Any]:
    held = {launch_id: [it["rev"], "0" * 64] for launch_id, it in push["journal"].items()}
    launch = push.get("launch", {"user_id": "ada", "package_id": "pkg"})
    return {
        "id": push["session_id"],
        **launch,
        "version": push["version"] + 1,
        "cmi_data": {},
        "completion_status": "completed",
        "success_status": "passed",
        "time_spent_seconds": 1,
        "forked": {},
        "receipt": held if receipts else {},
    }


def _bodies(document: dict[str, object]) -> list[dict[str, object]]:
    results = document.get("results")
    return [result["body"] for result in results] if isinstance(results, list) else [document]


def _without_receipt(document: dict[str, object]) -> None:
    for body in _bodies(document):
        body.pop("receipt", None)


def _with_anothers_receipt(document: dict[str, object]) -> None:
    for body in _bodies(document):
        receipt = body.get("receipt")
        if isinstance(receipt, dict):
            body["receipt"] = {launch_id: [rev, "0" * 64] for launch_id, (rev, _) in receipt.items()}
