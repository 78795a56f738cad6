/**
 * The launch token of this page. It comes in the address and is taken out of it at once: addresses end up in histories,
 * bookmarks and screenshots. The tab's own history entry keeps it, for when the page is loaded again (`web_again.js`).
 */

/** Renewed when so much of its time is left; tried again so often, in milliseconds. */
const SHARE = 0.5;
const AGAIN = 30_000;
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export class LaunchToken {
  #session;
  #text;

  /** `session` is the session's address. */
  constructor(session) {
    this.#session = session;
    this.#text = new URLSearchParams(location.search).get("token") ?? "";
    this.#keep();
  }

  get text() {
    return this.#text;
  }

  get headers() {
    return { Authorization: `Bearer ${this.#text}` };
  }

  /** Have a new one before the old one's time is over, as long as this page lives. `now` is the time at the server, in
   * milliseconds: the clock here may be wrong. `onRefused` is called when there is no new one to be had: it was revoked,
   * say. */
  renewInTime(now, onRefused) {
    const { iat, exp } = JSON.parse(atob(this.#text.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
    const wait = exp * 1000 - now - (exp - iat) * SHARE * 1000;
    setTimeout(() => this.#renew(onRefused), Math.min(LONGEST_TIMEOUT, Math.max(0, wait)));
  }

  async #renew(onRefused) {
    let answer = null;
    try {
      answer = await fetch(`${this.#session}/refresh-token`, { method: "POST", headers: this.headers });
    } catch {
      // The server is out of reach; what there is to say about that is said by who calls it.
    }
    if (answer?.ok) {
      this.#text = (await answer.json()).token;
      this.#keep();
      this.renewInTime(timeOf(answer), onRefused);
    } else if (answer?.status === 401 || answer?.status === 404) {
      onRefused();
    } else {
      setTimeout(() => this.#renew(onRefused), AGAIN);
    }
  }

  #keep() {
    history.replaceState({ ...history.state, launch: this.#text }, "", this.#session);
  }
}

/** When the server gave this answer, in milliseconds. */
export function timeOf(answer) {
  return Date.parse(answer.headers.get("Date") ?? "") || Date.now();
}
