/**
 * The player page: it holds the API and the course's frame, and outlives every SCO. The window drives it through
 * `connect`; what happens here is told through the same prompt that carries API calls.
 *
 * Content shares this origin, so nothing it could misuse is left in its reach: the mark that makes a prompt ours is
 * taken off the window before any content is loaded, and the functions it goes through are kept from before.
 */
import { ContentFrame } from "./content_frame.js";
import { CallLine } from "./scorm_api.js";

const mark = window.connectMark;
delete window.connectMark;
const prompt = window.prompt.bind(window);
const { parse, stringify } = JSON;

const line = new CallLine((delivery, method, args) => {
  // In the place of the default text: Chromium cuts a prompt's message off after 10,240 characters.
  const answer = prompt(mark, stringify([delivery, method, ...args]));
  return answer === null ? null : parse(answer);
});

function tell(event, details = {}) {
  prompt(mark, stringify({ event, ...details }));
}

// 'self' is needed: without it Chromium does not see that a scheme of ours is where the frame comes from.
const frame = new ContentFrame(line, document.body, "'self'");

/** Put a SCO or asset into a new frame: `{delivery, url, is2004, title}`. */
function load(content) {
  frame.load(content, () => tell("loaded", { delivery: content.delivery }));
}

/** Show another page of the package in the frame: content that wanted the whole window for it. */
function show(url) {
  frame.show(url);
}

/** Take the content away. Told as `unloaded` when its last handler has run and its last call has been made. */
async function unload(delivery) {
  await frame.unload();
  tell("unloaded", { delivery });
}

Object.defineProperty(window, "connect", { value: Object.freeze({ load, show, unload }) });
tell("ready");
