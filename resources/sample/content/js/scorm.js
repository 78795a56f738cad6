/** The course's one door to the player: an attempt on this SCO, from Initialize to Terminate, in either edition. */

import { Calls } from "./scorm/calls.js";
import { findApis } from "./scorm/find.js";
import { Scorm12 } from "./scorm/scorm12.js";
import { Scorm2004 } from "./scorm/scorm2004.js";
import { unconnectedApi } from "./scorm/unconnected.js";

const WORDS = { "1.2": Scorm12, 2004: Scorm2004 };

/** Initialize with the nearest API that agrees; without one, an attempt that nobody keeps. */
export function connect(page = window) {
  for (const { api, edition } of findApis(page)) {
    const calls = new Calls(api, edition);
    if (calls.initialize()) return new Attempt(page, calls, new WORDS[edition](calls), true);
  }
  const calls = new Calls(unconnectedApi, "2004");
  return new Attempt(page, calls, new Scorm2004(calls), false);
}

class Attempt {
  #calls;
  #started = performance.now();
  #terminated = false;
  #tellSaved = () => {};

  /** `words` says what the course means in the edition's own elements; `connected` is false without a player. */
  constructor(page, calls, words, connected) {
    this.#calls = calls;
    this.words = words;
    this.connected = connected;
    this.state = parsed(words.suspendData);
    words.start();
    // Browsers differ in which of these they send, and may send both: the first one ends the attempt.
    page.addEventListener("beforeunload", () => this.end());
    page.addEventListener("pagehide", () => this.end());
    page.addEventListener("pageshow", ({ persisted }) => persisted && page.location.reload());
  }

  onSaved(listener) {
    this.#tellSaved = listener;
  }

  onProblem(listener) {
    this.#calls.onProblem(listener);
  }

  /** Keep `state` (anything JSON can say) and make all that was told so far durable. */
  save() {
    if (this.#terminated) return;
    this.words.suspendData = JSON.stringify(this.state);
    if (this.#calls.commit() && this.connected) this.#tellSaved();
  }

  /** Ask the player for what comes next. */
  continue() {
    this.words.requestContinue();
    this.end();
  }

  /** Say goodbye, once: the time spent, that we may be resumed, Terminate. */
  end() {
    if (this.#terminated) return;
    this.#terminated = true;
    this.words.suspendData = JSON.stringify(this.state);
    this.words.leave((performance.now() - this.#started) / 1000);
    this.#calls.terminate();
  }
}

function parsed(suspendData) {
  try {
    return JSON.parse(suspendData || "{}");
  } catch {
    // Another player's idea of our suspend data is no reason not to start.
    return {};
  }
}
