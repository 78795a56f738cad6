"""What the web engine of this machine can do, found out by asking a real page."""

from __future__ import annotations

import json

import shiboken6
from msgspec import Struct, field
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, qWebEngineChromiumVersion

_PATIENCE = 20_000
_CODECS = {
    "MP3": 'audio/mpeg; codecs="mp3"',
    "Opus": 'audio/webm; codecs="opus"',
    "AAC": 'audio/mp4; codecs="mp4a.40.2"',
    "VP8": 'video/webm; codecs="vp8"',
    "VP9": 'video/webm; codecs="vp9"',
    "AV1": 'video/mp4; codecs="av01.0.05M.08"',
    "H.264": 'video/mp4; codecs="avc1.42E01E"',
}
_QUESTION = f"""JSON.stringify({{
  codecs: Object.fromEntries(Object.entries({json.dumps(_CODECS)}).map(
    ([name, type]) => [name, document.createElement(type.slice(0, 5)).canPlayType(type) === "probably"])),
  wasm: typeof WebAssembly === "object",
}})"""


class WebEngineAbilities(Struct, frozen=True):
    """`started` False means that no page could be shown at all; `codecs` says by name what films and sounds play."""

    started: bool
    chromium: str
    wasm: bool = False
    codecs: dict[str, bool] = field(default_factory=dict)


def probe_web_engine() -> WebEngineAbilities:
    """Show an empty page and ask it. Needs a QApplication; waits up to 20 s, in an event loop of its own."""
    profile = QWebEngineProfile()
    page = QWebEnginePage(profile)
    loop = QEventLoop()
    answers: list[str] = []

    def answered(answer: object) -> None:
        if isinstance(answer, str) and answer:
            answers.append(answer)
        loop.quit()

    page.loadFinished.connect(lambda loaded: page.runJavaScript(_QUESTION, answered) if loaded else loop.quit())
    page.renderProcessTerminated.connect(loop.quit)
    QTimer.singleShot(_PATIENCE, loop.quit)
    page.setHtml("<!doctype html><title>probe</title>")
    loop.exec()
    shiboken6.delete(page)  # a page must not outlive its profile
    chromium = str(qWebEngineChromiumVersion())
    if not answers:
        return WebEngineAbilities(started=False, chromium=chromium)
    told = json.loads(answers[0])
    return WebEngineAbilities(started=True, chromium=chromium, wasm=told["wasm"], codecs=told["codecs"])
