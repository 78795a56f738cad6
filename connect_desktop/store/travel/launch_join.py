"""Joining what two sides know of the same launches: commutative, associative, idempotent. Pure.

A launch has one writer, who only ever adds to it, so of two revisions one goes on from the other and wins: the one with
the higher `rev`. Where neither goes on from the other, two devices wrote under one id, because one is a copy of the
other. Both are kept, as branches: one keeps the id, the others stand under ids that every device derives alike.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from itertools import pairwise

from msgspec import Struct

from connect_desktop.store.travel.launch_payload import LaunchPayload, canonical_json, sha256_of

_FORKS = uuid.UUID("6d6f8a2e-0c57-5b0e-9d0b-2f6a3f1c7c44")

Receipt = tuple[int, str]
"""`rev` and SHA-256 of what is held of a launch."""


class Revision(Struct, frozen=True):
    """A launch as it was at one time; `rev` rises with it."""

    rev: int
    payload: LaunchPayload

    def receipt(self) -> Receipt:
        """What says that just this is held."""
        return self.rev, sha256_of(self.payload)


Branches = tuple[Revision, ...]
"""What is known of one launch: revisions none of which goes on from another. More than one only where it was forked."""

Journal = Mapping[str, Branches]
"""Branches by the id of the launch they all began as."""


def goes_on_from(later: LaunchPayload, earlier: LaunchPayload) -> bool:
    """Whether `later` is `earlier`, or what that became when its writer went on."""
    if later is earlier:
        return True
    if canonical_json(later.header()) != canonical_json(earlier.header()):
        return False
    if len(later.entries) == len(earlier.entries):
        # Who ends a launch that died knows no more of it than another; it ended once.
        ends = earlier.ended_at is None or (later.ended_at is not None and later.ended_at >= earlier.ended_at)
        return ends and later.entries == earlier.entries
    return later.entries[: len(earlier.entries)] == earlier.entries


def joined(branches: Iterable[Revision]) -> Branches:
    """What is known of a launch of which all of this is known, the branch that keeps the id first."""
    kept: list[Revision] = []
    for revision in branches:
        if any(_supersedes(known, revision) for known in kept):
            continue
        kept = [known for known in kept if not _supersedes(revision, known)]
        kept.append(revision)
    return tuple(kept) if len(kept) == 1 else tuple(sorted(kept, key=lambda revision: _steps(revision.payload)))


def join(one: Journal, other: Journal) -> Journal:
    """What both sides know together."""
    return {
        launch_id: joined((*one.get(launch_id, ()), *other.get(launch_id, ())))
        for launch_id in dict.fromkeys((*one, *other))
    }


def named(launch_id: str, branches: Branches) -> dict[str, Revision]:
    """The branches of a launch, as `joined` gives them, under the ids they stand under."""
    if not branches:
        return {}
    named = {launch_id: branches[0]}
    for before, branch in pairwise(branches):
        named[_fork_id(launch_id, _steps(before.payload), _steps(branch.payload))] = branch
    return named


def covers(receipt: Receipt, revision: Revision) -> bool:
    """Whether who gave the receipt holds just this revision, as it is or as what it became. A receipt for a higher one
    does not tell: where a device was restored or copied, that one may not go on from this."""
    return receipt == revision.receipt()


def _supersedes(one: Revision, other: Revision) -> bool:
    forward = goes_on_from(one.payload, other.payload)
    same = forward and goes_on_from(other.payload, one.payload)
    return one.rev >= other.rev if same else forward


def _steps(payload: LaunchPayload) -> list[bytes]:
    """The launch as what happened to it, in a form that sorts; of two branches neither begins with the other."""
    return [canonical_json(payload.header())] + [
        canonical_json([entry.kind.value, entry.activity, entry.element, entry.value]) for entry in payload.entries
    ]


def _fork_id(launch_id: str, before: list[bytes], steps: list[bytes]) -> str:
    """Told by what sets the branch apart from those sorted before it, so that it stays the same as the branch grows."""
    apart = next(
        (at for at, (one, other) in enumerate(zip(before, steps, strict=False)) if one != other),
        min(len(before), len(steps)) - 1,
    )
    return str(uuid.uuid5(_FORKS, "\n".join((launch_id, *(step.decode() for step in steps[: apart + 1])))))
