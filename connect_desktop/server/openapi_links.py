"""Where one answer leads: links from what an operation answers to the operations that take it [OpenAPI 3.1 4.8.20]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Links = Mapping[str, Any]
"""Links by their names, each an object of the OpenAPI document."""

_LISTS = (
    "list_packages",
    "list_dispatches",
    "list_sessions",
    "list_launches",
    "read_journal",
    "list_webhooks",
    "list_deliveries",
    "list_keys",
    "list_tenants",
    "report_progress",
    "report_completion",
    "report_scores",
    "report_interactions",
)
_ABOUT = {"list_launches": "session_id", "read_journal": "session_id", "list_deliveries": "webhook_id"}
_OF_SESSION = (
    "read_session",
    "put_session",
    "list_launches",
    "read_journal",
    "refresh_token",
    "delete_session",
)
_OF_PACKAGE = (
    "read_package",
    "read_manifest",
    "fetch_package",
    "launch",
    "create_dispatch",
    "change_package",
    "delete_package",
)
_OF_DISPATCH = (
    "read_dispatch",
    "change_dispatch",
    "rotate_dispatch",
    "fetch_dispatch",
    "revoke_dispatch",
    "delete_dispatch",
)
_OF_WEBHOOK = (
    "read_webhook",
    "change_webhook",
    "rotate_secret",
    "test_webhook",
    "list_deliveries",
    "delete_webhook",
)
_OF_DELIVERY = ("read_delivery", "replay_delivery")


def links_of(operation_id: str, status: str) -> Links:
    """Where what this operation answers with this status leads; by the names of the operations there."""
    return _LINKS.get((operation_id, status), {})


def _to(operations: tuple[str, ...], **parameters: str) -> dict[str, Any]:
    """Links to these, which take `parameters` from the answer or the request, each by a runtime expression."""
    return {name: {"operationId": name, "parameters": parameters} for name in operations}


def _next_page(name: str) -> dict[str, Any]:
    about = {_ABOUT[name]: f"$request.path.{_ABOUT[name]}"} if name in _ABOUT else {}
    return {
        "next_page": {
            "operationId": name,
            "description": "While next_cursor is not null",
            "parameters": {**about, "cursor": "$response.body#/next_cursor"},
        }
    }


_PROCESS = {
    "process_upload": {
        "operationId": "process_upload",
        "description": "Once all bytes have come",
        "requestBody": {"upload_id": "$response.body#/upload_id"},
    }
}
_LINKS: dict[tuple[str, str], dict[str, Any]] = {
    ("upload_package", "201"): _to(_OF_PACKAGE, package_id="$response.body#/id"),
    ("begin_upload", "201"): {**_to(("send_upload",), upload_id="$response.body#/upload_id"), **_PROCESS},
    ("send_upload", "200"): _PROCESS,
    ("process_upload", "202"): _to(("read_job",), job_id="$response.body#/job_id"),
    ("read_job", "200"): _to(("read_package", "launch"), package_id="$response.body#/package_id"),
    ("read_package", "200"): _to(_OF_PACKAGE[1:], package_id="$response.body#/id"),
    ("launch", "200"): _to(_OF_SESSION, session_id="$response.body#/session_id"),
    ("read_session", "200"): _to(_OF_SESSION[1:], session_id="$response.body#/id"),
    ("put_session", "200"): _to(_OF_SESSION, session_id="$response.body#/id"),
    ("push_sessions", "207"): _to(("read_session",), session_id="$response.body#/results/0/body/id"),
    ("refresh_token", "200"): _to(
        ("open_player",), **{"session_id": "$request.path.session_id", "token": "$response.body#/token"}
    ),
    ("create_dispatch", "201"): {
        **_to(_OF_DISPATCH, dispatch_id="$response.body#/dispatch/id"),
        **_to(("open_dispatch",), link="$response.body#/dispatch/id"),
    },
    ("read_dispatch", "200"): _to(_OF_DISPATCH[1:], dispatch_id="$response.body#/dispatch/id"),
    ("create_webhook", "201"): _to(_OF_WEBHOOK, webhook_id="$response.body#/id"),
    ("read_webhook", "200"): _to(_OF_WEBHOOK[1:], webhook_id="$response.body#/id"),
    ("test_webhook", "200"): _to(
        _OF_DELIVERY, webhook_id="$response.body#/webhook_id", delivery_id="$response.body#/id"
    ),
    ("list_deliveries", "200"): _to(
        _OF_DELIVERY, webhook_id="$request.path.webhook_id", delivery_id="$response.body#/deliveries/0/id"
    ),
    ("read_delivery", "200"): _to(
        ("replay_delivery",), webhook_id="$response.body#/webhook_id", delivery_id="$response.body#/id"
    ),
    ("create_key", "201"): _to(("read_key", "revoke_key"), key_id="$response.body#/id"),
    ("create_tenant", "201"): {
        **_to(("read_tenant", "rename_tenant", "delete_tenant"), tenant_id="$response.body#/id"),
        "create_key": {"operationId": "create_key", "requestBody": {"tenant_id": "$response.body#/id"}},
    },
    ("list_packages", "200"): _to(("read_package", "launch"), package_id="$response.body#/packages/0/id"),
    ("list_dispatches", "200"): _to(("read_dispatch",), dispatch_id="$response.body#/dispatches/0/id"),
    ("list_sessions", "200"): _to(("read_session",), session_id="$response.body#/sessions/0/id"),
    ("list_webhooks", "200"): _to(("read_webhook",), webhook_id="$response.body#/webhooks/0/id"),
}
for _list in _LISTS:
    _LINKS.setdefault((_list, "200"), {}).update(_next_page(_list))
