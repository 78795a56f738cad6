/**
 * The way from the page to the run-time: each call of the content is one synchronous request. What happens when that
 * does not work depends on why.
 */
import { UNREACHABLE } from "./scorm_api.js";
import { Farewell } from "./web_farewell.js";
import { timeOf } from "./web_token.js";

const DISMISSALS = new Set(["beforeunload", "pagehide", "unload", "visibilitychange"]);
/** What a proxy says while the server behind it is away, or busy. */
const OUT_OF_REACH = new Set([0, 408, 425, 429, 502, 503, 504]);
const PATIENCE = 10_000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10_000;

/**
 * `base` is the address of the sitting, "" before there is one. Tells `listener`: `answered(answer)` with all that came
 * with an answer, `lost()` and `found()` when the server goes out of reach and comes back, `failed(sentence)` when it
 * did not take a call, `over(code)` when the sitting is, `leaving()` when the page goes away.
 */
export class Connection {
  base = "";
  #listener;
  #content;
  #farewell;
  #away = false;
  #over = false;
  #departing = false;
  #leaving = false;
  #pause = FIRST_PAUSE;

  /** `content` gives the window of what is played, or null. */
  constructor(listener, content) {
    this.#listener = listener;
    this.#content = content;
    this.#farewell = new Farewell(() => this.base, listener.leaving);
    addEventListener("online", () => this.#away && this.#probe());
  }

  /** Whether the server cannot be reached now. */
  get isAway() {
    return this.#away;
  }

  /** Content is being taken away: what the browser does not let through now, it will in a moment. */
  set departing(value) {
    this.#departing = value;
  }

  /** Begin a sitting; the view to show, and the time at the server as its `now`. Raises what was said. */
  async open(session, headers) {
    const view = await this.#post(`${session}/open`, {}, headers);
    this.base = `${session}/${view.sitting}`;
    setInterval(() => this.#beat(), view.heartbeat * 1000);
    return view;
  }

  /** Content was put into its frame. */
  delivered() {
    this.#farewell.prepare();
  }

  /** Go elsewhere; the view to show. Raises what was said. */
  async go(request) {
    return this.#post(`${this.base}/go`, request);
  }

  /** The transport of a `CallLine`. */
  call(delivery, method, args, number) {
    const asks = number === null;
    if (this.#over) return method.endsWith("GetLastError") ? "101" : asks ? "" : "false";
    if (this.#leaving) return this.#take({ delivery, method, args, number });
    if (this.#away) return UNREACHABLE;
    const request = new XMLHttpRequest();
    try {
      request.open("POST", `${this.base}/call`, false);
      request.send(JSON.stringify({ delivery, method, args, number }));
    } catch {
      return this.#departing || isDismissed(this.#content()) ? null : this.#lose();
    }
    if (OUT_OF_REACH.has(request.status)) return this.#lose();
    if (request.status !== 200) return this.#refused(request, asks);
    const answer = JSON.parse(request.responseText);
    this.#listener.answered(answer, method);
    return answer.answer;
  }

  /** The page goes away; `rest` makes the calls that wait. */
  leave(rest) {
    const first = !this.#leaving;
    this.#leaving = true;
    if (!this.base || this.#over) return;
    rest();
    this.#farewell.send();
    if (first) fetch(`${this.base}/leave`, { method: "POST", keepalive: true }).catch(() => {});
  }

  /** Nothing is to be said any more. */
  end() {
    this.#over = true;
  }

  #take(call) {
    if (call.number === null) return "";
    return String(this.#farewell.take(call));
  }

  #refused(request, asks) {
    const { code, message } = problemOf(request.responseText);
    if (request.status === 410 || request.status === 404) this.#finish(code);
    else this.#listener.failed(message);
    return asks ? "" : "false";
  }

  #finish(code) {
    if (this.#over) return;
    this.#over = true;
    this.#listener.over(code);
  }

  #lose() {
    if (!this.#away) {
      this.#away = true;
      this.#pause = FIRST_PAUSE;
      // Not from within a call: its content would not see the page change before it has its answer.
      setTimeout(() => this.#listener.lost());
      setTimeout(() => this.#probe(), this.#pause);
    }
    return UNREACHABLE;
  }

  /** A call to a server that does not answer would hold the page for as long as the browser waits: better to know. */
  async #beat() {
    if (!this.#over && OUT_OF_REACH.has(await this.#live())) this.#lose();
  }

  /** Look whether the server is back. */
  async #probe() {
    if (!this.#away || this.#over) return;
    const status = await this.#live();
    if (!this.#away || this.#over) return;
    if (status === 204) {
      this.#away = false;
      this.#listener.found();
    } else {
      this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
      setTimeout(() => this.#probe(), this.#pause);
    }
  }

  /** Tell the server that the page lives; the status of its answer, 0 for none. */
  async #live() {
    if (this.#over) return 0;
    try {
      const answer = await fetch(`${this.base}/alive`, { method: "POST", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 410 || answer.status === 404) this.#finish(problemOf(await answer.text()).code);
      return answer.status;
    } catch {
      return 0;
    }
  }

  async #post(path, body, headers = {}) {
    let answer;
    try {
      const init = { "Content-Type": "application/json", ...headers };
      answer = await fetch(path, { method: "POST", headers: init, body: JSON.stringify(body) });
    } catch {
      throw new Refusal("unreachable", "");
    }
    const text = await answer.text();
    if (answer.ok) return { ...JSON.parse(text), now: timeOf(answer) };
    const { code, message } = problemOf(text);
    throw new Refusal(OUT_OF_REACH.has(answer.status) && code !== "too-many-sittings" ? "unreachable" : code, message);
  }
}

/** What the server did not do. `code` tells which. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function problemOf(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return { code: "", message: "" };
  }
}

/** Whether a handler of a page that goes away is what runs now, in this window or a frame within it. */
function isDismissed(content) {
  try {
    if (content === null) return false;
    if (DISMISSALS.has(content.event?.type)) return true;
    return Array.from({ length: content.length }, (_, index) => content[index]).some(isDismissed);
  } catch {
    // Of another origin: it has no API to call.
    return false;
  }
}
