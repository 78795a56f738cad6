/**
 * The frame a course plays in: one SCO or asset at a time, in a frame of its own, with its API on the page around it.
 * The page outlives every SCO, so that what one says while it leaves still has somebody to hear it.
 */
import { apiName, createApi } from "./scorm_api.js";

const ALLOWED = [
  "autoplay",
  "fullscreen",
  "encrypted-media",
  "picture-in-picture",
  "clipboard-write",
  "camera",
  "microphone",
];

/** `line` carries the calls. `within` is the element the frame is put into, `sources` who the frame's permissions are
 * for besides its own origin. */
export class ContentFrame {
  #line;
  #within;
  #allow;
  #frame = null;
  #published = null;

  constructor(line, within, sources = "") {
    this.#line = line;
    this.#within = within;
    this.#allow = ALLOWED.map((feature) => `${feature} ${sources}`.trim()).join("; ");
  }

  /** The window of what is shown; null if nothing is. */
  get window() {
    return this.#frame?.contentWindow ?? null;
  }

  /** Put a SCO or asset into a new frame; `onload` is called each time a page of it has loaded. */
  load({ delivery, url, is2004, title }, onload = () => {}) {
    this.#published = apiName(is2004);
    window[this.#published] = createApi({ delivery, is2004, line: this.#line });

    const content = document.createElement("iframe");
    content.name = "content";
    content.title = title;
    content.allow = this.#allow;
    content.addEventListener("load", () => {
      if (this.#frame === content) onload();
    });
    content.src = url;
    this.#within.append(content);
    content.focus();
    this.#frame = content;
  }

  /** Show another page of the package in the frame: content that wanted the whole window for it. */
  show(url) {
    this.window?.location.assign(url);
  }

  focus() {
    this.#frame?.focus();
  }

  /** Take the content away; resolves when its last handler has run and its last call has been made. */
  async unload() {
    const leaving = this.#frame;
    this.#frame = null;
    if (leaving?.contentWindow) await blanked(leaving);
    await this.#line.empty();
    leaving?.remove();
    if (this.#published) delete window[this.#published];
    this.#published = null;
  }
}

function blanked(leaving) {
  return new Promise((resolve) => {
    leaving.addEventListener("load", () => {
      if (isBlank(leaving.contentWindow)) resolve();
    });
    leaving.contentWindow.location.replace("about:blank");
  });
}

function isBlank(content) {
  try {
    return content.location.href === "about:blank";
  } catch {
    return false;
  }
}
