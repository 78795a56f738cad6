"""The sample course uses the API as good content does, in both editions."""

from __future__ import annotations

import pytest

from connect_desktop.packages.sample import SAMPLE_EDITIONS
from connect_desktop.scorm.cam.course import Edition
from connect_desktop.scorm.rte.launch import InitialObjective, SharedDatum
from tests.gui.sample.conftest import OpenPart
from tests.gui.sample.part import Call, SamplePart

OLD, NEW = SAMPLE_EDITIONS
editions = pytest.mark.parametrize("edition", SAMPLE_EDITIONS)


def _status(part: SamplePart) -> tuple[str | None, ...]:
    names = (
        ("cmi.core.lesson_status",)
        if "cmi.core.lesson_status" in part.values
        else (
            "cmi.completion_status",
            "cmi.success_status",
        )
    )
    return tuple(part.values.get(name) for name in names)


def _answer_all(part: SamplePart, *, overboard: str = "Life ring", blasts: str = "7") -> None:
    """Answer the quiz from its first question to its result; all is right but what is given otherwise."""
    part.until("document.querySelector('#ask-first_act.current') !== null")
    part.click("#ask-first_act [value=b]", "#next")
    part.write("#ask-short_blasts input", blasts)
    part.click("#next")
    part.click("#ask-take_along [value=a]", "#ask-take_along [value=b]", "#ask-take_along [value=d]", "#next")
    part.click("#ask-use_lift [value=false]", "#next")
    part.click("[data-step=a] [data-move=up]", "[data-step=b] [data-move=up]", "[data-step=b] [data-move=up]", "#next")
    part.click(*(f"[name=colours-{left}][value={right}]" for left, right in ("1b", "2a", "3d", "4c")), "#next")
    part.write("#ask-throw_it input", overboard)
    part.click("#next")
    part.click("#ask-feel_ready [value='4']", "#next")
    part.until("document.querySelector('#result.current') !== null")


@editions
def test_a_lesson_is_complete_when_every_page_was_seen(open_part: OpenPart, edition: Edition) -> None:
    lesson = open_part(edition, "lesson")
    assert _status(lesson)[0] == "incomplete"
    lesson.click(*["#next"] * 6)
    assert _status(lesson)[0] == "completed"
    assert lesson.values["cmi.core.lesson_location" if edition is OLD else "cmi.location"] == "deck"
    assert lesson.refused == []


def test_progress_is_measured_page_by_page(open_part: OpenPart) -> None:
    lesson = open_part(NEW, "lesson")
    assert float(lesson.values["cmi.progress_measure"]) == pytest.approx(1 / 7, abs=1e-6)
    lesson.click(*["#next"] * 6)
    assert float(lesson.values["cmi.progress_measure"]) == 1


@editions
def test_every_page_is_committed(open_part: OpenPart, edition: Edition) -> None:
    lesson = open_part(edition, "lesson")
    before = lesson.called("Commit")
    lesson.click("#next", "#next")
    assert lesson.called("Commit") == before + 2


@editions
def test_leaving_says_goodbye_once_and_asks_to_be_resumed(open_part: OpenPart, edition: Edition) -> None:
    lesson = open_part(edition, "lesson")
    lesson.leave()
    assert lesson.called("Terminate") + lesson.called("Finish") == 1
    assert lesson.values["cmi.core.exit" if edition is OLD else "cmi.exit"] == "suspend"
    assert lesson.session_time > 0
    assert lesson.refused == []


@editions
def test_the_learner_is_back_on_the_page_with_its_note(open_part: OpenPart, edition: Edition) -> None:
    lesson = open_part(edition, "lesson")
    lesson.click("#next")
    lesson.write("#note-signal", "Zwölf Töne,\n“laut”")
    lesson.leave()
    lesson.launch()
    assert lesson.evaluate("document.querySelector('.page.current').id") == "signal"
    assert lesson.evaluate("document.querySelector('#note-signal').value") == "Zwölf Töne,\n“laut”"
    assert lesson.evaluate("document.querySelectorAll('.steps .seen').length") == 1


