/** The course's words in SCORM 1.2. What 1.2 has no element for is left out. */

const RESULTS = { correct: "correct", incorrect: "wrong", neutral: "neutral" };
const FINAL = ["completed", "passed", "failed"];

export class Scorm12 {
  #calls;

  constructor(calls) {
    this.#calls = calls;
  }

  start() {
    if (!FINAL.includes(this.#status)) this.#status = "incomplete";
  }

  get learnerName() {
    return this.#calls.get("cmi.core.student_name");
  }

  get reviewing() {
    return this.#calls.get("cmi.core.lesson_mode") === "review";
  }

  get launchData() {
    return this.#calls.get("cmi.launch_data");
  }

  /** The share of points that passes, 0..1, or null where the manifest does not say. */
  get passMark() {
    const score = this.#calls.get("cmi.student_data.mastery_score");
    return score === "" ? null : Number(score) / 100;
  }

  get bookmark() {
    return this.#calls.get("cmi.core.lesson_location");
  }

  set bookmark(place) {
    this.#calls.set("cmi.core.lesson_location", place);
  }

  get suspendData() {
    return this.#calls.get("cmi.suspend_data");
  }

  set suspendData(text) {
    this.#calls.set("cmi.suspend_data", text);
  }

  get #status() {
    return this.#calls.get("cmi.core.lesson_status");
  }

  set #status(status) {
    this.#calls.set("cmi.core.lesson_status", status);
  }

  progress() {}

  complete() {
    if (!FINAL.includes(this.#status)) this.#status = "completed";
  }

  score({ raw, max, passed }) {
    this.#setScore("cmi.core", raw, max);
    this.#status = passed ? "passed" : "failed";
  }

  objective({ id, raw, max, passed }) {
    const element = `cmi.objectives.${this.#objectiveIndex(id)}`;
    this.#calls.set(`${element}.id`, id);
    this.#setScore(element, raw, max);
    this.#calls.set(`${element}.status`, passed ? "passed" : "failed");
  }

  /** SCORM 1.2 has no way to hand scores of one SCO to another. */
  objectiveScores() {
    return new Map();
  }

  interaction({ id, type, objective, correct, response, result, when, seconds }) {
    const element = `cmi.interactions.${this.#calls.get("cmi.interactions._count")}`;
    this.#calls.set(`${element}.id`, id);
    this.#calls.set(`${element}.type`, type);
    if (objective) this.#calls.set(`${element}.objectives.0.id`, objective);
    this.#calls.set(`${element}.time`, clock(when.getHours() * 3600 + when.getMinutes() * 60 + when.getSeconds()));
    this.#calls.set(`${element}.weighting`, result === "neutral" ? 0 : 1);
    correct.forEach((pattern, index) =>
      this.#calls.set(`${element}.correct_responses.${index}.pattern`, feedback(type, pattern)),
    );
    this.#calls.set(`${element}.student_response`, feedback(type, response));
    this.#calls.set(`${element}.result`, RESULTS[result]);
    this.#calls.set(`${element}.latency`, timespan(seconds));
  }

  get sharedNotes() {
    return "";
  }

  set sharedNotes(_text) {}

  /** SCORM 1.2 content cannot ask to go on: the learner does, in the player. */
  get canContinue() {
    return false;
  }

  requestContinue() {}

  leave(seconds) {
    this.#calls.set("cmi.core.session_time", timespan(seconds));
    this.#calls.set("cmi.core.exit", "suspend");
  }

  /** A score is a percentage here, for that is what the player holds against the mastery score. */
  #setScore(element, raw, max) {
    this.#calls.set(`${element}.score.raw`, Math.round((raw / max) * 100));
    this.#calls.set(`${element}.score.min`, 0);
    this.#calls.set(`${element}.score.max`, 100);
  }

  #objectiveIndex(id) {
    const count = Number(this.#calls.get("cmi.objectives._count"));
    const ids = Array.from({ length: count }, (_, index) => this.#calls.get(`cmi.objectives.${index}.id`));
    return ids.includes(id) ? ids.indexOf(id) : count;
  }
}

/** A response as CMIFeedback: `a,b`, `1.a,2.b`, `t`, or the plain text. */
function feedback(type, response) {
  if (type === "matching") return response.map((pair) => pair.join(".")).join(",");
  if (type === "true-false") return response[0];
  return Array.isArray(response) ? response.join(",") : response;
}

/** CMITimespan, `HHHH:MM:SS.SS`. */
function timespan(seconds) {
  return `00${clock(Math.floor(seconds))}.${twoDigits(Math.floor((seconds % 1) * 100))}`;
}

/** CMITime, `HH:MM:SS`. */
function clock(seconds) {
  return [seconds / 3600, (seconds % 3600) / 60, seconds % 60].map((part) => twoDigits(Math.floor(part))).join(":");
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}
