/** Which answers are right and what they add up to. Knows nothing of pages or players. */

/** `correct`, `incorrect`, or `neutral` for a question of opinion. */
export function mark(question, response) {
  if (question.correct.length === 0) return "neutral";
  return question.correct.some((pattern) => normal(pattern) === normal(response)) ? "correct" : "incorrect";
}

/** Points of all scored questions, or of one objective's: `{ raw, max }`. */
export function points(questions, answers, objective = null) {
  const scored = questions.filter(
    (question) => question.correct.length > 0 && (objective === null || question.objective === objective),
  );
  const right = scored.filter((question) => mark(question, answers[question.id]) === "correct");
  return { raw: right.length, max: scored.length };
}

/** A response in words, for the review. */
export function inWords({ type, options, from }, response) {
  if (type === "matching") return response.map(([left, right]) => `${from[left]}: ${options[right]}`).join("; ");
  if (type === "sequencing") return response.map((id) => options[id]).join(" → ");
  if (type === "choice") return response.map((id) => options[id]).join("; ");
  return options?.[response] ?? response;
}

function normal(response) {
  return JSON.stringify(response).toLowerCase();
}
