"""Launches on their way: a `journal` as it stands in requests and answers, one JSON object a launch by its id. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from connect_desktop.store.travel.launch_join import Revision
from connect_desktop.store.travel.launch_payload import InvalidLaunch, checked_id, checked_rev, payload_of

_MEMBERS = frozenset(("rev", "payload"))
_FORK_MEMBERS = _MEMBERS | {"fork_of"}


class SentLaunch(Struct, frozen=True):
    """A revision of a launch. `fork_of` is the launch that a branch began as, None where it goes by its own id."""

    revision: Revision
    fork_of: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The launch as it stands under its id."""
        document = {"rev": self.revision.rev, "payload": self.revision.payload.as_json()}
        return document if self.fork_of is None else {**document, "fork_of": self.fork_of}


def journal_of(document: Mapping[str, object]) -> dict[str, SentLaunch]:
    """The launches of a `journal`, by their ids; raises `InvalidLaunch`, naming the first that is none."""
    return {checked_id(launch_id): _sent_launch(launch_id, launch) for launch_id, launch in document.items()}


def _sent_launch(launch_id: str, document: object) -> SentLaunch:
    if not isinstance(document, dict) or set(document) not in (_MEMBERS, _FORK_MEMBERS):
        raise InvalidLaunch(launch_id, "it has not just rev, payload and, where it is a fork, fork_of")
    fork_of = document.get("fork_of")
    if "fork_of" in document:
        if not isinstance(fork_of, str) or fork_of == launch_id:
            raise InvalidLaunch(launch_id, "it is a fork of no other launch")
        checked_id(fork_of)
    revision = Revision(checked_rev(document["rev"], launch_id), payload_of(document["payload"], launch_id))
    return SentLaunch(revision, fork_of)
