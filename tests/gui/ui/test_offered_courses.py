"""Courses of servers in the library window: seen, downloaded, stopped, gone on with, removed - and nothing of it where
there is no server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from connect_desktop.look.theme import Scheme, apply_theme
from connect_desktop.look.translation import install_translation
from connect_desktop.runtime.library import LibraryCourse
from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.courses.catalog import CatalogCourse
from connect_desktop.sync.courses.server_courses import Unheard
from connect_desktop.sync.errors import DownloadInterrupted, KeyMissing, ServerOutOfReach
from connect_desktop.ui.course_downloads import CourseDownloads, Phase
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.notice import Tone
from connect_desktop.ui.offer_card import OfferCard
from connect_desktop.ui.offered_courses import OfferedCourses
from connect_desktop.ui.preferences import Preferences
from connect_desktop.ui.shelf_items import Shown
from connect_desktop.ui.sync.state import AccountState, SyncState
from tests.gui.ui.conftest import nothing_shared
from tests.gui.ui.fake_library import NOW, FakeLibrary, a_package, a_session, some_courses
from tests.gui.ui.fake_servers import ACCOUNT, FakeServers, an_offer
from tests.gui.ui.shown import button, notices, titles

OpenServed = Callable[[FakeServers], LibraryWindow]


@pytest.fixture
def open_served(qtbot: QtBot, preferences: Preferences) -> OpenServed:
    """Open the window on a library and its servers, and wait until these were asked."""

    def open_on(servers: FakeServers) -> LibraryWindow:
        window = LibraryWindow(
            servers.library, preferences, sharing=nothing_shared(), servers=servers, clock=lambda: NOW
        )
        qtbot.addWidget(window)
        window.show()
        if servers.servers:
            qtbot.waitUntil(lambda: servers.looks == 1 and not offered(window).downloads.is_looking)
        qtbot.waitUntil(lambda: window.model.loaded and window.shelf.is_filled)
        return window

    return open_on


def offered(window: LibraryWindow) -> OfferedCourses:
    assert window.offered is not None
    return window.offered


def offer_of(window: LibraryWindow, number: int) -> OfferCard:
    card = window.shelf.offer(f"pkg_{number:04}")
    assert card is not None
    return card


def an_older(number: int, newer: int) -> CatalogCourse:
    return replace(an_offer(number), here=True, newer=f"pkg_{newer:04}")


def test_without_a_server_nothing_of_it_is_seen(open_served: OpenServed) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()), servers=(), offers=[an_offer(20)])
    servers.known = {"pkg_0005": replace(an_offer(5), here=True, assigned=True)}
    window = open_served(servers)
    assert len(titles(window)) == len(some_courses())
    assert not offered(window).bar.isVisible()
    assert not offered(window).space.isVisible()
    assert "Assigned" not in "".join(card.accessibleDescription() for card in window.shelf.grid.cards)
    assert servers.looks == 0


def test_what_is_assigned_and_what_is_new_comes_before_what_only_lies_there(open_served: OpenServed) -> None:
    servers = FakeServers(FakeLibrary(shelf=[*some_courses()[:2], LibraryCourse(package=a_package(9, "Ladders"))]))
    servers.offers = [
        an_offer(30, "Welding"),
        an_offer(31, "Golf Explained 2", updates="pkg_0001"),
        an_offer(32, "Forklift", assigned=True),
        an_offer(33, "Archery"),
    ]
    window = open_served(servers)
    assert titles(window) == [
        "Golf Explained",
        "Datenschutz",
        "Forklift",
        "Golf Explained 2",
        "Ladders",
        "Archery",
        "Welding",
    ]
    assert offer_of(window, 32).accessibleDescription().startswith("Assigned to you, SCORM 2004 4th Edition")
    assert "Not on this device yet" in offer_of(window, 30).accessibleDescription()
    assert "12.4 MB, Training" in offer_of(window, 30).accessibleDescription()


def test_a_download_that_nothing_comes_of_says_so_until_something_does(qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(), offers=[an_offer(20, "Forklift")])
    servers.gate.clear()
    passed = [0.0]
    owner = QWidget()
    qtbot.addWidget(owner)
    downloads = CourseDownloads(servers, owner, now=lambda: passed[0])
    downloads.start("pkg_0020")

    def phase() -> Phase | None:
        download = downloads.of("pkg_0020")
        return download.phase if download else None

    qtbot.waitUntil(lambda: phase() is Phase.RUNNING)
    passed[0] = 4.9
    downloads.look_for_quiet()
    assert phase() is Phase.RUNNING
    passed[0] = 5.0
    downloads.look_for_quiet()
    assert phase() is Phase.QUIET
    card = OfferCard(an_offer(20, "Forklift"), "Training", lambda: NOW)
    qtbot.addWidget(card)
    card.show_download(downloads.of("pkg_0020"))
    assert "Waiting for the server…" in card.accessibleDescription()
    assert card.is_coming
    with qtbot.waitSignal(downloads.arrived):
        servers.gate.set()


def test_a_course_is_downloaded_by_the_keyboard(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:2]), offers=[an_offer(20, "Forklift")])
    servers.gate.clear()
    window = open_served(servers)
    card = offer_of(window, 20)
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Downloading…" in card.accessibleDescription())
    assert "3.1 MB of 12.4 MB" in card.accessibleDescription()
    assert button(card, "Cancel").accessibleName() == "Cancel: Forklift"
    with qtbot.waitSignal(offered(window).arrived):
        servers.gate.set()
    qtbot.waitUntil(lambda: window.shelf.card("pkg_0020") is not None)
    assert window.shelf.offer("pkg_0020") is None
    # The keyboard stands on the course where it stood on the offer.
    assert window.focusWidget() is window.shelf.card("pkg_0020")
    assert notices(window)[0].sentence == "“Forklift” is ready."


def test_a_download_is_stopped_and_gone_on_with(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:2]), offers=[an_offer(20, "Forklift")])
    servers.gate.clear()
    window = open_served(servers)
    button(offer_of(window, 20), "Download").click()
    qtbot.waitUntil(lambda: offered(window).downloads.of("pkg_0020") is not None)
    qtbot.waitUntil(lambda: "Downloading…" in offer_of(window, 20).accessibleDescription())
    with qtbot.waitSignal(offered(window).downloads.idle):
        QTest.keyClick(offer_of(window, 20), Qt.Key.Key_Escape)
        assert "Stopping…" in offer_of(window, 20).accessibleDescription()
    qtbot.waitUntil(lambda: "Paused" in offer_of(window, 20).accessibleDescription())
    servers.gate.set()
    with qtbot.waitSignal(offered(window).arrived):
        button(offer_of(window, 20), "Go on").click()


def test_what_has_come_can_be_thrown_away(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:2]), offers=[an_offer(20, received=3_000_000)])
    window = open_served(servers)
    menu = offer_of(window, 20).menu()
    (discard,) = (action for action in menu.actions() if action.text() == "Discard what has come")
    discard.trigger()
    menu.close()
    qtbot.waitUntil(lambda: "Paused" not in offer_of(window, 20).accessibleDescription())
    assert servers.forgotten == ["pkg_0020"]
    assert button(offer_of(window, 20), "Download").isVisible()


def test_a_download_that_failed_says_why_and_is_tried_again(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:2]), offers=[an_offer(20, "Forklift")])
    servers.refusal = DownloadInterrupted("Training", "Forklift")
    window = open_served(servers)
    button(offer_of(window, 20), "Download").click()
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert notices(window)[0].tone is Tone.DANGER
    assert notices(window)[0].sentence.startswith("Training cannot be reached now; “Forklift” goes on")
    assert "Interrupted" in offer_of(window, 20).accessibleDescription()
    servers.refusal = None
    with qtbot.waitSignal(offered(window).arrived):
        button(offer_of(window, 20), "Try again").click()
    # The complaint has gone with the reason for it.
    assert [notice.tone for notice in notices(window)] == [Tone.SUCCESS]


def test_one_sees_what_one_wants_to_see(open_served: OpenServed) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:1]))
    servers.offers = [an_offer(20, "Forklift", assigned=True), an_offer(21, "Welding")]
    window = open_served(servers)
    kinds = offered(window).bar.kinds
    kinds[Shown.HERE].click()
    assert titles(window) == ["Golf Explained"]
    kinds[Shown.ELSEWHERE].click()
    assert titles(window) == ["Forklift", "Welding"]
    kinds[Shown.ASSIGNED].click()
    assert titles(window) == ["Forklift"]
    kinds[Shown.ALL].click()
    assert titles(window) == ["Golf Explained", "Forklift", "Welding"]


def test_a_choice_that_has_nothing_left_gives_way_to_all(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:1]), offers=[an_offer(20, "Forklift")])
    window = open_served(servers)
    offered(window).bar.kinds[Shown.ELSEWHERE].click()
    with qtbot.waitSignal(offered(window).arrived):
        button(offer_of(window, 20), "Download").click()
    qtbot.waitUntil(lambda: titles(window) == ["Golf Explained", "Forklift"])
    assert offered(window).bar.shown is Shown.ALL
    assert not offered(window).bar.kinds[Shown.HERE].isVisible()


def test_a_server_that_is_away_is_said_with_the_age_of_what_is_shown(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:1]), offers=[an_offer(20)])
    servers.unheard = [Unheard(ACCOUNT, ServerOutOfReach("Training"))]
    window = open_served(servers)
    bar = offered(window).bar
    qtbot.waitUntil(lambda: bar.state.accessibleName().startswith("Offline"))
    assert bar.state.accessibleName().startswith("Offline: the courses of Training as of Today, ")
    assert "cannot be reached" in bar.state.accessibleDescription()
    servers.unheard = [Unheard(ACCOUNT, KeyMissing("Training"))]
    bar.again.click()
    qtbot.waitUntil(lambda: bar.state.accessibleName().startswith("Not signed in: the courses of Training as of "))
    servers.unheard = []
    bar.again.click()
    qtbot.waitUntil(lambda: not bar.state.accessibleName())
    assert servers.looks == 3


def test_the_old_version_leads_to_the_new_one(open_served: OpenServed) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:2]), offers=[an_offer(21, "Golf 2", updates="pkg_0001")])
    servers.known = {"pkg_0001": an_older(1, 21)}
    window = open_served(servers)
    old = window.shelf.card("pkg_0001")
    assert old is not None
    assert old.accessibleDescription().startswith("Older version")
    menu = old.menu()
    (go,) = (action for action in menu.actions() if action.text() == "Go to the new version")
    go.trigger()
    menu.close()
    assert window.focusWidget() is offer_of(window, 21)


def test_what_can_be_had_again_goes_without_a_question(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:2]))
    servers.known = {"pkg_0001": replace(an_offer(1), here=True)}
    window = open_served(servers)
    card = window.shelf.card("pkg_0001")
    assert card is not None
    QTest.keyClick(card, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: servers.library.removed == ["pkg_0001"])
    assert not window.findChildren(QMessageBox)
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert notices(window)[0].sentence.endswith("1.0 MB are free again; you can download it at any time.")


def test_what_cannot_be_had_again_is_asked_about(open_served: OpenServed) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:2]))
    window = open_served(servers)
    card = window.shelf.card("pkg_0001")
    assert card is not None
    QTest.keyClick(card, Qt.Key.Key_Delete)
    (box,) = window.findChildren(QMessageBox)
    assert box.informativeText().startswith("No server has it: it cannot be downloaded again.")
    box.reject()
    assert servers.library.removed == []


def test_one_sees_what_takes_how_much_room_and_makes_some(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:3]))
    servers.known = {"pkg_0002": replace(an_offer(2), here=True)}
    window = open_served(servers)
    dialog = offered(window).show_space()
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.total.text() == "Courses take 3.0 MB on this device"
    (remove,) = (it for it in dialog.findChildren(QPushButton) if it.accessibleName() == "Remove Datenschutz")
    remove.click()
    qtbot.waitUntil(lambda: dialog.total.text() == "Courses take 2.0 MB on this device")
    dialog.reject()


def test_servers_are_asked_anew_when_one_has_come(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:1]), offers=[an_offer(20)])
    later, servers.servers = servers.servers, ()
    window = open_served(servers)
    assert servers.looks == 0
    servers.servers = later
    account = Account(id=ACCOUNT, address="http://server.test", name="Training", created_at=NOW)
    offered(window).follow(SyncState(accounts=(AccountState(account=account),), loaded=True))
    qtbot.waitUntil(lambda: servers.looks == 1)
    qtbot.waitUntil(lambda: window.shelf.offer("pkg_0020") is not None)


def test_where_a_server_says_the_learner_stands_is_shown_before_the_course_is_here(open_served: OpenServed) -> None:
    session = a_session(20, completion="incomplete", total_time=90_000)
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:1]), offers=[an_offer(20, session=session)])
    window = open_served(servers)
    assert "In progress" in offer_of(window, 20).accessibleDescription()


def test_leaving_stops_downloads_without_waiting_for_them_to_end(open_served: OpenServed, qtbot: QtBot) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:1]), offers=[an_offer(20)])
    servers.gate.clear()
    window = open_served(servers)
    button(offer_of(window, 20), "Download").click()
    qtbot.waitUntil(lambda: "Downloading…" in offer_of(window, 20).accessibleDescription())
    offered(window).dispose()
    state = offered(window).downloads.of("pkg_0020")
    assert state is None or state.phase is Phase.STOPPING
    qtbot.waitUntil(lambda: offered(window).downloads.running == 0)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.usefixtures("own_language_afterwards")
def test_nothing_is_cut_off_in_german_in_a_narrow_window(
    qapp: QApplication, open_served: OpenServed, scheme: Scheme
) -> None:
    install_translation(qapp, QLocale("de_AT"))
    apply_theme(qapp, scheme)
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:2]))
    servers.offers = [
        an_offer(20, "Stapler", assigned=True),
        an_offer(21, updates="pkg_0001"),
        an_offer(22, received=5_000_000),
    ]
    window = open_served(servers)
    window.resize(640, 700)
    qapp.processEvents()
    for widget in (*window.shelf.grid.findChildren(QAbstractButton), *offered(window).bar.kinds.values()):
        if widget.isVisible():
            assert widget.width() >= widget.minimumSizeHint().width(), widget.text()
            assert widget.accessibleName() or widget.text()
    assert offer_of(window, 20).accessibleDescription().startswith("Ihnen zugewiesen")
    assert button(offer_of(window, 20), "Herunterladen").isVisible()


def test_every_control_has_a_name(open_served: OpenServed) -> None:
    servers = FakeServers(FakeLibrary(shelf=some_courses()[:2]), offers=[an_offer(20, received=1)])
    window = open_served(servers)
    controls = [*offer_of(window, 20).findChildren(QAbstractButton), *offered(window).bar.findChildren(QAbstractButton)]
    assert all(control.accessibleName() or control.text() for control in controls)
    menus = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    assert menus == []