@editions
def test_a_note_half_written_when_the_lid_closes_is_kept(open_part: OpenPart, edition: Edition) -> None:
    lesson = open_part(edition, "lesson")
    lesson.evaluate(
        "const field = document.querySelector('#note-muster'); field.value = 'Deck 4';"
        "field.dispatchEvent(new Event('input', { bubbles: true }))"
    )
    lesson.leave()
    assert "Deck 4" in lesson.values["cmi.suspend_data"]


@editions
def test_a_note_on_every_page_fits_the_smallest_suspend_data(open_part: OpenPart, edition: Edition) -> None:
    lesson = open_part(edition, "lesson")
    for page in lesson.evaluate("[...document.querySelectorAll('.page')].map((page) => page.id)"):
        lesson.write(f"#note-{page}", "ä" * 400)
    lesson.click(*["#next"] * 6)
    assert len(lesson.values["cmi.suspend_data"]) <= 4096
    assert lesson.refused == []


@editions
def test_the_welcome_greets_by_given_name_and_names_the_ship(open_part: OpenPart, edition: Edition) -> None:
    welcome = open_part(edition, "welcome")
    assert welcome.evaluate("document.querySelector('#hello h1').innerText") == "Welcome aboard, Ada"
    assert welcome.evaluate("document.querySelector('#ship').textContent") == "MV Aurora"
    welcome.click("#next", "#next")
    assert _status(welcome)[0] == "completed"


@editions
def test_a_quiz_is_passed_with_one_wrong_answer(open_part: OpenPart, edition: Edition) -> None:
    quiz = open_part(edition, "quiz")
    quiz.click("#next")
    _answer_all(quiz, overboard="rope")
    values = quiz.values
    if edition is OLD:
        assert _status(quiz) == ("passed",)
        assert values["cmi.core.score.raw"] == "86"
        assert values["cmi.core.score.max"] == "100"
        assert values["cmi.objectives.2.status"] == "failed"
    else:
        assert _status(quiz) == ("completed", "passed")
        assert float(values["cmi.score.scaled"]) == pytest.approx(6 / 7, abs=1e-6)
        assert (values["cmi.score.raw"], values["cmi.score.max"]) == ("6", "7")
        assert values["cmi.objectives.2.success_status"] == "failed"
    assert [values[f"cmi.objectives.{index}.id"] for index in range(3)] == ["alarm", "fire", "overboard"]
    assert quiz.refused == []


@editions
def test_every_type_of_interaction_is_reported_in_the_words_of_its_edition(
    open_part: OpenPart, edition: Edition
) -> None:
    quiz = open_part(edition, "quiz")
    quiz.click("#next")
    _answer_all(quiz, overboard="rope")
    response = "student_response" if edition is OLD else "learner_response"
    reported = [
        tuple(quiz.values[f"cmi.interactions.{index}.{name}"] for name in ("type", response, "result"))
        for index in range(8)
    ]
    wrong = "wrong" if edition is OLD else "incorrect"
    in_both = [("numeric", "7", "correct"), ("fill-in", "rope", wrong), ("likert", "4", "neutral")]
    assert [reported[index] for index in (1, 6, 7)] == in_both
    assert [reported[index] for index in (0, 2, 3, 4, 5)] == (
        [
            ("choice", "b", "correct"),
            ("choice", "a,b,d", "correct"),
            ("true-false", "f", "correct"),
            ("sequencing", "a,b,c,d", "correct"),
            ("matching", "1.b,2.a,3.d,4.c", "correct"),
        ]
        if edition is OLD
        else [
            ("choice", "b", "correct"),
            ("choice", "a[,]b[,]d", "correct"),
            ("true-false", "false", "correct"),
            ("sequencing", "a[,]b[,]c[,]d", "correct"),
            ("matching", "1[.]b[,]2[.]a[,]3[.]d[,]4[.]c", "correct"),
        ]
    )


@editions
def test_a_failed_quiz_can_be_taken_again_and_the_better_result_stands(open_part: OpenPart, edition: Edition) -> None:
    quiz = open_part(edition, "quiz")
    quiz.click("#next")
    _answer_all(quiz, overboard="rope", blasts="3")
    assert "failed" in _status(quiz)
    quiz.click("#retake")
    _answer_all(quiz)
    assert "passed" in _status(quiz)
    quiz.click("#retake")
    _answer_all(quiz, overboard="rope", blasts="3")
    assert "passed" in _status(quiz)
    assert quiz.values["cmi.core.score.raw" if edition is OLD else "cmi.score.raw"] == (
        "100" if edition is OLD else "7"
    )
    assert quiz.values["cmi.interactions.23.id"] == "feel_ready"
    assert quiz.refused == []


