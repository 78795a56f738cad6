/** The result page: the score, the objectives, and every answer beside the right one. */

import { element } from "./element.js";
import { inWords, mark, points } from "./marking.js";
import { objectives, questions } from "./questions.js";

const SAID = { correct: "Right", incorrect: "Not right", neutral: "Thank you" };

export function showResult(page, { answers, best, passed, tries }, passMark) {
  const { raw, max } = points(questions, answers);
  const percent = Math.round((raw / max) * 100);
  const now = raw / max >= passMark;
  page.dataset.outcome = now ? "passed" : "failed";
  page.querySelector("h1").textContent = now ? "You passed" : "Not yet";
  page.querySelector("#dial").style.setProperty("--share", raw / max);
  page.querySelector("#percent").textContent = `${percent}%`;
  page.querySelector("#verdict").textContent = verdict({ raw, max, now, passed, best, tries, passMark });
  page.querySelector("#objectives").replaceChildren(...Object.entries(objectives).map((entry) => bar(entry, answers)));
  page.querySelector("#answers").replaceChildren(...questions.map((question) => answer(question, answers[question.id])));
}

function verdict({ raw, max, now, passed, best, tries, passMark }) {
  const sum = `${raw} of ${max} answers are right; ${Math.round(passMark * 100)}% are needed.`;
  if (now) return tries > 1 ? `${sum} It took ${tries} tries, and now you know it.` : `${sum} At the first try!`;
  return passed ? `${sum} Your earlier, better result of ${Math.round(best * 100)}% stands.` : sum;
}

function bar([id, title], answers) {
  const { raw, max } = points(questions, answers, id);
  return element("li", {}, [title, element("meter", { value: raw, max, "aria-label": title }), element("b", {}, `${raw}/${max}`)]);
}

function answer(question, response) {
  const marked = mark(question, response);
  const lines = [["Your answer", inWords(question, response)]];
  if (marked === "incorrect") lines.push(["Right answer", inWords(question, question.correct[0])]);
  return element("li", { "data-result": marked }, [
    element("p", { class: "asked" }, [element("b", { class: "marked" }, SAID[marked]), question.text]),
    element("dl", {}, lines.flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)])),
    element("p", { class: "aside" }, question.why),
  ]);
}
