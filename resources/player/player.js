/**
 * The player page: it holds the API and the course's frame, and outlives every SCO. The window drives it through
 * `connect`; what happens here is told through the same prompt that carries API calls.
 *
 * Content shares this origin, so nothing it could misuse is left in its reach: the mark that makes a prompt ours is
 * taken off the window before any content is loaded, and the functions it goes through are kept from before.
 */
import { CallLine, apiName, createApi } from "./scorm_api.js";

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

const ALLOWED = ["autoplay", "fullscreen", "encrypted-media", "picture-in-picture", "clipboard-write", "camera", "microphone"];

let frame = null;
let published = null;

/** Put a SCO or asset into a new frame: `{delivery, url, is2004, title}`. */
function load({ delivery, url, is2004, title }) {
  published = apiName(is2004);
  window[published] = createApi({ delivery, is2004, line });

  const content = document.createElement("iframe");
  content.name = "content";
  content.title = title;
  // 'self' is needed: without it Chromium does not see that a scheme of ours is where the frame comes from.
  content.allow = ALLOWED.map((feature) => `${feature} 'self'`).join("; ");
  content.addEventListener("load", () => {
    if (frame === content) tell("loaded", { delivery });
  });
  content.src = url;
  document.body.append(content);
  content.focus();
  frame = content;
}

/** Show another page of the package in the frame: content that wanted the whole window for it. */
function show(url) {
  frame?.contentWindow?.location.assign(url);
}

/** Take the content away. Told as `unloaded` when its last handler has run and its last call has been made. */
async function unload(delivery) {
  const leaving = frame;
  frame = null;
  if (leaving?.contentWindow) await blanked(leaving);
  await line.empty();
  leaving?.remove();
  if (published) delete window[published];
  published = null;
  tell("unloaded", { delivery });
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

Object.defineProperty(window, "connect", { value: Object.freeze({ load, show, unload }) });
tell("ready");
