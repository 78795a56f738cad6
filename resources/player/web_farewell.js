/**
 * What content says while the page itself goes away: nothing synchronous works then, but a request may be told to
 * outlive its page.
 *
 * Browsers let a document have 64 KiB of such requests on their way, headers aside, and a process but a few of them. So
 * what is said in one handler goes in one message, and a long message in pieces, which frames of our own carry: each is
 * a document with an allowance of its own. Whether a call still fits is known when it is made, and content is told.
 */
const ALLOWANCE = 60 * 1024;
// What brackets and cuts between characters may cost of each.
const SLACK = 64;
const CARRIERS = 8;

const encoder = new TextEncoder();

export class Farewell {
  #address;
  #onFirst;
  #frames = [];
  #carriers = [];
  #pending = [];
  #messages = 0;
  #room = 0;

  /** `address` gives where messages go. `onFirst` is called when the first of our frames goes away, which is when
   * content's have: some browsers tell the page itself only after all of its frames. */
  constructor(address, onFirst) {
    this.#address = address;
    this.#onFirst = onFirst;
  }

  /** Have the frames ready behind the content's: none can be made in a page that goes away, and it gives up its frames
   * one after another. The page itself comes first, for browsers are surest of that. */
  prepare() {
    this.#frames.splice(0).forEach((frame) => frame.remove());
    this.#carriers = [carrierIn(window)];
    while (this.#carriers.length < CARRIERS) {
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.tabIndex = -1;
      document.body.append(frame);
      this.#frames.push(frame);
      frame.contentWindow.addEventListener("pagehide", () => this.#frames[0] === frame && this.#onFirst());
      this.#carriers.push(carrierIn(frame.contentWindow));
    }
    this.#room = (ALLOWANCE - SLACK) * CARRIERS;
  }

  /** Take a call along; false if no room is left for it. */
  take(call) {
    const size = encoder.encode(JSON.stringify(call)).length + 1;
    if (size > this.#room) return false;
    this.#room -= size;
    this.#pending.push(call);
    if (this.#pending.length === 1) queueMicrotask(() => this.send());
    return true;
  }

  /** Send what was taken so far. */
  send() {
    if (this.#pending.length === 0) return;
    const pieces = this.#pieces(JSON.stringify(this.#pending.splice(0)));
    const message = this.#messages;
    this.#messages += 1;
    pieces.forEach(({ carrier, text }, piece) => {
      const address = `${this.#address()}/late?message=${message}&piece=${piece}&of=${pieces.length}`;
      carrier.send(new URL(address, location.href), { method: "POST", keepalive: true, body: text }).catch(() => {});
    });
  }

  /** The text in as many pieces as the carriers' room makes of it. JSON has no lone surrogates, but a cut could. */
  #pieces(text) {
    const pieces = [];
    let from = 0;
    for (const carrier of this.#carriers) {
      if (from >= text.length) break;
      const length = fitting(text, from, carrier.room);
      if (length === 0) continue;
      const part = text.slice(from, from + length);
      carrier.room -= encoder.encode(part).length;
      pieces.push({ carrier, text: part });
      from += length;
    }
    return pieces;
  }
}

function carrierIn(page) {
  return { send: page.fetch.bind(page), room: ALLOWANCE };
}

/** How many characters from `from` on go into `room` bytes. */
function fitting(text, from, room) {
  const { read } = encoder.encodeInto(text.slice(from, from + room), new Uint8Array(room));
  return read;
}
