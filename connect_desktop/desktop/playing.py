"""One course played in its window, from a path or an id to the closed window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from PySide6.QtCore import QEventLoop

from connect_desktop.desktop.application import create_application, dress
from connect_desktop.desktop.play_request import PlayRequest
from connect_desktop.paths import DataPaths
from connect_desktop.player.engine import start_engine
from connect_desktop.player.later import later
from connect_desktop.ui.preferences import Preferences

if TYPE_CHECKING:
    from connect_desktop.desktop.asked_course import AskedCourse
    from connect_desktop.runtime.library import OpenedCourse
    from connect_desktop.runtime.session_document import SessionDocument

T = TypeVar("T")


class Played(Struct, frozen=True, kw_only=True):
    """What came of it: the session as the REST API gives it; a script's screenshots and what its `eval`s found."""

    session: SessionDocument
    screenshots: tuple[Path, ...] = ()
    values: tuple[Any, ...] = ()


def play_course(paths: DataPaths, request: PlayRequest, progress: Callable[[int, int], None]) -> Played:
    """Play one course in its window until that is closed; raises `ConnectError`.

    What needs no window is done aside: the course is found while the web engine starts, and opened while its page does.
    """
    application = create_application(watched=request.script is None)
    steps = _steps(request.script)
    with ExitStack() as open_things, ThreadPoolExecutor(max_workers=1) as aside:
        finding = aside.submit(_find, open_things, paths, request, progress)
        opening = aside.submit(_open, finding)
        start_engine()
        preferences = Preferences(paths.settings)
        asked = finding.result()
        from connect_desktop.desktop.players import Players
        from connect_desktop.player.profile import ContentRights

        players = Players(application, paths)
        open_things.callback(players.dispose)
        rights = ContentRights(network=preferences.may_use_network(asked.learner.id))
        view = players.prepare(asked.package_id, asked.reader, asked.learner, rights)
        dress(application, preferences)
        opened = _awaited(opening)
        window = players.open(opened, view)
        if steps is None:
            application.exec()
            return Played(session=asked.session(opened))
        from connect_desktop.desktop.scripted import play_steps

        performance = play_steps(window, steps, request.screenshots)
        return Played(session=asked.session(opened), screenshots=performance.screenshots, values=performance.values)


def _find(
    open_things: ExitStack, paths: DataPaths, request: PlayRequest, progress: Callable[[int, int], None]
) -> AskedCourse:
    from connect_desktop.desktop.asked_course import find_course

    return open_things.enter_context(find_course(paths, request, progress))


def _open(finding: Future[AskedCourse]) -> OpenedCourse:
    # Read before they are needed: the engine takes its time, and there is another core.
    from connect_desktop.desktop import players  # noqa: F401
    from connect_desktop.player import window  # noqa: F401

    return finding.result().open()


def _awaited(future: Future[T]) -> T:
    """What comes of it; the page goes on loading meanwhile."""
    loop = QEventLoop()
    quit_ = later(loop, loop.quit)
    future.add_done_callback(lambda _: quit_())
    loop.exec()
    return future.result()


def _steps(script: Path | None) -> list[dict[str, str]] | None:
    if script is None:
        return None
    from connect_desktop.desktop.scripted import read_steps

    return read_steps(script)
