"""The library window, and what becomes of what is chosen there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from connect_desktop.desktop.players import Players
from connect_desktop.player.profile import ContentRights
from connect_desktop.runtime.library import Library, OpenedCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.rte.launch import Mode
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.operation import Failure, Operation
from connect_desktop.ui.ports import CourseServers, Play
from connect_desktop.ui.preferences import Preferences
from connect_desktop.ui.sharing import Sharing
from connect_desktop.ui.sync.exchanges import Exchanges
from connect_desktop.ui.sync.session_telling import SessionTelling
from connect_desktop.ui.sync.sync_corner import SyncCorner

if TYPE_CHECKING:
    from connect_desktop.player.window import PlayerWindow

_MODES = {Play.NORMAL: Mode.NORMAL, Play.RESTART: Mode.NORMAL, Play.BROWSE: Mode.BROWSE, Play.REVIEW: Mode.REVIEW}


class LibraryDesk:
    """Shows the library, opens what is asked for in player windows, and has what is learned there synced."""

    def __init__(
        self,
        library: Library,
        players: Players,
        preferences: Preferences,
        sharing: Sharing,
        exchanges: Exchanges,
        servers: CourseServers,
    ) -> None:
        self._library = library
        self.exchanges = exchanges
        self._players = players
        self._preferences = preferences
        # By package and learner; None while the course is being opened.
        self._playing: dict[tuple[str, str], PlayerWindow | None] = {}
        self.window = LibraryWindow(library, preferences, sharing=sharing, servers=servers)
        self.sync = SyncCorner(self.window, exchanges)
        if (offered := self.window.offered) is not None:
            exchanges.changed.connect(offered.follow)
            # A session that waited for its course comes with the next exchange.
            offered.arrived.connect(exchanges.sync_now)
        self.window.play_requested.connect(self._play)
        settling = Operation(lambda _progress: library.settle_cut_off_launches(), owner=self.window)
        settling.success(lambda _nothing: self.window.refresh()).failure(self._complain)
        # What died before it could end is sent as what it came to.
        settling.finished(exchanges.start).start()

    def dispose(self) -> None:
        """The program ends."""
        if self.window.offered is not None:
            self.window.offered.dispose()

    def _play(self, package_id: str, play: Play) -> None:
        """Play the course; where this learner has it open already, that window comes to the front: nobody means to
        answer in two. One that shows the end is done with."""
        learner = self.window.learner
        if learner is None:
            return
        who = (package_id, learner.id)
        player = self._playing.get(who)
        if player is not None and player.is_at_end:
            player.closed.connect(lambda: self._play(package_id, play))
            player.close()
            return
        if who in self._playing:
            _bring_forward(player)
            return
        self._playing[who] = None
        options = LaunchOptions(mode=_MODES[play])

        def show(opened: OpenedCourse) -> None:
            rights = ContentRights(network=self._preferences.may_use_network(learner.id))
            view = self._players.prepare(package_id, opened.reader, learner, rights)
            player = self._playing[who] = self._players.open(opened, view)
            player.closed.connect(lambda: self._playing.pop(who))
            player.closed.connect(self.window.refresh)
            for ended in (player.finished, player.closed):
                ended.connect(self.exchanges.launch_ended)
            SessionTelling(self.exchanges, opened.session.id, player).told.connect(player.say_saved)
            self.window.refresh()

        def regret(failure: Failure) -> None:
            self._playing.pop(who, None)
            self._complain(failure)

        Operation(
            lambda _progress: self._library.open(package_id, learner, options, anew=play is Play.RESTART),
            owner=self.window,
        ).success(show).failure(regret).start()

    def _complain(self, failure: Failure) -> None:
        self.window.actions_of_courses.complain(failure)


def _bring_forward(player: PlayerWindow | None) -> None:
    if player is not None:
        player.setWindowState(player.windowState() & ~Qt.WindowState.WindowMinimized)
        player.raise_()
        player.activateWindow()
