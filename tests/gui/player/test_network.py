"""No content reaches the network, by whichever way: a server that listens is never called."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtNetwork import QHostAddress, QTcpServer
from pytestqt.qtbot import QtBot

from tests.gui.player.small_course import SmallCourse, SmallPackage
from tests.gui.player.stage import Stage

ASK = "fetch('http://HOST/', {mode: 'no-cors'}).then(() => answer('reached'), () => answer('refused'))"
SOCKET = """
  const socket = new WebSocket('ws://HOST/');
  socket.onopen = () => answer('reached'); socket.onerror = () => answer('refused');
"""
SHARED = "onconnect = (event) => { const answer = (said) => event.ports[0].postMessage(said); WORK }"
DEDICATED = "const answer = postMessage; WORK"
LISTEN_SHARED = "globalThis.worker = new SharedWorker(SOURCE); worker.port.onmessage = (event) => answer(event.data);"
LISTEN_DEDICATED = "globalThis.worker = new Worker(SOURCE); worker.onmessage = (event) => answer(event.data);"
PAGE = """<script>
  const answer = (said) => parent.API.LMSSetValue('said', said);
  try { WORK } catch (error) { answer('refused'); }
</script>"""


@pytest.fixture
def server(qtbot: QtBot) -> Iterator[QTcpServer]:
    listening = QTcpServer()
    assert listening.listen(QHostAddress.SpecialAddress.LocalHost)
    yield listening
    listening.close()


@pytest.mark.parametrize("work", [ASK, SOCKET], ids=["fetch", "socket"])
@pytest.mark.parametrize(
    ("page", "worker"),
    [
        (PAGE, ""),
        (PAGE.replace("WORK", LISTEN_DEDICATED.replace("SOURCE", "'worker.js'")), DEDICATED),
        (PAGE.replace("WORK", LISTEN_SHARED.replace("SOURCE", "'worker.js'")), SHARED),
        (PAGE.replace("WORK", LISTEN_SHARED.replace("SOURCE", "URL.createObjectURL(new Blob([`WORKER`]))")), SHARED),
    ],
    ids=["page", "worker", "shared worker", "shared worker from a blob"],
)
def test_nothing_is_asked_of_a_server_that_listens(
    stage: Stage, server: QTcpServer, page: str, worker: str, work: str
) -> None:
    work = work.replace("HOST", f"127.0.0.1:{server.serverPort()}")
    worker = worker.replace("WORK", work)
    course = SmallCourse()
    package = SmallPackage({"sco.html": page.replace("WORKER", worker).replace("WORK", work), "worker.js": worker})
    flow, _ = stage.flow(course, package)
    flow.begin()
    stage.until(lambda: "said" in course.values.get("sco.html", {}))
    assert course.values["sco.html"]["said"] == "refused"
    assert not server.hasPendingConnections()


def test_content_that_may_use_the_network_reaches_it(stage: Stage, server: QTcpServer) -> None:
    stage.allow(network=True)
    work = ASK.replace("HOST", f"127.0.0.1:{server.serverPort()}")
    flow, _ = stage.flow(SmallCourse(), SmallPackage({"sco.html": PAGE.replace("WORK", work)}))
    with stage.qtbot.waitSignal(server.newConnection, timeout=8000):
        flow.begin()
