/**
 * The SCORM API a course finds, as thin as it can be: one call of the course is one synchronous call to the run-time.
 *
 * A transport is a function `(delivery, method, args, number) => string | null | UNREACHABLE`; `number` counts the calls
 * that change something and is null for those that only ask. It answers at once.
 *
 * null says that the browser does not let it through now. Chromium does that while any frame of the page is being
 * dismissed (`beforeunload`, `pagehide`, `unload`): just when much content saves its last words. So a call that is not
 * let through is answered from what is known, waits in the line, and is made in order as soon as the browser allows; no
 * later call overtakes it.
 *
 * UNREACHABLE says that the run-time is somewhere else and cannot be reached. Nobody knows for how long, so "true" would
 * be a lie: content is told "false", with the standard's error. The call waits in the line all the same, for most
 * content does not ask twice.
 */

/** What a transport answers that cannot reach the run-time. */
export const UNREACHABLE = Symbol("unreachable");

// More than content says in any loss of connection that it survives.
const MOST_WAITING = 10_000;

const METHODS = {
  "1.2": {
    initialize: "LMSInitialize",
    terminate: "LMSFinish",
    getValue: "LMSGetValue",
    setValue: "LMSSetValue",
    commit: "LMSCommit",
    getLastError: "LMSGetLastError",
    getErrorString: "LMSGetErrorString",
    getDiagnostic: "LMSGetDiagnostic",
  },
  2004: {
    initialize: "Initialize",
    terminate: "Terminate",
    getValue: "GetValue",
    setValue: "SetValue",
    commit: "Commit",
    getLastError: "GetLastError",
    getErrorString: "GetErrorString",
    getDiagnostic: "GetDiagnostic",
  },
};

/** The errors for calls that did not reach the run-time: general failures of each kind [RTE 3.1.7, RTE 1.2 3.3.4]. */
const FAULTS = {
  "1.2": { initialize: 101, terminate: 101, getValue: 101, setValue: 101, commit: 101 },
  2004: { initialize: 102, terminate: 111, getValue: 301, setValue: 351, commit: 391 },
};

/** Content passes numbers, booleans, null and worse where the standard says string; it means what it looks like. */
function asText(argument) {
  if (argument === undefined || argument === null) return "";
  try {
    return String(argument);
  } catch {
    return "";
  }
}

/** The one line all calls of a page stand in, whichever delivery makes them. */
export class CallLine {
  #transport;
  #pause;
  #waiting = [];
  #made = 0;
  #retry = null;
  #whenEmpty = [];

  /** What was not let through is tried again in the next task, then every `pause` milliseconds. */
  constructor(transport, pause = 0) {
    this.#transport = transport;
    this.#pause = pause;
  }

  /** How many calls wait. */
  get length() {
    return this.#waiting.length;
  }

  /** The run-time's answer to a call that changes nothing; null or UNREACHABLE if it cannot be made now. */
  ask(delivery, method, args) {
    const stuck = this.#drain();
    return stuck === undefined ? this.#transport(delivery, method, args, null) : stuck;
  }

  /** The answer to a call that changes something. One that cannot be made now is made as soon as it can be; `mayWait`
   * says whether that is so, too, when the run-time is out of reach. */
  change(delivery, method, args, { mayWait = true } = {}) {
    const call = [delivery, method, args, this.#made];
    this.#made += 1;
    const stuck = this.#drain();
    const answer = stuck === undefined ? this.#transport(...call) : stuck;
    const waits = answer === null || (answer === UNREACHABLE && mayWait && this.#waiting.length < MOST_WAITING);
    if (waits) {
      this.#waiting.push(call);
      this.#retryIn(0);
    }
    return answer;
  }

  /** Resolves when every call so far has been made. */
  empty() {
    return new Promise((resolve) => {
      this.#whenEmpty.push(resolve);
      if (this.#drain() !== undefined) this.#retryIn(0);
    });
  }

  /** Make what waits; what it came to a halt at, undefined if at nothing. */
  #drain() {
    while (this.#waiting.length > 0) {
      const answer = this.#transport(...this.#waiting[0]);
      if (typeof answer !== "string") return answer;
      this.#waiting.shift();
    }
    this.#whenEmpty.splice(0).forEach((resolve) => resolve());
    return undefined;
  }

  #retryIn(milliseconds) {
    if (this.#retry !== null) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      if (this.#drain() !== undefined) this.#retryIn(this.#pause);
    }, milliseconds);
  }
}

/**
 * The API object for one delivery of one SCO. Calls made through it go to that delivery's API instance even when the
 * next SCO is there already. Its methods are plain own functions, since content keeps them detached.
 */
export function createApi({ delivery, is2004, line }) {
  const edition = is2004 ? "2004" : "1.2";
  const names = METHODS[edition];
  const known = new Map();
  let running = false;
  // The error of the last call, where the run-time does not know of it.
  let fault = 0;

  const change = (kind, args, options) => {
    const answer = line.change(delivery, names[kind], args, options);
    fault = answer === UNREACHABLE ? FAULTS[edition][kind] : 0;
    if (answer === UNREACHABLE) return "false";
    return answer === null ? String(running || kind === "initialize") : answer;
  };
  const support = (kind, args, otherwise) => {
    const answer = line.ask(delivery, names[kind], args);
    return typeof answer === "string" ? answer : otherwise;
  };

  const functions = {
    initialize(...args) {
      // Content that was told "false" tries again, and must not find itself initialized already.
      const answer = change("initialize", args.map(asText), { mayWait: false });
      running ||= answer === "true";
      return answer;
    },
    terminate(...args) {
      const answer = change("terminate", args.map(asText));
      if (answer === "true") running = false;
      return answer;
    },
    getValue(...args) {
      const texts = args.map(asText);
      const answer = line.ask(delivery, names.getValue, texts);
      fault = answer === UNREACHABLE && !known.has(texts[0]) ? FAULTS[edition].getValue : 0;
      if (typeof answer !== "string") return known.get(texts[0]) ?? "";
      known.set(texts[0], answer);
      return answer;
    },
    setValue(...args) {
      const texts = args.map(asText);
      const answer = change("setValue", texts);
      if (answer === "true") known.set(texts[0], texts[1]);
      return answer;
    },
    commit: (...args) => change("commit", args.map(asText)),
    getLastError: (...args) => (fault === 0 ? support("getLastError", args.map(asText), "0") : String(fault)),
    getErrorString: (...args) => support("getErrorString", args.map(asText), ""),
    getDiagnostic: (...args) => support("getDiagnostic", args.map(asText), ""),
  };
  return Object.fromEntries(Object.entries(functions).map(([key, answer]) => [names[key], answer]));
}

/** Where content of this edition looks for its API [RTE 3.3.1, RTE 1.2 3.3.6.1]. */
export function apiName(is2004) {
  return is2004 ? "API_1484_11" : "API";
}
