/** The course's words in SCORM 2004. */

export class Scorm2004 {
  #calls;

  constructor(calls) {
    this.#calls = calls;
  }

  start() {
    if (!this.#completed) this.#calls.set("cmi.completion_status", "incomplete");
  }

  get learnerName() {
    return this.#calls.get("cmi.learner_name");
  }

  get reviewing() {
    return this.#calls.get("cmi.mode") === "review";
  }

  get launchData() {
    return this.#calls.get("cmi.launch_data");
  }

  /** The share of points that passes, 0..1, or null where the manifest does not say. */
  get passMark() {
    const measure = this.#calls.get("cmi.scaled_passing_score");
    return measure === "" ? null : Number(measure);
  }

  get bookmark() {
    return this.#calls.get("cmi.location");
  }

  set bookmark(place) {
    this.#calls.set("cmi.location", place);
  }

  get suspendData() {
    return this.#calls.get("cmi.suspend_data");
  }

  set suspendData(text) {
    this.#calls.set("cmi.suspend_data", text);
  }

  get #completed() {
    return this.#calls.get("cmi.completion_status") === "completed";
  }

  progress(measure) {
    this.#calls.set("cmi.progress_measure", decimal(measure));
  }

  complete() {
    this.#calls.set("cmi.progress_measure", 1);
    this.#calls.set("cmi.completion_status", "completed");
  }

  score({ raw, max, passed }) {
    this.#setScore("cmi", raw, max);
    this.#calls.set("cmi.success_status", passed ? "passed" : "failed");
  }

  objective({ id, raw, max, passed }) {
    const ids = this.#objectiveIds();
    const index = ids.includes(id) ? ids.indexOf(id) : ids.length;
    const element = `cmi.objectives.${index}`;
    if (index === ids.length) this.#calls.set(`${element}.id`, id);
    this.#setScore(element, raw, max);
    this.#calls.set(`${element}.success_status`, passed ? "passed" : "failed");
    this.#calls.set(`${element}.completion_status`, "completed");
  }

  /** What other SCOs of the course reported on shared objectives: id to scaled score. */
  objectiveScores() {
    const scores = this.#objectiveIds().map((id, index) => [id, this.#calls.get(`cmi.objectives.${index}.score.scaled`)]);
    return new Map(scores.filter(([, scaled]) => scaled !== "").map(([id, scaled]) => [id, Number(scaled)]));
  }

  interaction({ id, type, objective, text, correct, response, result, when, seconds }) {
    const element = `cmi.interactions.${this.#calls.get("cmi.interactions._count")}`;
    this.#calls.set(`${element}.id`, id);
    this.#calls.set(`${element}.type`, type);
    if (objective) this.#calls.set(`${element}.objectives.0.id`, objective);
    this.#calls.set(`${element}.timestamp`, timestamp(when));
    this.#calls.set(`${element}.weighting`, result === "neutral" ? 0 : 1);
    this.#calls.set(`${element}.description`, text);
    correct.forEach((pattern, index) =>
      this.#calls.set(`${element}.correct_responses.${index}.pattern`, correctPattern(type, pattern)),
    );
    this.#calls.set(`${element}.learner_response`, delimited(type, response));
    this.#calls.set(`${element}.result`, result);
    this.#calls.set(`${element}.latency`, interval(seconds));
  }

  /** Text that one SCO of the course leaves for another, in the store the manifest maps to both. */
  get sharedNotes() {
    return this.#hasStore ? this.#calls.get("adl.data.0.store") : "";
  }

  set sharedNotes(text) {
    if (this.#hasStore) this.#calls.set("adl.data.0.store", text);
  }

  get #hasStore() {
    return Number(this.#calls.get("adl.data._count")) > 0;
  }

  get canContinue() {
    return this.#calls.get("adl.nav.request_valid.continue") === "true";
  }

  requestContinue() {
    this.#calls.set("adl.nav.request", "continue");
  }

  leave(seconds) {
    this.#calls.set("cmi.session_time", interval(seconds));
    this.#calls.set("cmi.exit", "suspend");
  }

  #setScore(element, raw, max) {
    this.#calls.set(`${element}.score.scaled`, decimal(raw / max));
    this.#calls.set(`${element}.score.raw`, raw);
    this.#calls.set(`${element}.score.min`, 0);
    this.#calls.set(`${element}.score.max`, max);
  }

  #objectiveIds() {
    const count = Number(this.#calls.get("cmi.objectives._count"));
    return Array.from({ length: count }, (_, index) => this.#calls.get(`cmi.objectives.${index}.id`));
  }
}

/** A learner's response: `a[,]b`, `1[.]a[,]2[.]b`, or the plain text. */
function delimited(type, response) {
  if (type === "matching") return response.map((pair) => pair.join("[.]")).join("[,]");
  return Array.isArray(response) ? response.join("[,]") : response;
}

function correctPattern(type, pattern) {
  if (type === "numeric") return `${pattern}[:]${pattern}`;
  if (type === "fill-in") return `{case_matters=false}${pattern}`;
  return delimited(type, pattern);
}

/** real(10,7) */
function decimal(number) {
  return Number(number.toFixed(7));
}

/** timeinterval(second,10,2) */
function interval(seconds) {
  return `PT${seconds.toFixed(2)}S`;
}

/** time(second,10,0) with hundredths, in UTC. */
function timestamp(when) {
  return `${when.toISOString().slice(0, 22)}Z`;
}