@editions
def test_a_finished_quiz_comes_back_with_its_review(open_part: OpenPart, edition: Edition) -> None:
    quiz = open_part(edition, "quiz")
    quiz.click("#next")
    _answer_all(quiz, overboard="rope")
    quiz.leave()
    quiz.launch()
    quiz.click("#open-review")
    assert quiz.evaluate("document.querySelector('.page.current').id") == "result"
    results = quiz.evaluate("[...document.querySelectorAll('#answers > li')].map((answer) => answer.dataset.result)")
    assert results == ["correct"] * 6 + ["incorrect", "neutral"]
    assert "rope" in quiz.evaluate("document.querySelector('#answers').innerText")


@editions
def test_half_a_quiz_comes_back_with_its_answers(open_part: OpenPart, edition: Edition) -> None:
    quiz = open_part(edition, "quiz")
    quiz.click("#next", "#ask-first_act [value=d]", "#next")
    quiz.write("#ask-short_blasts input", "5")
    quiz.leave()
    quiz.launch()
    assert quiz.evaluate("document.querySelector('.page.current').dataset.question") == "short_blasts"
    assert quiz.evaluate("document.querySelector('#short_blasts').value") == "5"
    assert quiz.evaluate("document.querySelector('#ask-first_act :checked').value") == "d"


def test_nothing_can_be_skipped_unanswered(open_part: OpenPart) -> None:
    quiz = open_part(NEW, "quiz")
    quiz.click("#next")
    assert quiz.evaluate("document.querySelector('#next').disabled") is True
    quiz.click("#ask-first_act [value=a]", "#next")
    quiz.write("#ask-short_blasts input", "seven")
    assert quiz.evaluate("document.querySelector('#next').disabled") is True


@editions
def test_the_certificate_bears_the_learners_name_and_completes(open_part: OpenPart, edition: Edition) -> None:
    certificate = open_part(edition, "certificate")
    assert certificate.evaluate("document.querySelector('#learner').textContent") == "Ada Lovelace"
    assert _status(certificate)[0] == "completed"
    certificate.leave()
    assert certificate.refused == []


def test_the_certificate_shows_what_other_parts_shared(open_part: OpenPart) -> None:
    certificate = open_part(NEW, "certificate")
    certificate.leave()
    certificate.objectives = (InitialObjective(identifier="fire", scaled="0.5"),)
    certificate.shared_data = (SharedDatum(target="notes", value="Deck 4\nStairs B", writable=False),)
    certificate.launch()
    assert "Fire and signs" in certificate.evaluate("document.querySelector('#strengths').innerText")
    assert "50%" in certificate.evaluate("document.querySelector('#strengths').innerText")
    assert certificate.evaluate("document.querySelector('#notes p').textContent") == "Deck 4\nStairs B"


def test_notes_are_shared_with_the_certificate(open_part: OpenPart) -> None:
    lesson = open_part(NEW, "lesson")
    lesson.leave()
    lesson.shared_data = (SharedDatum(target="notes"),)
    lesson.launch()
    lesson.write("#note-muster", "Deck 4")
    assert Call("SetValue", ("adl.data.0.store", "Deck 4"), "true", 0) in lesson.calls


def test_where_the_player_lets_it_content_goes_on_by_itself(open_part: OpenPart) -> None:
    welcome = open_part(NEW, "welcome")
    welcome.click("#next", "#next", "#go-on")
    assert welcome.navigation_request == "continue"
    assert welcome.called("Terminate") == 1
    welcome.leave()
    assert welcome.called("Terminate") == 1


def test_in_scorm_12_the_learner_is_told_to_go_on_in_the_player(open_part: OpenPart) -> None:
    welcome = open_part(OLD, "welcome")
    welcome.click("#next", "#next")
    assert welcome.evaluate("document.querySelector('#go-on').hidden") is True
    assert "in your player" in welcome.evaluate("document.querySelector('#hint').innerText")
