/**
 * The player in an ordinary browser: the same API as on the desktop, carried by synchronous requests to where the page
 * came from. The course's frame is of the same origin; nothing here is worth more than the session it plays.
 */
import { reportProgress } from "./dispatch_report.js";
import { CallLine, apiName, createApi } from "./scorm_api.js";

const ALLOWED = ["autoplay", "fullscreen", "encrypted-media", "picture-in-picture", "clipboard-write"];
const TOKEN_SHARE = 0.8;
const RETRY_MILLISECONDS = 1000;
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i;

const session = location.pathname.replace(/\/$/, "");
const sessionId = session.split("/").pop();
const byId = (id) => document.getElementById(id);
let token = new URLSearchParams(location.search).get("token");
let base = "";
let frame = null;
let published = null;
let busy = false;
let leaving = false;
let over = false;
let late = 0;

/** Content is asked synchronously. null: the browser or the network does not let the call through now. */
function transport(delivery, method, args) {
  if (over) return "";
  if (leaving) return deferred(delivery, method, args);
  const request = new XMLHttpRequest();
  try {
    request.open("POST", `${base}/call`, false);
    request.send(JSON.stringify({ delivery, method, args }));
  } catch {
    return null;
  }
  if (request.status !== 200) return lost(request);
  const { answer, asked } = JSON.parse(request.responseText);
  if (/Commit|Finish|Terminate/.test(method)) tellPlatform();
  if (asked) setTimeout(() => go(asked));
  return answer;
}

/** While the page itself goes away nothing synchronous works: the call is sent along, numbered, and outlives the page. */
function deferred(delivery, method, args) {
  fetch(`${base}/call`, { method: "POST", keepalive: true, body: JSON.stringify({ delivery, method, args, late }) }).catch(() => {});
  late += 1;
  return /Get/.test(method) ? "" : "true";
}

function lost(request) {
  over = request.status === 410;
  say(over ? "This course was opened in another window, or is over." : "The server did not take an answer. Please reload.");
  return "false";
}

const tellPlatform = reportProgress(session, () => token);
const line = new CallLine(transport, RETRY_MILLISECONDS);

async function post(path, body, headers = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const document = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(document.error?.message ?? "The server does not answer. Please try again.");
  return document;
}

function say(sentence) {
  byId("notice").textContent = sentence;
}

async function open() {
  try {
    const view = await post(`${session}/open`, {}, { Authorization: `Bearer ${token}` });
    base = `${session}/${view.sitting}`;
    show(view);
  } catch (error) {
    say(error.message);
  }
}

async function go(request) {
  if (busy || over) return;
  busy = true;
  buttons().forEach((button) => (button.disabled = true));
  try {
    await unload();
    show(await post(`${base}/go`, request));
  } catch (error) {
    say(error.message);
    byId("continue").disabled = false;
  } finally {
    busy = false;
  }
}

function show(view) {
  tellPlatform();
  say(view.sentence ?? "");
  document.title = view.title;
  byId("title").textContent = view.title;
  showControls(view);
  showContents(view.contents);
  if (view.delivery) load(view.delivery);
  else if (view.decision === "ended") end(view);
  else if (view.decision === "waiting") say("Choose a part of the course.");
}

function buttons() {
  return document.querySelectorAll("button[data-command], nav button");
}

function showControls({ controls, decision }) {
  for (const button of document.querySelectorAll("button[data-command]")) {
    const offer = controls[button.dataset.command];
    button.hidden = offer === "hidden" || decision === "ended";
    button.disabled = offer !== "enabled";
  }
}

function showContents(entries) {
  const contents = byId("contents");
  const toggle = byId("contents-toggle");
  toggle.hidden = entries.length === 0;
  if (toggle.hidden) contents.hidden = true;
  contents.replaceChildren(...entries.map(contentsButton));
}

function contentsButton({ identifier, title, depth, selectable, current, completion, success }) {
  const button = document.createElement("button");
  const state = document.createElement("small");
  const mark = success === "unknown" ? completion : success;
  button.type = "button";
  button.disabled = !selectable;
  button.style.setProperty("--depth", depth);
  if (current) button.setAttribute("aria-current", "step");
  state.textContent = ["unknown", "not attempted"].includes(mark) ? "" : mark;
  button.append(title, state);
  button.addEventListener("click", () => go({ command: "choice", target: identifier }));
  return button;
}

function end({ suspended, exitUrl }) {
  over = true;
  byId("contents").hidden = true;
  byId("contents-toggle").hidden = true;
  say(suspended ? "Saved. You can go on another time." : "You have finished. You can close this window.");
  if (exitUrl) location.assign(exitUrl);
}

/** Put a SCO or asset into a new frame. */
function load({ number, title, url, is2004 }) {
  published = apiName(is2004);
  window[published] = createApi({ delivery: number, is2004, line });
  frame = document.createElement("iframe");
  frame.name = "content";
  frame.title = title;
  frame.allow = ALLOWED.join("; ");
  frame.src = ABSOLUTE.test(url) ? url : `${base}/content/${url.replace(/^\/+/, "")}`;
  byId("content").append(frame);
  frame.focus();
}

/** Take the content away; resolves when its last handler has run and its last call has been made. */
async function unload() {
  const old = frame;
  frame = null;
  if (old?.contentWindow) await blanked(old);
  await line.empty();
  old?.remove();
  if (published) delete window[published];
  published = null;
}

function blanked(old) {
  return new Promise((resolve) => {
    old.addEventListener("load", () => {
      if (isBlank(old.contentWindow)) resolve();
    });
    old.contentWindow.location.replace("about:blank");
  });
}

function isBlank(content) {
  try {
    return content.location.href === "about:blank";
  } catch {
    return false;
  }
}

/** A new token before the old one's time is over; it goes into the address, so that the page can be loaded again. */
function refreshInTime() {
  const { iat, exp } = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
  setTimeout(refresh, Math.min(2 ** 31 - 1, (exp - iat) * TOKEN_SHARE * 1000));
}

async function refresh() {
  try {
    const headers = { Authorization: `Bearer ${token}` };
    token = (await post(`/api/v1/sessions/${sessionId}/refresh-token`, {}, headers)).token;
    history.replaceState(null, "", `${session}?token=${token}`);
    refreshInTime();
  } catch (error) {
    say(error.message);
  }
}

byId("contents-toggle").addEventListener("click", () => {
  const contents = byId("contents");
  contents.hidden = !contents.hidden;
  byId("contents-toggle").setAttribute("aria-expanded", String(!contents.hidden));
});
for (const button of document.querySelectorAll("button[data-command]")) {
  button.addEventListener("click", () => go({ command: button.dataset.command, target: null }));
}
// The page goes away before its frame does: what waits in line and what the content says last is sent along.
addEventListener("pagehide", () => {
  leaving = true;
  line.empty();
  if (base && !over) fetch(`${base}/leave`, { method: "POST", keepalive: true }).catch(() => {});
});

refreshInTime();
open();
