"""The courses of this device and of its servers as one learner sees them. Pure, but for `listing`, which asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from connect_desktop.packages.library import package_id_of
from connect_desktop.store.devices.account_sessions import AccountSession
from connect_desktop.store.devices.catalog import CatalogPackage
from connect_desktop.store.records import PackageRecord, SessionRecord
from connect_desktop.sync.errors import NotTheServer, SyncCancelled
from connect_desktop.sync.ports import Cancelled

if TYPE_CHECKING:
    from connect_desktop.sync.remote import Remote

_HASH = re.compile(r"[0-9a-f]{64}")
_LARGEST_SIZE = 2**53
_LONGEST_TEXT = 10_000
_NOT_BEGUN = frozenset({"unknown", "not attempted"})


class CatalogCourse(Struct, frozen=True, kw_only=True):
    """A course that is on this device (`here`), offered by the account `account_id`, or both.

    `gone`: a server had it, and none of this device's has it now. `updates`: the version on this device that this one
    comes after. `newer`: the newest version after this one, here or on a server. `assigned`: somebody began a session
    for the learner on a server, and the learner has not gone in yet. `session` is where the learner stands, as far as
    this device or a server knows. `received` bytes of `size` wait to be gone on with.
    """

    package_id: str
    title: str
    edition: str
    size: int
    here: bool
    account_id: str | None = None
    gone: bool = False
    updates: str | None = None
    newer: str | None = None
    assigned: bool = False
    session: SessionRecord | None = None
    received: int = 0

    @property
    def can_be_downloaded(self) -> bool:
        """Whether a server of this device offers it."""
        return self.account_id is not None


def listing(remote: Remote, account_id: str, cancelled: Cancelled) -> list[CatalogPackage]:
    """All packages that the server offers and a device can take in. Raises `SyncError`."""
    packages: list[CatalogPackage] = []
    cursor: object = ""
    seen: set[object] = set()
    while isinstance(cursor, str):
        if cancelled():
            raise SyncCancelled
        if cursor in seen:
            raise NotTheServer(remote.name)
        seen.add(cursor)
        page = remote.get("/packages", {"limit": "200", **({"cursor": cursor} if cursor else {})})
        if not isinstance(page, dict) or not isinstance(page.get("packages"), list):
            raise NotTheServer(remote.name)
        found = (_package(account_id, document) for document in page["packages"])
        packages += [package for package in found if package is not None]
        cursor = page.get("next_cursor")
    return packages


def courses_of(
    here: Iterable[PackageRecord],
    offered: Iterable[CatalogPackage],
    *,
    sessions: Mapping[str, SessionRecord],
    told: Sequence[AccountSession],
    received: Mapping[str, int],
    learner_id: str,
) -> tuple[CatalogCourse, ...]:
    """What there is for the learner: all that is here, and what servers offer but for versions that a newer one has
    taken the place of, unless the learner has a session in them.

    `sessions` are the learner's newest on this device, `told` those that servers have for the learner, both by package;
    `received` has the bytes of unfinished downloads, by content hash.
    """
    records = {record.id: record for record in here}
    on_servers = _on_servers(offered)
    replaces = {id: package.replaces for id, package in on_servers.items() if package.gone_at is None}
    replaces |= {id: record.replaces or replaces.get(id) for id, record in records.items()}
    newest = _newest(replaces, records.keys())
    by_package: dict[str, list[AccountSession]] = {}
    for session in told:
        by_package.setdefault(session.package_id, []).append(session)
    courses = []
    for package_id in replaces:
        own, there = sessions.get(package_id), by_package.get(package_id, [])
        course = _course(
            package_id,
            records.get(package_id),
            on_servers.get(package_id),
            newer=newest.get(package_id),
            updates=_older_here(package_id, replaces, records.keys()),
            session=own or _as_told(there, learner_id),
            assigned=_is_assigned(own, there),
            received=received,
        )
        if course.here or course.newer is None or own or there:
            courses.append(course)
    return tuple(courses)


def _course(
    package_id: str,
    record: PackageRecord | None,
    offer: CatalogPackage | None,
    *,
    newer: str | None,
    updates: str | None,
    session: SessionRecord | None,
    assigned: bool,
    received: Mapping[str, int],
) -> CatalogCourse:
    described = record or offer
    if described is None:
        raise KeyError(package_id)
    is_offered = offer is not None and offer.gone_at is None
    return CatalogCourse(
        package_id=package_id,
        title=described.title,
        edition=described.edition,
        size=described.size,
        here=record is not None,
        account_id=offer.account_id if offer and is_offered else None,
        gone=offer is not None and not is_offered,
        updates=updates,
        newer=newer,
        assigned=assigned,
        session=session,
        received=0 if record else received.get(described.content_hash, 0),
    )


def _on_servers(offered: Iterable[CatalogPackage]) -> dict[str, CatalogPackage]:
    """One offer a package: the first that still stands, else one that does not."""
    chosen: dict[str, CatalogPackage] = {}
    for package in offered:
        known = chosen.get(package.package_id)
        if known is None or (known.gone_at is not None and package.gone_at is None):
            chosen[package.package_id] = package
    return chosen


def _newest(replaces: Mapping[str, str | None], here: Collection[str]) -> dict[str, str]:
    """The newest version after each package that has one. Where two take the place of one, the one that is here goes
    before."""
    after: dict[str, str] = {}
    for package_id in sorted(replaces, key=lambda id: (id in here, id)):
        if (older := replaces[package_id]) is not None:
            after[older] = package_id
    newest = {}
    for package_id in after:
        seen = {package_id}
        last = after[package_id]
        while last in after and last not in seen:
            seen.add(last)
            last = after[last]
        if last != package_id:
            newest[package_id] = last
    return newest


def _older_here(package_id: str, replaces: Mapping[str, str | None], here: Collection[str]) -> str | None:
    """The version on this device that this package comes after, however many lie between."""
    seen = {package_id}
    older = replaces[package_id]
    while older is not None and older not in seen:
        if older in here:
            return older
        seen.add(older)
        older = replaces.get(older)
    return None


def _is_assigned(own: SessionRecord | None, told: Iterable[AccountSession]) -> bool:
    if own is not None and (
        own.last_played_at is not None or own.total_time or _has_begun(own.completion, own.success)
    ):
        return False
    told = tuple(told)
    return bool(told) and not any(it.time or _has_begun(it.completion, it.success) for it in told)


def _has_begun(completion: str, success: str) -> bool:
    return completion not in _NOT_BEGUN or success != "unknown"


def _as_told(told: Sequence[AccountSession], learner_id: str) -> SessionRecord | None:
    """The session as the server told of it, where this device has none; of several, the one that has come furthest."""
    if not told:
        return None
    best = max(told, key=lambda it: (it.success == "passed", it.completion == "completed", it.time, it.session_id))
    return SessionRecord(
        id=best.session_id,
        learner_id=learner_id,
        package_id=best.package_id,
        version=best.version,
        created_at=best.told_at,
        updated_at=best.told_at,
        completion=best.completion,
        success=best.success,
        total_time=best.time,
    )


def _package(account_id: str, document: Any) -> CatalogPackage | None:
    """None for what a device cannot take in: a folder that its author has there, whose bytes are not those of a zip
    that is named by them, and what this program does not know."""
    match document:
        case {"id": str(id), "content_hash": str(content_hash), "title": str(title), "edition": str(edition)} if (
            _HASH.fullmatch(content_hash) and package_id_of(content_hash) == id
        ):
            pass
        case _:
            return None
    size, replaces = document.get("size"), document.get("replaces")
    if not isinstance(size, int) or isinstance(size, bool) or not 0 < size < _LARGEST_SIZE:
        return None
    return CatalogPackage(
        account_id=account_id,
        package_id=id,
        content_hash=content_hash,
        title=title[:_LONGEST_TEXT],
        edition=edition[:_LONGEST_TEXT],
        size=size,
        replaces=replaces if isinstance(replaces, str) and replaces != id else None,
    )
