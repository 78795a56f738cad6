/**
 * The player in an ordinary browser: the same API as on the desktop, carried by synchronous requests to where the page
 * came from. The course's frame is of the same origin; nothing here is worth more than the session it plays.
 */
import { ContentFrame } from "./content_frame.js";
import { reportProgress } from "./dispatch_report.js";
import { CallLine } from "./scorm_api.js";
import { Connection } from "./web_connection.js";
import { Printing } from "./web_print.js";
import { LaunchToken } from "./web_token.js";
import { View, word } from "./web_view.js";

const RETRY_MILLISECONDS = 1000;
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i;
const SAVES = /Commit|Finish|Terminate/;
/** Why a sitting is over: what is said of it, by the code of the server's answer. */
const OVER = {
  "sitting-elsewhere": ["elsewhere", "elsewhereText", "hint"],
  "sitting-idle": ["idle", "idleText", "bookmark"],
  "sitting-over": ["idle", "idleText", "bookmark"],
};

const session = location.pathname.replace(/\/$/, "");
const token = new LaunchToken(session);
const view = new View(go);
const connection = new Connection({ answered, lost, found, failed, over, leaving }, () => frame.window);
const line = new CallLine((...call) => connection.call(...call), RETRY_MILLISECONDS);
const frame = new ContentFrame(line, view.content);
const printing = new Printing(() => frame.window);
const tellPlatform = reportProgress(session, () => token.text);
let busy = false;

async function open() {
  view.put({ picture: "bookmark", tone: "accent", heading: word("starting"), text: [] });
  try {
    const opened = await connection.open(session, token.headers);
    token.renewInTime(opened.now, refused);
    show(opened);
  } catch (error) {
    view.strip();
    if (error.code === "unreachable") halt("away", "awayText", "stopped", word("tryAgain"));
    else if (error.code === "unauthorized") refused();
    else if (error.code === "too-many-sittings") halt("full", "fullText", "stopped", word("tryAgain"));
    else view.put({ picture: "stopped", tone: "warning", heading: word("lost"), text: [error.message] });
  }
}

async function go(request) {
  if (busy) return;
  if (connection.isAway) {
    view.say(word("offline"));
    return;
  }
  busy = view.busy = connection.departing = true;
  try {
    await frame.unload();
    connection.departing = false;
    view.clear();
    show(await connection.go(request));
  } catch (error) {
    gone(error);
  } finally {
    busy = view.busy = connection.departing = false;
  }
}

function show(shown) {
  tellPlatform();
  view.say(shown.sentence ?? "");
  view.show(shown);
  if (shown.delivery) play(shown.delivery);
  else if (shown.decision === "ended") end(shown);
  else choose(shown.contents);
}

function play({ number, title, url, is2004 }) {
  view.clear();
  const address = ABSOLUTE.test(url) ? url : `${connection.base}/content/${url.replace(/^\/+/, "")}`;
  frame.load({ delivery: number, title, url: address, is2004 }, () => printing.listen());
  connection.delivered();
}

function choose(parts) {
  const first = parts.find(({ selectable, launchable }) => selectable && launchable);
  const start = () => go({ command: "choice", target: first.identifier });
  view.put({
    picture: "contents",
    tone: "accent",
    heading: word("choose"),
    text: [word("chooseText")],
    buttons: first ? [[word("start"), start]] : [],
  });
}

function end({ suspended, exitUrl, outcome }) {
  connection.end();
  view.strip();
  if (exitUrl) {
    location.assign(exitUrl);
    return;
  }
  const completed = outcome.completion === "completed";
  const [picture, tone, heading] =
    outcome.success === "passed" ? ["passed", "success", "youPassed"]
    : outcome.success === "failed" ? ["failed", "danger", "youFailed"]
    : completed ? ["completed", "success", "youCompleted"]
    : ["bookmark", "accent", "saved"];
  const text = [word(suspended || !completed ? "goOnLater" : "done")];
  if (outcome.scaled !== null) text.unshift(word("score", { percent: Math.round(outcome.scaled * 100) }));
  else if (outcome.raw !== null) text.unshift(word("rawScore", { raw: outcome.raw }));
  view.put({ picture, tone, heading: word(heading), text, buttons: [[word("again"), reopen]] });
}

/** The content was taken away and what is next did not come: everything it said was taken. */
function gone(error) {
  view.strip();
  if (error.code === "unreachable") halt("away", "awayText", "stopped", word("tryAgain"));
  else if (error.code.startsWith("sitting-")) over(error.code);
  else view.put({ picture: "stopped", tone: "warning", heading: word("lost"), text: [error.message], buttons: [[word("tryAgain"), reopen]] });
}

/** The sitting is over while its content stands: it is taken away, for whatever it says now nobody hears. */
function over(code) {
  const [heading, text, picture] = OVER[code] ?? ["lost", "lostText", "stopped"];
  if (code === "sitting-revoked") refused();
  else if (code === "package-gone") halt("gone", "goneText", "stopped");
  else halt(heading, text, picture, word("goOn"));
}

function refused() {
  halt("revoked", "revokedText", "stopped");
}

function halt(heading, text, picture, again = null) {
  connection.end();
  // Not from within a call: the content that makes it is still there.
  setTimeout(async () => {
    await frame.unload();
    view.say("");
    view.strip();
    const buttons = again === null ? [] : [[again, reopen]];
    view.put({ picture, tone: "warning", heading: word(heading), text: [word(text)], buttons });
  });
}

function reopen() {
  location.replace(`${session}?token=${encodeURIComponent(token.text)}`);
}

/** All that came with the answer to a call. */
function answered({ asked, trouble, ...shown }, method) {
  if (SAVES.test(method)) tellPlatform();
  if (trouble) view.say(word("notSaved", { reason: trouble }));
  if (shown.outcome) setTimeout(() => view.show(shown));
  if (asked) setTimeout(() => go(asked));
}

function lost() {
  view.say(word("offline"));
}

async function found() {
  await line.empty();
  view.unsay(word("offline"));
  view.say(word("back"), "success");
  setTimeout(() => view.unsay(word("back")), 8000);
}

function failed(reason) {
  view.say(word("notSaved", { reason }));
}

/** The page goes away, before its frames do or after: what waits in line is sent along, and what content says yet. */
function leaving() {
  connection.leave(() => line.empty());
}

addEventListener("pagehide", leaving);
// A page out of the browser's store has said its farewell: it begins again.
addEventListener("pageshow", ({ persisted }) => persisted && reopen());
// What could not be saved yet would be lost with the page.
addEventListener("beforeunload", (event) => connection.isAway && line.length > 0 && event.preventDefault());

open();
