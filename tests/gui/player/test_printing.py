"""Content calls `window.print()`, and people press Ctrl+P: what is shown is printed, and nothing waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from connect_desktop.look.translation import install_translation
from connect_desktop.player.printing.content_printing import ContentPrinting
from connect_desktop.player.printing.print_dialog import PrintDialog
from connect_desktop.player.window import PlayerWindow
from tests.full_disk_for_tests import no_file_grows_beyond
from tests.gui.player.printed import PaperTray, Pdf
from tests.gui.player.small_course import SmallCourse, SmallPackage
from tests.gui.player.stage import Stage

CONTENT = "document.querySelector('iframe').contentWindow"
TWO_PAGES = (
    "<!doctype html><title>My / certificate</title><p>Well done</p><p style='break-before: page'>See you</p>"
    "<iframe name=inner src=inner.html></iframe>"
)
PAGES = {"sco.html": TWO_PAGES, "inner.html": "<!doctype html><title></title><p>Only the inner one</p>"}

LANDSCAPE = "<style>@media print { @page { size: landscape } }</style><p>x"


def play(stage: Stage, pages: dict[str, str | bytes] | None = None, *, tray: Path | None = None) -> PlayerWindow:
    """A window on a course of one page, with a printer that puts its sheets into `tray`, or none at all."""
    window = stage.window(SmallCourse(), SmallPackage(pages or PAGES))
    window.printing = ContentPrinting(window, "Small course", window.course_view.read, PaperTray(tray))
    window.printing.saved.connect(window._say_saved_as)
    window.printing.sent.connect(window._say_sent)
    window.start()
    stage.until(lambda: window.course_view.is_loaded)
    return window


def asked(stage: Stage, window: PlayerWindow) -> PrintDialog:
    """The dialog, as soon as it shows its pages."""
    stage.until(lambda: window.printing.dialog is not None and bool(window.printing.dialog.content))
    assert window.printing.dialog is not None
    return window.printing.dialog


def shown(stage: Stage, window: PlayerWindow) -> Pdf:
    return Pdf(asked(stage, window).content)


class TestWhatIsPrinted:
    def test_a_sco_prints_itself_and_goes_on_meanwhile(self, stage: Stage) -> None:
        window = play(stage)
        stage.evaluate(window.course_view, f"{CONTENT}.print()")
        assert shown(stage, window).texts == ["Well done", "See you Only the inner one"]
        assert stage.evaluate(window.course_view, "1 + 1") == 2

    def test_a_frame_in_it_prints_itself_alone(self, stage: Stage) -> None:
        window = play(stage)
        stage.evaluate(window.course_view, f"{CONTENT}.frames.inner.print()")
        assert shown(stage, window).texts == ["Only the inner one"]

    def test_the_top_window_stands_for_the_content(self, stage: Stage) -> None:
        """Content that looks for the API often prints its `top` too: nothing of the player is on paper."""
        window = play(stage)
        stage.evaluate(window.course_view, f"{CONTENT}.top.print()")
        assert shown(stage, window).texts == ["Well done", "See you Only the inner one"]

    def test_a_window_that_was_opened_to_be_printed_and_is_closed_at_once(self, stage: Stage) -> None:
        window = play(stage)
        stage.evaluate(
            window.course_view,
            f"""(() => {{
              const paper = {CONTENT}.open("", "", "width=400,height=300");
              paper.document.write("<title>For Ada</title><h1>Certificate</h1>");
              paper.document.close();
              paper.focus();
              paper.print();
              paper.close();
            }})()""",
        )
        assert shown(stage, window).texts == ["Certificate"]
        stage.until(lambda: not window.course_view.popups.windows)
        assert asked(stage, window).isVisible()

    def test_a_page_in_a_window_prints_itself_and_closes_after_it(self, stage: Stage) -> None:
        page = (
            "<!doctype html><p>From a window</p><script>onafterprint = () => close(); onload = () => print()</script>"
        )
        window = play(stage, {**PAGES, "window.html": page})
        stage.evaluate(window.course_view, f"{CONTENT}.eval(\"void setTimeout(() => open('window.html'))\")")
        assert shown(stage, window).texts == ["From a window"]
        stage.until(lambda: not window.course_view.popups.windows)

    def test_one_thing_at_a_time(self, stage: Stage) -> None:
        """Content has been seen to print in a loop."""
        window = play(stage)
        stage.evaluate(window.course_view, f"for (let i = 0; i < 5; i++) {CONTENT}.print()")
        first = asked(stage, window)
        stage.evaluate(window.course_view, f"{CONTENT}.print()")
        assert window.findChildren(PrintDialog) == [first]

    @pytest.mark.parametrize(
        "changes",
        [
            "const all = document.body.innerHTML; document.body.innerHTML = '<b>Part of it</b>' + picture; print();"
            "document.body.innerHTML = all",
            "document.body.className = 'paper'; print(); document.body.className = ''",
        ],
    )
    def test_what_was_put_together_for_it_and_taken_apart_at_once(self, stage: Stage, changes: str) -> None:
        """In a browser `print()` ends when all is printed."""
        page = f"""<!doctype html><link rel="stylesheet" href="paper.css">
          <style id="style"></style><p class="all">All of it</p><p class="part">Part of it</p>
          <canvas hidden></canvas>
          <script>
            const picture = "<select><option>No<option selected>Chosen</select>";
            style.sheet.insertRule(".paper .all {{ display: none }}");
            function printPart() {{ {changes} }}
          </script>"""
        window = play(stage, {"sco.html": page, "paper.css": "b, .paper .part { text-transform: uppercase }"})
        stage.evaluate(window.course_view, f"{CONTENT}.printPart()")
        dialog = asked(stage, window)
        text = Pdf(dialog.content).texts[0]
        assert text.startswith("PART OF IT")
        assert "All of it" not in text
        dialog.way.setCurrentIndex(1)
        stage.until(lambda: Pdf(dialog.content).millimetres[0] > 250)
        assert Pdf(dialog.content).texts[0] == text
        dialog.reject()
        stage.until(lambda: stage.evaluate(window.course_view, f"{CONTENT}.length") == 0)
        assert stage.evaluate(window.course_view, f"{CONTENT}.document.body.innerText").startswith("All of it")

    def test_a_page_that_prints_itself_and_goes(self, stage: Stage) -> None:
        window = play(stage, {**PAGES, "sco.html": "<!doctype html><p>First</p>"})
        stage.evaluate(window.course_view, f"{CONTENT}.print(); {CONTENT}.location = '/inner.html'")
        stage.until(lambda: window.printing.dialog is not None)
        dialog = window.printing.dialog
        assert dialog is not None

        def is_answered() -> bool:
            """The engine may never print again what it was at when it went: that is said then."""
            shown = bool(dialog.content) and Pdf(dialog.content).texts[0] in ("First", "Only the inner one")
            return shown or dialog.sentence.text().startswith("This page cannot be printed")

        stage.until(is_answered)
        dialog.way.setCurrentIndex(1)
        stage.until(is_answered)
        dialog.reject()
        stage.until(lambda: window.printing.dialog is None)

    def test_a_page_that_makes_itself_ready_for_paper_by_its_events(self, stage: Stage) -> None:
        script = "onbeforeprint = () => ready.hidden = false; onafterprint = () => ready.hidden = true"
        window = play(stage, {"sco.html": f"<!doctype html><p hidden id=ready>Ready</p><script>{script}</script>"})
        stage.evaluate(window.course_view, f"{CONTENT}.print()")
        assert shown(stage, window).texts == ["Ready"]

    def test_a_pdf_that_content_shows(self, stage: Stage) -> None:
        """The engine dies when told to print a frame with one."""
        window = play(stage)
        window.print_seen()
        pdf = asked(stage, window).content
        window = play(
            stage, {"sco.html": "<iframe src=a.pdf style='width: 100%; height: 90vh'></iframe>", "a.pdf": pdf}
        )
        viewer = window.course_view.player_page.content_frame
        stage.until(lambda: bool(viewer().children()) and bool(viewer().children()[0].children()))
        for whose in ("", ".frames[0]"):
            stage.evaluate(window.course_view, f"{CONTENT}{whose}.print()")
            assert asked(stage, window).content == pdf
            asked(stage, window).reject()


class TestByKey:
    def test_what_is_seen_of_the_course(self, stage: Stage) -> None:
        player = "<!doctype html><style>body { margin: 0 }</style><p>Frame of a player</p>"
        inside = "<iframe src=inner.html style='width: 100vw; height: 90vh; border: 0'></iframe>"
        window = play(stage, {**PAGES, "sco.html": player + inside})
        QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        assert shown(stage, window).texts == ["Only the inner one"]

    def test_what_a_window_of_content_shows(self, stage: Stage) -> None:
        window = play(stage)
        stage.evaluate(window.course_view, f"{CONTENT}.eval(\"void setTimeout(() => open('inner.html'))\")")
        view = window.course_view
        stage.until(lambda: bool(view.popups.windows) and view.popups.windows[0].page.url().path() == "/inner.html")
        popup = view.popups.windows[0]
        with stage.qtbot.waitSignal(popup.view.loadFinished, raising=False, timeout=500):
            pass
        QTest.keyClick(popup, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        assert shown(stage, window).texts == ["Only the inner one"]

    def test_nothing_is_open(self, stage: Stage) -> None:
        window = stage.window(SmallCourse(), SmallPackage(PAGES))
        window.print_seen()
        assert window.notice == "Nothing of the course is open that could be printed."
        assert not window.surroundings.header.print.isEnabled()


class TestPaper:
    @pytest.mark.parametrize(
        ("page", "there", "way", "size"),
        [
            ("<p>x", QPageSize.PageSizeId.A4, False, (210, 297)),
            ("<p>x", QPageSize.PageSizeId.Letter, True, (279, 216)),
            (
                "<style>@media print { @page { size: landscape } }</style><p>x",
                QPageSize.PageSizeId.Letter,
                False,
                (279, 216),
            ),
            ("<style>@page { size: A5; margin: 0 }</style><p>x", QPageSize.PageSizeId.A4, True, (148, 210)),
        ],
    )
    def test_is_what_is_chosen_unless_the_page_says_otherwise(
        self, stage: Stage, page: str, there: QPageSize.PageSizeId, way: bool, size: tuple[int, int]
    ) -> None:
        window = play(stage, {"sco.html": f"<!doctype html>{page}"})
        window.print_seen()
        dialog = asked(stage, window)
        dialog.paper.setCurrentIndex(dialog.paper.findData(there))
        dialog.way.setCurrentIndex(dialog.way.findData(way))
        stage.until(lambda: Pdf(dialog.content).millimetres == pytest.approx(size, abs=1))

    @pytest.mark.parametrize(
        ("said", "margin"),
        [("", 10), ("margin: 1in 2cm", 25.4), ("margin: 0", 0), ("size: A4; margin-top: 72pt", 25.4)],
    )
    def test_has_margins_on_each_page(self, stage: Stage, said: str, margin: float) -> None:
        black = (
            "<style>body { margin: 0 } div { height: 10mm; background: black; break-after: page }</style><div></div>"
        )
        window = play(stage, {"sco.html": f"<!doctype html><style>@page {{ {said} }}</style>{black * 2}<p>"})
        window.print_seen()
        pdf = shown(stage, window)
        for page in (0, 1):
            picture = pdf.picture(page)
            column = [picture.pixelColor(picture.width() // 2, y).lightness() < 128 for y in range(picture.height())]
            assert column.index(True) / 72 * 25.4 == pytest.approx(margin, abs=1)

    def test_leaves_nothing_behind_in_the_page(self, stage: Stage) -> None:
        window = play(stage)
        window.print_seen()
        asked(stage, window)
        sheets = f"{CONTENT}.document.adoptedStyleSheets.length + {CONTENT}.document.styleSheets.length"
        stage.until(lambda: stage.evaluate(window.course_view, sheets) == 0)


class TestSaving:
    def test_a_pdf_named_after_the_page(self, stage: Stage, tmp_path: Path) -> None:
        window = play(stage)
        stage.evaluate(window.course_view, f"{CONTENT}.print()")
        dialog = asked(stage, window)
        dialog.save.click()
        where = dialog.findChild(QFileDialog)
        assert where is not None
        assert Path(where.selectedFiles()[0]).name == "My certificate.pdf"
        where.reject()
        dialog.save_to(tmp_path / "My certificate.pdf")
        stage.until(lambda: window.printing.dialog is None)
        assert Pdf((tmp_path / "My certificate.pdf").read_bytes()).texts[0] == "Well done"
        assert window.notice == f"My certificate.pdf is saved in {tmp_path}."

    def test_a_full_disk_is_said_and_what_was_there_stays(self, stage: Stage, tmp_path: Path) -> None:
        window = play(stage)
        window.print_seen()
        dialog = asked(stage, window)
        file = tmp_path / "kept.pdf"
        file.write_bytes(b"earlier")
        with no_file_grows_beyond(1000):
            dialog.save_to(file)
            stage.until(lambda: dialog.sentence.isVisible() and "full" in dialog.sentence.text())
        assert dialog.sentence.text() == "The disk is full: free some space and try again."
        assert [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()] == [b"earlier"]
        dialog.save_to(file)
        stage.until(lambda: window.printing.dialog is None)
        assert Pdf(file.read_bytes()).texts[0] == "Well done"

    def test_a_folder_that_takes_nothing_is_said(self, stage: Stage, tmp_path: Path) -> None:
        window = play(stage)
        window.print_seen()
        dialog = asked(stage, window)
        (tmp_path / "file").write_text("no folder")
        dialog.save_to(tmp_path / "file" / "it.pdf")
        stage.until(lambda: "cannot be written" in dialog.sentence.text())
        assert dialog.save.isEnabled()


class TestOnPaper:
    def test_it_comes_out_of_the_printer(self, stage: Stage, tmp_path: Path) -> None:
        window = play(stage, tray=tmp_path / "sheets.pdf")
        window.print_seen()
        dialog = asked(stage, window)
        assert not dialog.sentence.isVisible()
        dialog.print.click()
        stage.until(lambda: window.printing.dialog is None)
        assert len(Pdf((tmp_path / "sheets.pdf").read_bytes()).texts) == 2
        assert window.notice.startswith("It is on its way to the printer")

    def test_a_printer_that_takes_nothing_is_said(self, stage: Stage, tmp_path: Path) -> None:
        window = play(stage, tray=tmp_path / "not there" / "sheets.pdf")
        window.print_seen()
        dialog = asked(stage, window)
        dialog.print.click()
        stage.until(lambda: dialog.sentence.text() not in ("", "Printing…"))
        assert dialog.sentence.text().startswith("The printer did not take it")
        assert dialog.print.isEnabled()

    def test_without_a_printer_there_is_the_pdf(self, stage: Stage) -> None:
        window = play(stage)
        window.print_seen()
        dialog = asked(stage, window)
        assert dialog.sentence.text().startswith("There is no printer on this computer.")
        assert not dialog.print.isEnabled()
        assert dialog.save.isEnabled()
        assert dialog.save.isDefault()


def test_what_cannot_be_printed_any_more_is_said(stage: Stage) -> None:
    window = play(stage)
    window.print_seen()
    dialog = asked(stage, window)
    stage.evaluate(window.course_view, "document.querySelector('iframe').remove()")
    dialog.way.setCurrentIndex(1)
    stage.until(lambda: dialog.content == b"")
    assert dialog.sentence.text().startswith("This page cannot be printed")
    assert not dialog.save.isEnabled()


@pytest.mark.usefixtures("own_language_afterwards")
def test_it_speaks_german(qapp: QApplication, stage: Stage) -> None:
    install_translation(qapp, QLocale("de_DE"))
    window = play(stage)
    window.print_seen()
    dialog = asked(stage, window)
    assert dialog.windowTitle() == "Drucken"
    assert [dialog.paper.accessibleName(), dialog.way.accessibleName()] == ["Papier", "Ausrichtung"]
    assert dialog.save.text() == "Als PDF speichern…"


def test_a_window_closes_though_it_was_about_to_print(stage: Stage) -> None:
    window = play(stage)
    stage.evaluate(window.course_view, f"{CONTENT}.print()")
    asked(stage, window)
    with stage.qtbot.waitSignal(window.closed):
        window.close()
