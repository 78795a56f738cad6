/** Calls an API instance and checks every answer: the return value first, then the error code. */

const NO_ERROR = 0;
const NOT_SET_YET = 403; // SCORM 2004 says so of an element that has no value yet, which is no fault of anyone.

/** What each edition calls its eight functions. */
const FUNCTIONS = {
  "1.2": { prefix: "LMS", terminate: "LMSFinish" },
  2004: { prefix: "", terminate: "Terminate" },
};

export class Calls {
  #api;
  #names;
  #tellProblem = () => {};

  constructor(api, edition) {
    this.#api = api;
    this.#names = FUNCTIONS[edition];
  }

  /** `listener(sentence)` hears of every call that did not go through. */
  onProblem(listener) {
    this.#tellProblem = listener;
  }

  initialize() {
    return this.#succeeded(`${this.#names.prefix}Initialize`, "");
  }

  terminate() {
    return this.#succeeded(this.#names.terminate, "");
  }

  commit() {
    return this.#succeeded(`${this.#names.prefix}Commit`, "");
  }

  set(element, value) {
    return this.#succeeded(`${this.#names.prefix}SetValue`, element, String(value));
  }

  /** The element's value, "" where it has none. */
  get(element) {
    const name = `${this.#names.prefix}GetValue`;
    const value = String(this.#api[name](element) ?? "");
    const code = this.#lastError();
    if (code !== NO_ERROR && code !== NOT_SET_YET) this.#report(name, element, code);
    return value;
  }

  #succeeded(name, ...args) {
    const ok = String(this.#api[name](...args)) === "true";
    if (!ok) this.#report(name, args[0], this.#lastError());
    return ok;
  }

  #lastError() {
    return Number(this.#api[`${this.#names.prefix}GetLastError`]());
  }

  #report(name, element, code) {
    const reason = this.#api[`${this.#names.prefix}GetErrorString`](String(code));
    console.warn(`${name}(${element}): ${code} ${reason}`);
    this.#tellProblem(`${reason || "error"} (${code})`);
  }
}
