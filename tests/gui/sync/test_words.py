"""Every sentence about how it stands, in English and in German."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from connect_desktop.errors import ConnectError
from connect_desktop.look.translation import install_translation
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.sync_state import HistoryRow
from connect_desktop.sync.errors import NotTheServer, ServerBusy, ServerOutOfReach
from connect_desktop.sync.ports import Progress
from connect_desktop.sync.report import Outcome, Question, ResumePoint, Standing, Waiting
from connect_desktop.sync.upstream_standing import UpstreamStanding
from connect_desktop.ui.sync.history_words import choice_words, history_words
from connect_desktop.ui.sync.question_card import point_words
from connect_desktop.ui.sync.state import AccountState, SyncState
from connect_desktop.ui.sync.words import Doing, line_of, line_of_account, row_of, session_words

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
ACCOUNT = Account(id="acc_1", address="https://connect.example.com", name="School", created_at=NOW)
ALL_HELD = Standing(launches=3, held=3, sessions=1, seconds=2460.0, completion="completed", success="passed")
TWO_TO_SEND = replace(ALL_HELD, held=1)


def state_of(
    standing: Standing,
    outcome: Outcome | None = Outcome.DONE,
    error: ConnectError | None = None,
    *,
    running: Progress | None = None,
    online: bool = True,
) -> SyncState:
    one = AccountState(account=ACCOUNT, standing=standing, outcome=outcome, error=error, running=running)
    return SyncState(accounts=(one,), online=online, loaded=True)


@pytest.mark.parametrize(
    ("state", "sentence", "doing"),
    [
        (state_of(ALL_HELD), "All saved here. Server has 3 of 3 launches, 41 min, passed.", Doing.NOTHING),
        (
            state_of(replace(ALL_HELD, launches=1, held=1, success="unknown")),
            "All saved here. Server has the launch, 41 min, completed.",
            Doing.NOTHING,
        ),
        (
            state_of(replace(ALL_HELD, sessions=4, completion=None, success=None)),
            "All saved here. Server has 3 of 3 launches, 41 min.",
            Doing.NOTHING,
        ),
        (state_of(Standing()), "Connected to School.", Doing.NOTHING),
        (state_of(TWO_TO_SEND, online=False), "2 to send, waiting for network.", Doing.NOTHING),
        (
            state_of(TWO_TO_SEND, Outcome.WAITING, ServerOutOfReach("School")),
            "2 to send, waiting for the server.",
            Doing.NOTHING,
        ),
        (
            state_of(TWO_TO_SEND, Outcome.WAITING, ServerBusy("School", 503)),
            "2 to send, the server asks for time.",
            Doing.NOTHING,
        ),
        (
            state_of(TWO_TO_SEND, Outcome.WAITING, NotTheServer("School")),
            "2 to send, this network may ask to sign in first.",
            Doing.NOTHING,
        ),
        (
            state_of(replace(TWO_TO_SEND, waiting={Waiting.NO_COURSE_THERE: 1})),
            "2 to send, the server does not have the course yet.",
            Doing.NOTHING,
        ),
        (state_of(TWO_TO_SEND), "2 to send, soon.", Doing.NOTHING),
        (
            state_of(ALL_HELD, online=False),
            "All saved here. Server has 3 of 3 launches, 41 min, passed.",
            Doing.NOTHING,
        ),
        (
            state_of(ALL_HELD, Outcome.WAITING, ServerOutOfReach("School")),
            "All saved here; waiting for the server.",
            Doing.NOTHING,
        ),
        (state_of(TWO_TO_SEND, Outcome.SIGN_IN), "Sign in again to send 2 launches.", Doing.SIGN_IN),
        (state_of(replace(TWO_TO_SEND, held=2), Outcome.SIGN_IN), "Sign in again to send one launch.", Doing.SIGN_IN),
        (state_of(ALL_HELD, Outcome.SIGN_IN), "Sign in again to sync with School.", Doing.SIGN_IN),
        (
            state_of(ALL_HELD, Outcome.NOT_ALLOWED),
            "The key for School may not write any more; everything is kept here.",
            Doing.SIGN_IN,
        ),
        (state_of(TWO_TO_SEND, running=Progress(0, 0)), "Syncing with School…", Doing.NOTHING),
        (state_of(TWO_TO_SEND, running=Progress(12, 40)), "Syncing: 12 of 40 courses…", Doing.NOTHING),
        (
            state_of(replace(TWO_TO_SEND, quarantined=1)),
            "All saved here. The server refuses one course.",
            Doing.LOOK,
        ),
        (
            state_of(replace(TWO_TO_SEND, quarantined=3)),
            "All saved here. The server refuses 3 courses.",
            Doing.LOOK,
        ),
    ],
)
def test_the_one_line(state: SyncState, sentence: str, doing: Doing) -> None:
    line = line_of(state)
    assert (line.sentence, line.doing) == (sentence, doing)


def test_a_question_comes_before_all_that_mends_itself() -> None:
    question = Question(session_id="s", package_id="p", points=())
    asked = replace(state_of(TWO_TO_SEND), questions=(question,))
    assert line_of(asked).doing is Doing.ANSWER
    assert "two places" in line_of(asked).sentence
    assert "2 courses" in line_of(replace(asked, questions=(question, question))).sentence


def test_of_several_accounts_the_one_that_needs_a_person_is_told() -> None:
    other = AccountState(
        account=replace(ACCOUNT, id="acc_2", name="Hub"), standing=TWO_TO_SEND, outcome=Outcome.SIGN_IN
    )
    both = replace(state_of(ALL_HELD), accounts=(*state_of(ALL_HELD).accounts, other))
    assert line_of(both).sentence == "Hub: Sign in again to send 2 launches."


def test_what_a_learner_reads_where_a_course_ends() -> None:
    assert session_words(ALL_HELD) == "All saved here. Server has 3 of 3 launches, 41 min, passed."
    assert session_words(TWO_TO_SEND) == "Saved here, 2 to send. Server has 1 of 3 launches, 41 min, passed."
    assert session_words(Standing()) == ""
    assert "refuses" in session_words(Standing(launches=1, quarantined=1))
    assert "does not have this course" in session_words(Standing(launches=1, waiting={Waiting.NO_COURSE_THERE: 1}))


def test_a_row_says_only_what_the_server_has() -> None:
    assert row_of(ALL_HELD).sentence == "Server has 3 of 3 launches, 41 min, passed"
    assert "another version" in row_of(Standing(launches=1, waiting={Waiting.OTHER_CONTENT: 1})).sentence


@pytest.mark.parametrize(
    ("code", "details", "sentence"),
    [
        ("run", {"outcome": "done", "sent": 2, "received": 1}, "2 sent, 1 received."),
        ("run", {"outcome": "done", "sent": 0, "received": 4}, "4 received."),
        ("run", {"outcome": "done", "sent": 0, "received": 0}, "Nothing new."),
        ("run", {"outcome": "cancelled", "sent": 2, "received": 0}, "2 sent. Stopped."),
        ("run", {"outcome": "sign-in"}, "The server asked for a valid key."),
        ("run", {"outcome": "not-allowed"}, "The key may not write."),
        (
            "run",
            {"outcome": "waiting", "error": {"code": "server-out-of-reach", "message": "x"}},
            "The server could not be reached.",
        ),
        (
            "run",
            {"outcome": "waiting", "error": {"code": "disk-full", "message": "The disk is full."}},
            "The disk is full.",
        ),
        ("quarantined", {}, "The server refused “Golf”; everything is kept here."),
    ],
)
def test_what_happened(code: str, details: dict[str, object], sentence: str) -> None:
    row = HistoryRow(id="1", at=NOW, code=code, session_id="s", details=details)
    assert history_words(row, "Golf") == sentence


@pytest.mark.parametrize("code", ["server-restored", "device-copied", "forked"])
def test_what_happens_seldom_is_a_sentence_too(code: str) -> None:
    words = history_words(HistoryRow(id="1", at=NOW, code=code, session_id="s", details={}), "Golf")
    assert words.endswith(".")
    assert code == "server-restored" or "Golf" in words


def above(**values: Any) -> SyncState:
    told = replace(UpstreamStanding(name="Cloud", reachable=True, launches=3, held=2), **values)
    state = state_of(ALL_HELD)
    return replace(state, accounts=(replace(state.accounts[0], upstream=told),))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "the server above it, Cloud, has 2 of 3."),
        ({"launches": 2}, "the server above it, Cloud, has 2 of 3."),
        ({"held": 3}, "the server above it, Cloud, has it too."),
        ({"held": 0}, "on its way to the server above it, Cloud."),
        ({"reachable": False}, "the server above it, Cloud, gets it when the hub is online."),
        ({"launches": 9, "held": 8}, "on its way to the server above it, Cloud."),
    ],
)
def test_of_a_hub_the_server_above_it_is_told_too(values: dict[str, Any], said: str) -> None:
    assert line_of(above(**values)).sentence == f"All saved here. Hub has 3 of 3 launches, 41 min, passed; {said}"


def test_an_exchange_that_nobody_asked_for_is_told_of_once_it_has_something_to_do() -> None:
    quiet = above(held=3)
    looking, sending = (
        replace(quiet, accounts=(replace(quiet.accounts[0], running=running, quietly=True),))
        for running in (Progress(0, 0), Progress(0, 2))
    )
    assert (line_of(looking), looking.shown, looking.running) == (line_of(quiet), False, True)
    assert (line_of(sending).sentence, sending.shown) == ("Syncing: 0 of 2 courses…", True)


def test_the_line_is_about_the_learner_who_is_chosen_and_the_window_about_all() -> None:
    state = state_of(TWO_TO_SEND)
    one = replace(state.accounts[0], mine=ALL_HELD)
    others = Question(session_id="s", package_id="p", points=(), learner_id="ben")
    state = replace(state, accounts=(one,), learner_id="ada", questions=(others,))
    assert line_of(state).sentence == "All saved here. Server has 3 of 3 launches, 41 min, passed."
    assert line_of_account(one, state).doing is Doing.ANSWER
    assert line_of_account(one, replace(state, questions=())).sentence == "2 to send, soon."
    assert line_of(replace(state, learner_id="ben")).doing is Doing.ANSWER


def test_both_sides_of_a_question_are_told_in_words() -> None:
    here = ResumePoint(
        launch_id="l",
        here=True,
        started_at=NOW - timedelta(hours=1),
        ended_at=NOW - timedelta(minutes=30),
        seconds=1500,
        location="page-12",
    )
    assert point_words(here, NOW) == ("On this device", "30 min ago · 25 min · at “page-12”")
    scored = replace(here, completion="completed", success="failed", scaled=0.35)
    assert point_words(scored, NOW)[1] == "30 min ago · 25 min · failed with 35 % · at “page-12”"
    assert point_words(replace(here, completion="incomplete"), NOW)[1].split(" · ")[2] == "in progress"
    where, how_far = point_words(replace(here, here=False, location="x" * 200, seconds=0.0), NOW)
    assert where == "On another device"
    assert len(how_far) < 80


def test_what_was_chosen_is_history() -> None:
    point = ResumePoint(launch_id="l", here=False, started_at=NOW, ended_at=NOW, seconds=0.0, location="")
    question = Question(session_id="s", package_id="p", points=(point,), answer="l", answered_at=NOW)
    assert choice_words(question, "“Golf”") == "“Golf” goes on from where another device was."
    here = replace(question, points=(replace(point, here=True),))
    assert choice_words(here, "“Golf”") == "“Golf” goes on from where this device was."


def test_in_german(qapp: QApplication, own_language_afterwards: None) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    install_translation(qapp, QLocale("de_DE"))
    assert line_of(state_of(ALL_HELD)).sentence == (
        "Hier ist alles gespeichert. Der Server hat 3 von 3 Durchgängen, 41 min, bestanden."
    )
    assert line_of(state_of(TWO_TO_SEND, online=False)).sentence == "2 zu senden, wartet auf Netz."
    assert line_of(above()).sentence == (
        "Hier ist alles gespeichert. Der Hub hat 3 von 3 Durchgängen, 41 min, bestanden; "
        "der Server darüber, Cloud, hat 2 von 3."
    )


def test_a_german_sentence_that_ends_with_a_time_ends_once(qapp: QApplication, own_language_afterwards: None) -> None:
    install_translation(qapp, QLocale("de_DE"))
    sentence = line_of(state_of(replace(ALL_HELD, completion="", success=""))).sentence
    assert sentence.endswith("41 min.")
