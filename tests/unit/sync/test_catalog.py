"""What there is for a learner, of what is here and what servers say; and reading what they say with mistrust."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.packages.library import package_id_of
from connect_desktop.store.devices.account_sessions import AccountSession
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.catalog import CatalogPackage
from connect_desktop.store.records import PackageKind, PackageRecord, SessionRecord
from connect_desktop.sync.courses.catalog import CatalogCourse, courses_of, listing
from connect_desktop.sync.errors import NotTheServer, SyncCancelled
from connect_desktop.sync.remote import Remote
from tests.store_for_tests import MORNING
from tests.sync_for_tests import FixedKey

IDS = ("p1", "p2", "p3", "p4")


def a_record(package_id: str) -> PackageRecord:
    return PackageRecord(
        id=package_id,
        content_hash=package_id,
        kind=PackageKind.ZIP,
        location="",
        title=package_id,
        edition="1.2",
        size=10,
        imported_at=MORNING,
    )


def an_offer(
    package_id: str, replaces: str | None = None, *, account_id: str = "a", gone: bool = False
) -> CatalogPackage:
    return CatalogPackage(
        account_id=account_id,
        package_id=package_id,
        content_hash=package_id,
        title=package_id,
        edition="1.2",
        size=10,
        replaces=replaces,
        gone_at=MORNING if gone else None,
    )


def told(package_id: str, *, session_id: str = "s", completion: str = "unknown", time: int = 0) -> AccountSession:
    return AccountSession(
        session_id=session_id,
        package_id=package_id,
        version=1,
        completion=completion,
        success="unknown",
        time=time,
        told_at=MORNING,
    )


def own(package_id: str, **more: Any) -> SessionRecord:
    return SessionRecord(
        id="s", learner_id="ada", package_id=package_id, version=1, created_at=MORNING, updated_at=MORNING, **more
    )


def courses(
    here: tuple[str, ...] = (),
    offered: tuple[CatalogPackage, ...] = (),
    sessions: tuple[SessionRecord, ...] = (),
    there: tuple[AccountSession, ...] = (),
    received: dict[str, int] | None = None,
) -> dict[str, CatalogCourse]:
    found = courses_of(
        map(a_record, here),
        offered,
        sessions={session.package_id: session for session in sessions},
        told=there,
        received=received or {},
        learner_id="ada",
    )
    assert len({course.package_id for course in found}) == len(found)
    return {course.package_id: course for course in found}


def test_one_of_two_servers_that_still_has_it_is_enough() -> None:
    found = courses(("p1",), (an_offer("p1", gone=True), an_offer("p1", account_id="b")))
    assert (found["p1"].account_id, found["p1"].gone) == ("b", False)


def test_what_has_come_counts_only_until_it_is_here() -> None:
    assert courses((), (an_offer("p1"),), received={"p1": 4})["p1"].received == 4
    assert courses(("p1",), (an_offer("p1"),), received={"p1": 4})["p1"].received == 0


def test_assigned_is_what_nobody_has_begun() -> None:
    offered = (an_offer("p1"),)
    assert courses((), offered, there=(told("p1"),))["p1"].assigned
    assert courses(("p1",), offered, (own("p1"),), (told("p1"),))["p1"].assigned
    assert not courses((), offered)["p1"].assigned
    assert not courses((), offered, there=(told("p1", completion="incomplete"),))["p1"].assigned
    assert not courses((), offered, there=(told("p1", time=1),))["p1"].assigned
    assert not courses(("p1",), offered, (own("p1", last_played_at=MORNING),), (told("p1"),))["p1"].assigned
    assert not courses(("p1",), offered, (own("p1", completion="completed"),), (told("p1"),))["p1"].assigned


def test_of_several_sessions_there_the_one_that_came_furthest_is_shown() -> None:
    there = (told("p1", session_id="a"), told("p1", session_id="b", completion="completed", time=5))
    session = courses((), (an_offer("p1"),), there=there)["p1"].session
    assert session is not None
    assert (session.id, session.completion, session.total_time) == ("b", "completed", 5)


def test_of_two_new_versions_the_one_that_is_here_goes_before() -> None:
    offered = (an_offer("p1"), an_offer("p2", "p1"), an_offer("p3", "p1"))
    assert courses(("p1",), offered)["p1"].newer == "p3"
    assert courses(("p1", "p2"), offered)["p1"].newer == "p2"


def test_a_version_that_is_gone_is_new_to_nobody() -> None:
    found = courses(("p1",), (an_offer("p1"), an_offer("p2", "p1", gone=True)))
    assert found["p1"].newer is None
    assert "p2" not in found


replacing = st.dictionaries(st.sampled_from(IDS), st.sampled_from((*IDS, "elsewhere", None)))


@given(replacing, st.sets(st.sampled_from(IDS)))
def test_whatever_servers_say_nothing_that_is_here_is_hidden_and_there_is_an_end(
    replaces: dict[str, str | None], here: set[str]
) -> None:
    offered = tuple(an_offer(package_id, older) for package_id, older in replaces.items())
    found = courses(tuple(sorted(here)), offered)
    assert here <= found.keys() <= here | replaces.keys()
    for course in found.values():
        assert course.newer != course.package_id
        assert course.updates != course.package_id
        assert course.updates is None or course.updates in here


def a_package(number: int, **more: object) -> dict[str, object]:
    content_hash = hashlib.sha256(str(number).encode()).hexdigest()
    document = {
        "id": package_id_of(content_hash),
        "content_hash": content_hash,
        "title": f"Course {number}",
        "edition": "1.2",
        "size": 100,
    }
    return {**document, **more}


def listed(*pages: object, cancelled: bool = False) -> list[CatalogPackage]:
    """What is made of these pages, of which each is asked for by its number."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=pages[int(request.url.params.get("cursor", "0"))])

    account = Account(id="a", address="http://server.test", name="Training", created_at=MORNING)
    with Remote(account, FixedKey("key"), httpx.MockTransport(answer)) as remote:
        return listing(remote, "a", lambda: cancelled)


def test_all_pages_are_read() -> None:
    found = listed(
        {"packages": [a_package(1, replaces="pkg_old")], "next_cursor": "1"},
        {"packages": [a_package(2)], "next_cursor": None},
    )
    assert [(it.title, it.replaces) for it in found] == [("Course 1", "pkg_old"), ("Course 2", None)]


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"id": "pkg_folder"}, id="not named by its content"),
        pytest.param({"content_hash": "../../etc"}, id="no hash"),
        pytest.param({"size": 0}, id="empty"),
        pytest.param({"size": True}, id="no size"),
        pytest.param({"size": 2**60}, id="endless"),
        pytest.param({"title": None}, id="no title"),
    ],
)
def test_what_a_device_cannot_take_in_is_passed_over(odd: dict[str, object]) -> None:
    assert [it.title for it in listed({"packages": [a_package(1, **odd), a_package(2), 7]})] == ["Course 2"]


@pytest.mark.parametrize("page", [[], {}, {"packages": 7}, {"packages": [], "next_cursor": "0"}])
def test_what_is_no_list_is_not_believed(page: object) -> None:
    with pytest.raises(NotTheServer):
        listed(page)


def test_reading_a_list_can_be_stopped() -> None:
    with pytest.raises(SyncCancelled):
        listed({"packages": []}, cancelled=True)
