"""Every switch given to Chromium, with its reason. Must run before the first QApplication."""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping

_VARIABLE = "QTWEBENGINE_CHROMIUM_FLAGS"


def set_chromium_flags(environment: MutableMapping[str, str] = os.environ) -> None:
    """Add our switches to those the user set; the user's stand last and win."""
    given = environment.get(_VARIABLE, "").split()
    ours = [flag for flag in chromium_flags(environment) if flag not in given]
    environment[_VARIABLE] = " ".join(ours + given)


def chromium_flags(environment: MutableMapping[str, str]) -> Iterator[str]:
    """The switches this process needs."""
    # Narrated courses start their sound when the page opens, without waiting for a click.
    yield "--autoplay-policy=no-user-gesture-required"
    # `unload` is the last chance much content takes to save; Chromium is phasing it out.
    yield "--disable-features=DeprecateUnload"
    # What a request interceptor does not see of the network: names asked ahead of need, what WebRTC gives away.
    yield "--dns-prefetch-disable"
    yield "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"
    # A shared worker belongs to no page: its sockets pass every interceptor. Courses do without.
    yield "--disable-shared-workers"
    # A process is kept ready to be copied for helpers outside the sandbox. We have none; a first page waits for it.
    yield "--no-unsandboxed-zygote"
    # Chromium refuses to start its sandbox as root, which is what containers and kiosks run as.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield "--no-sandbox"
    # Without a display there is no GPU to probe for; probing costs a second and fills the log.
    if environment.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        yield "--disable-gpu"
