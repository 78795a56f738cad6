"""The window behind the calm line: what the server holds of each course, what happened, what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from connect_desktop.look.elided_label import ElidedLabel
from connect_desktop.look.icons import icon
from connect_desktop.look.typography import set_type
from connect_desktop.look.window_size import open_at
from connect_desktop.store.devices.sync_state import HistoryRow
from connect_desktop.sync.courses.offers import WantedCourse
from connect_desktop.sync.report import Quarantined, Question, Standing
from connect_desktop.ui.learner_name import spoken_name
from connect_desktop.ui.library_model import LibraryModel
from connect_desktop.ui.notice_board import NoticeBoard
from connect_desktop.ui.operation import Operation
from connect_desktop.ui.sync.account_actions import AccountActions
from connect_desktop.ui.sync.exchanges import Exchanges
from connect_desktop.ui.sync.history_page import HistoryPage
from connect_desktop.ui.sync.offer_bar import OfferBar
from connect_desktop.ui.sync.page_tabs import PageTabs
from connect_desktop.ui.sync.parts import SyncParts
from connect_desktop.ui.sync.questions_page import QuestionsPage
from connect_desktop.ui.sync.refused_page import RefusedPage
from connect_desktop.ui.sync.server_page import ServerPage
from connect_desktop.ui.sync.standing_card import StandingCard
from connect_desktop.ui.sync.state import AccountState, SyncState
from connect_desktop.ui.sync.tables import Table
from connect_desktop.ui.sync.words import row_of

_SIZE = (720, 600)
_ICON = 26
_HISTORY = 200


class _Content(Struct, frozen=True):
    """What only this window shows; `courses` are titles with what the server holds."""

    courses: Sequence[tuple[str, str, Standing]]
    history: Sequence[HistoryRow]
    refused: Sequence[Quarantined]
    wanted: Sequence[WantedCourse]


class SyncWindow(QDialog):
    """Shows `Exchanges` for the learner at hand."""

    def __init__(
        self,
        exchanges: Exchanges,
        library: LibraryModel,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._exchanges = exchanges
        self._library = library
        self._clock = clock
        self._account_id = ""
        self._changing = False
        self.setWindowTitle(self.tr("Sync"))
        open_at(self, *_SIZE)
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Server"))
        self.title = ElidedLabel()
        set_type(self.title, 1.25, bold=True)
        self.card = StandingCard()
        self.board = NoticeBoard()
        self.account_actions = AccountActions(exchanges, self.board, self)
        self.offer = OfferBar()
        self._giving: Operation[None] | None = None
        self.courses = Table(
            self.tr("Courses"),
            (self.tr("Course"), self.tr("On the server")),
            wide=1,
            empty=self.tr("What is begun stands here, with what the server has of it."),
        )
        self.questions = QuestionsPage(clock)
        self.refused = RefusedPage(clock)
        self.history = HistoryPage(clock)
        self.server = ServerPage()
        self.pages = PageTabs()
        self._lay_out()
        self._connect()
        self._show(exchanges.state)
        self.read()

    def read(self) -> None:
        """Read anew what only this window shows."""
        one = self._account()
        if one is None:
            return
        account = one.account
        begun = [(it.package, it.session) for it in self._library.courses if it.session is not None]

        def look(parts: SyncParts) -> _Content:
            service = parts.service
            return _Content(
                [(it.id, package.title, service.standing(account, it.id)) for package, it in begun if it is not None],
                service.history(account, _HISTORY),
                service.quarantined(account),
                parts.offers.wanted(account) if parts.offers is not None else (),
            )

        self._exchanges.ask(look, self).success(self._show_content).failure(self.account_actions.complain).start()

    def go_to(self, page: QWidget) -> None:
        """Show one of the pages."""
        self.pages.go_to(page)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.which)
        top.addWidget(self.title, 1)
        top.addStretch(0)
        for page, text in (
            (self.courses, self.tr("Courses")),
            (self.questions, self.tr("Questions")),
            (self.refused, self.tr("Refused")),
            (self.history, self.tr("History")),
            (self.server, self.tr("Server")),
        ):
            self.pages.add(page, text)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self.card)
        column.addWidget(self.offer)
        column.addWidget(self.board)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        exchanges = self._exchanges
        self.card.sync_asked.connect(exchanges.sync_now)
        self.card.sign_in_asked.connect(self._sign_in_again)
        self.card.stop_asked.connect(exchanges.stop)
        QShortcut(QKeySequence.StandardKey.Refresh, self, exchanges.sync_now)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        self.which.activated.connect(self._choose)
        self.questions.answered.connect(self._answer)
        self.offer.give_asked.connect(self._give)
        self.offer.stop_asked.connect(self._stop_giving)
        self.history.change_asked.connect(self._change_answer)
        self.refused.retry_asked.connect(self._retry)
        self.refused.export_asked.connect(self.account_actions.export)
        self.server.sign_in_asked.connect(self._sign_in_again)
        self.server.remove_asked.connect(self._ask_to_remove)
        self.server.linked.connect(self._link)
        self.server.all_learners_wanted.connect(self._sync_all_learners)
        exchanges.changed.connect(self._show)
        exchanges.looked.connect(self.read)
        exchanges.signed_in.connect(self._look_for_key)
        self._library.changed.connect(self.read)

    def _account(self) -> AccountState | None:
        state = self._exchanges.state
        return state.of(self._account_id) or next(iter(state.accounts), None)

    def _show(self, state: SyncState) -> None:
        one = self._account()
        if one is None:
            self.close()
            return
        if one.account.id != self._account_id:
            self._account_id = one.account.id
            self._look_for_key()
        self.title.set_text(one.account.name)
        self._show_choice(state)
        shared = len(self._library.learners) > 1
        self.card.show_account(one, state, self._clock(), shared=shared)
        self.server.show_account(one, self._library.learners)
        self.questions.show_state(state, self._about)
        changing = self._changing and bool(state.answered)
        self._count(self.questions, self.tr("Questions"), len(state.questions), also=changing)
        self._count(self.refused, self.tr("Refused"), one.standing.quarantined)

    def _show_choice(self, state: SyncState) -> None:
        names = [one.account.name for one in state.accounts]
        if names != [self.which.itemText(at) for at in range(self.which.count())]:
            self.which.clear()
            self.which.addItems(names)
        self.which.setVisible(len(names) > 1)
        self.title.setVisible(len(names) == 1)
        at = next((at for at, one in enumerate(state.accounts) if one.account.id == self._account_id), 0)
        self.which.setCurrentIndex(at)

    def _choose(self, at: int) -> None:
        accounts = self._exchanges.state.accounts
        if 0 <= at < len(accounts):
            self._account_id = accounts[at].account.id
            self._show(self._exchanges.state)
            self.read()
            self._look_for_key()

    def _count(self, page: QWidget, words: str, count: int, *, also: bool = False) -> None:
        said = f"{words} ({self.locale().toString(count)})" if count else words
        self.pages.tell(page, said, there=bool(count) or also)

    def _show_content(self, content: _Content) -> None:
        one = self._account()
        is_hub = one is not None and one.is_hub
        lines = [row_of(standing, is_hub=is_hub) for _, _, standing in content.courses]
        self.courses.headerItem().setText(1, self.tr("On the hub") if is_hub else self.tr("On the server"))
        self.courses.show_rows(
            [(it, (title, line.sentence)) for (it, title, _), line in zip(content.courses, lines, strict=True)],
            [icon(line.drawing, line.tone) for line in lines],
        )
        titles = {it.session_id: self._title_of(it.package_id) for it in content.refused}
        titles |= {session_id: title for session_id, title, _ in content.courses}
        learner = self._library.learner
        if learner is not None and len(self._library.learners) > 1:
            heading = self.tr("Courses of {learner}").format(learner=spoken_name(learner.name))
            self.courses.headerItem().setText(0, heading)
        elsewhere = self.tr("A course")
        self.history.show_history(
            content.history,
            lambda session_id: titles.get(session_id or "", elsewhere),
            self._exchanges.state.answered,
            self._about,
        )
        self.refused.show_refused(content.refused, self._title_of)
        if one is not None:
            self.offer.show_wanted(content.wanted, one.account.name)

    def _title_of(self, package_id: str) -> str:
        course = self._library.course(package_id)
        return course.package.title if course else self.tr("A course that is not on this device")

    def _about(self, question: Question) -> str:
        """The course, and whose it is where that is somebody else than who sits here."""
        title = self.tr("“{course}”").format(course=self._title_of(question.package_id))
        whose = next((it for it in self._library.learners if it.id == question.learner_id), None)
        if whose is None or whose == self._library.learner:
            return title
        return self.tr("{course} ({learner})").format(course=title, learner=spoken_name(whose.name))

    def _look_for_key(self) -> None:
        one = self._account()
        if one is None:
            return
        self._exchanges.place_of_key(one.account, self).success(self.server.show_key).start()

    def _change_answer(self, session_id: str) -> None:
        self._changing = True
        self._show(self._exchanges.state)
        self.go_to(self.questions)
        self.questions.go_to(session_id)

    def _answer(self, question: Question, launch_id: str) -> None:
        self._changing = True
        self.account_actions.answer(question, launch_id)

    def _give(self, package_id: str) -> None:
        one = self._account()
        if one is None:
            return
        self._giving = self._exchanges.give(one.account, package_id, self).progress(self.offer.show_progress)
        self._giving.failure(self.account_actions.complain).finished(self._end_giving).start()

    def _stop_giving(self) -> None:
        if self._giving is not None:
            self._giving.cancel()

    def _end_giving(self) -> None:
        self._giving = None
        self.offer.end()
        self.read()

    def _sign_in_again(self) -> None:
        if (one := self._account()) is not None:
            self.account_actions.sign_in_again(one.account)

    def _ask_to_remove(self) -> None:
        if (one := self._account()) is not None:
            self.account_actions.ask_to_remove(one)

    def _retry(self, session_id: str) -> None:
        if (one := self._account()) is not None:
            self.account_actions.retry(one.account, session_id)

    def _link(self, learner_id: str, user_id: str) -> None:
        if (one := self._account()) is not None:
            self.account_actions.link(one.account, learner_id, user_id)

    def _sync_all_learners(self, wanted: bool) -> None:
        if (one := self._account()) is not None:
            self.account_actions.sync_all_learners(one.account, wanted)
