import { inputFor } from "./inputs.js";
import { mark, points } from "./marking.js";
import { Pager } from "./pager.js";
import { objectives, questions } from "./questions.js";
import { questionPage } from "./question-page.js";
import { offerToGoOn } from "./reading.js";
import { showResult } from "./result.js";
import { connect } from "./scorm.js";
import { Shell } from "./shell.js";

const PASS_MARK = 0.8; // where the manifest does not say

const attempt = connect();
const { words } = attempt;
const passMark = words.passMark ?? PASS_MARK;
const fresh = () => ({ answers: {}, seconds: {}, submitted: false });
attempt.state = { best: 0, passed: false, tries: 1, ...fresh(), ...attempt.state };
document.querySelector("#pass-mark").textContent = `${Math.round(passMark * 100)}%`;

const result = document.querySelector("#result");
const inputs = new Map(questions.map((question) => [question.id, inputFor(question)]));
questions.forEach((question, index) =>
  result.before(questionPage(question, inputs.get(question.id), `Question ${index + 1} of ${questions.length}`)),
);

const shell = new Shell(attempt);
let shownAt = performance.now();

const pager = new Pager(shell, {
  onShow(page) {
    shownAt = performance.now();
    if (page === result && !attempt.state.submitted) submit();
    words.bookmark = page.id;
    if (page === result) showResult(result, attempt.state, passMark);
    shell.next.textContent = page.nextElementSibling === result ? "See my result" : "Next";
    shell.back.hidden = page === result;
    allowNext();
    attempt.save();
    offerToGoOn(shell, attempt, page === result ? farewell() : "");
  },
});

shell.next.addEventListener("click", keepTime, { capture: true });
shell.back.addEventListener("click", keepTime, { capture: true });
document.querySelector("main").addEventListener("input", keepAnswer);
document.querySelector("main").addEventListener("change", () => {
  keepAnswer();
  attempt.save();
});
document.querySelector("#retake").addEventListener("click", retake);
restore();
pager.start(attempt.state.submitted ? "result" : words.bookmark);

function currentQuestion() {
  return questions.find((question) => question.id === pager.current.dataset.question);
}

function allowNext() {
  const question = currentQuestion();
  shell.next.disabled = question !== undefined && inputs.get(question.id).value() === null;
}

function keepAnswer() {
  const question = currentQuestion();
  if (!question) return;
  const response = inputs.get(question.id).value();
  if (response === null) delete attempt.state.answers[question.id];
  else attempt.state.answers[question.id] = response;
  allowNext();
}

/** An order that was left as it stood is an answer too. */
function keepTime() {
  keepAnswer();
  const question = currentQuestion();
  if (!question) return;
  const { seconds } = attempt.state;
  const spent = (performance.now() - shownAt) / 1000;
  seconds[question.id] = Math.round(((seconds[question.id] ?? 0) + spent) * 100) / 100;
}

function restore() {
  for (const [id, response] of Object.entries(attempt.state.answers)) inputs.get(id)?.set(response);
}

/** Report every answer, every objective and the score; a better earlier try stands. */
function submit() {
  const { answers, seconds } = attempt.state;
  attempt.state.submitted = true;
  for (const question of questions) {
    const response = answers[question.id];
    const marked = mark(question, response);
    words.interaction({ ...question, response, result: marked, when: new Date(), seconds: seconds[question.id] ?? 0 });
  }
  const score = points(questions, answers);
  const scaled = score.raw / score.max;
  if (scaled < attempt.state.best || words.reviewing) return;
  attempt.state.best = scaled;
  attempt.state.passed = scaled >= passMark;
  for (const id of Object.keys(objectives)) {
    const part = points(questions, answers, id);
    words.objective({ id, ...part, passed: part.raw / part.max >= passMark });
  }
  words.complete();
  words.score({ ...score, passed: attempt.state.passed });
}

function retake() {
  Object.assign(attempt.state, fresh(), { tries: attempt.state.tries + 1 });
  for (const question of questions) {
    const page = document.querySelector(`[data-question="${question.id}"]`);
    const input = inputFor(question);
    inputs.get(question.id).node.replaceWith(input.node);
    inputs.set(question.id, input);
    pager.visited.delete(page.id);
  }
  pager.visited.delete(result.id);
  pager.show(1);
}

function farewell() {
  return attempt.state.passed ? "Passed! Continue with your certificate in the player." : "Look at your answers, then try again.";
}
