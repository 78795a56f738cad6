/**
 * The SCORM API a course finds, as thin as it can be: one call of the course is one synchronous call to the run-time.
 *
 * A transport is a function `(delivery, method, args) => string | null`. It answers at once; null says that the browser
 * does not let it through now. Chromium does that while any frame of the page is being dismissed (`beforeunload`,
 * `pagehide`, `unload`): just when much content saves its last words. So a call that is not let through is answered from
 * what is known, waits in the line, and is made in order as soon as the browser allows; no later call overtakes it.
 */

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
  #retry = null;
  #whenEmpty = [];

  /** What was not let through is tried again in the next task, then every `pause` milliseconds. */
  constructor(transport, pause = 0) {
    this.#transport = transport;
    this.#pause = pause;
  }

  /** The run-time's answer, or null if the call cannot be made now. */
  call(delivery, method, args) {
    return this.#drain() ? this.#transport(delivery, method, args) : null;
  }

  /** Make this call as soon as the browser allows. */
  enqueue(delivery, method, args) {
    this.#waiting.push([delivery, method, args]);
    this.#retryIn(0);
  }

  /** Resolves when every call so far has been made. */
  empty() {
    return new Promise((resolve) => {
      this.#whenEmpty.push(resolve);
      if (!this.#drain()) this.#retryIn(0);
    });
  }

  #drain() {
    while (this.#waiting.length > 0) {
      if (this.#transport(...this.#waiting[0]) === null) return false;
      this.#waiting.shift();
    }
    this.#whenEmpty.splice(0).forEach((resolve) => resolve());
    return true;
  }

  #retryIn(milliseconds) {
    if (this.#retry !== null) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      if (!this.#drain()) this.#retryIn(this.#pause);
    }, milliseconds);
  }
}

/**
 * The API object for one delivery of one SCO. Calls made through it go to that delivery's API instance even when the
 * next SCO is there already. Its methods are plain own functions, since content keeps them detached.
 */
export function createApi({ delivery, is2004, line }) {
  const names = METHODS[is2004 ? "2004" : "1.2"];
  const known = new Map();
  let running = false;

  const ask = (method, args) => line.call(delivery, method, args);
  const change = (method, args) => {
    const answer = ask(method, args);
    if (answer !== null) return answer;
    line.enqueue(delivery, method, args);
    return String(running || method === names.initialize);
  };

  const functions = {
    initialize(...args) {
      const answer = change(names.initialize, args.map(asText));
      running ||= answer === "true";
      return answer;
    },
    terminate(...args) {
      const answer = change(names.terminate, args.map(asText));
      if (answer === "true") running = false;
      return answer;
    },
    getValue(...args) {
      const texts = args.map(asText);
      const answer = ask(names.getValue, texts);
      if (answer === null) return known.get(texts[0]) ?? "";
      known.set(texts[0], answer);
      return answer;
    },
    setValue(...args) {
      const texts = args.map(asText);
      const answer = change(names.setValue, texts);
      if (answer === "true") known.set(texts[0], texts[1]);
      return answer;
    },
    commit: (...args) => change(names.commit, args.map(asText)),
    getLastError: (...args) => ask(names.getLastError, args.map(asText)) ?? "0",
    getErrorString: (...args) => ask(names.getErrorString, args.map(asText)) ?? "",
    getDiagnostic: (...args) => ask(names.getDiagnostic, args.map(asText)) ?? "",
  };
  return Object.fromEntries(Object.entries(functions).map(([key, answer]) => [names[key], answer]));
}

/** Where content of this edition looks for its API [RTE 3.3.1, RTE 1.2 3.3.6.1]. */
export function apiName(is2004) {
  return is2004 ? "API_1484_11" : "API";
}
