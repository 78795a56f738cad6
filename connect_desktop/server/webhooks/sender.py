"""One attempt at one delivery."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime

import httpx

from connect_desktop import __version__
from connect_desktop.server.webhooks.addresses import WebhookUrlRefused
from connect_desktop.server.webhooks.retries import retry_after_of
from connect_desktop.server.webhooks.signing import signature_headers
from connect_desktop.server.webhooks.transport import CheckedTransport
from connect_desktop.store.webhooks.deliveries import Delivery
from connect_desktop.store.webhooks.delivery_queue import Attempt
from connect_desktop.store.webhooks.webhooks import Webhook

# Seconds from the look for the address to the beginning of the answer's body.
PATIENCE = 15.0
_EXCERPT_BYTES = 500


class Sender:
    """Posts messages. Redirects are not followed: where they lead was not checked, nor asked for."""

    def __init__(self, transport: httpx.AsyncBaseTransport, clock: Callable[[], datetime]) -> None:
        self._client = httpx.AsyncClient(
            transport=transport,
            follow_redirects=False,
            trust_env=False,
            timeout=PATIENCE,
            headers={"User-Agent": f"connect-desktop/{__version__}", "Accept-Encoding": "identity"},
        )
        self._clock = clock

    async def send(self, webhook: Webhook, delivery: Delivery) -> Attempt:
        """What came of it; whatever the receiver or the network does is no error here."""
        at, begun = self._clock(), time.monotonic()
        headers = {
            "Content-Type": "application/json",
            "X-Connect-Event": delivery.event,
            **signature_headers(webhook.secrets_at(at), delivery.message_id, at, delivery.document),
        }

        def attempt(
            error: str | None = None, response: httpx.Response | None = None, excerpt: str | None = None
        ) -> Attempt:
            return Attempt(
                at=at,
                duration_ms=round((time.monotonic() - begun) * 1000),
                status=response.status_code if response is not None else None,
                excerpt=excerpt,
                error=error,
                retry_after=retry_after_of(response.headers.get("retry-after"), at) if response is not None else None,
            )

        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._client.stream("POST", webhook.url, content=delivery.document, headers=headers) as response,
            ):
                return attempt(response=response, excerpt=await _beginning(response))
        except WebhookUrlRefused as error:
            return attempt(str(error))
        except (TimeoutError, httpx.TimeoutException):
            return attempt(f"There was no answer within {PATIENCE:g} seconds.")
        except httpx.ConnectError:
            return attempt("The receiver cannot be reached, or its certificate is not valid.")
        except (httpx.HTTPError, httpx.InvalidURL):
            return attempt("The receiver broke off, or does not speak HTTP.")

    async def close(self) -> None:
        """Close what is open."""
        await self._client.aclose()


def sender_to(clock: Callable[[], datetime], *, private: bool) -> Sender:
    """A sender to the public Internet; with `private` to any address."""
    return Sender(CheckedTransport(private=private), clock)


async def _beginning(response: httpx.Response) -> str:
    """The first bytes of the answer as text that is fit to be shown; a receiver need not be read to its end."""
    beginning = b""
    async for chunk in response.aiter_raw():
        beginning += chunk[: _EXCERPT_BYTES - len(beginning)]
        if len(beginning) >= _EXCERPT_BYTES:
            break
    text = beginning.decode(errors="replace")
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
