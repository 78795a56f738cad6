/**
 * Plays a course that stays where it is, and tells the platform this package is in what came of it [SCORM 1.2 RTE].
 *
 * The course's player is of another origin. It says hello when it is there; what it has to report it gets a port of its
 * own for, so that nobody needs to know, or can pretend, what origin the platform gives this page. No module: a page of
 * an opaque origin may not load one.
 */
"use strict";
(() => {
  const LONG_SILENT = 10000;
  const DEEPEST = 50;
  const DONE = ["passed", "completed"];
  const ALLOWED = ["autoplay", "fullscreen", "encrypted-media", "picture-in-picture", "clipboard-write"];

  const byId = (id) => document.getElementById(id);
  const translations = JSON.parse(byId("words").textContent);
  // English is the source; a language counts without its country.
  const language = navigator.languages.map((it) => it.split("-")[0]).find((it) => it === "en" || it in translations);
  const word = (text) => translations[language]?.[text] ?? text;
  const { launchUrl } = document.body.dataset;
  const home = new URL(launchUrl).origin;
  const said = new Map();
  let player = null;
  let finished = false;

  /** The platform's API is in a page around this one, or in one that opened such a page [RTE 1.2 3.3.6.1]. */
  function findApi(from) {
    let page = from;
    for (let depth = 0; page && depth < DEEPEST; depth += 1) {
      try {
        if (page.API) return page.API;
      } catch {
        // A page of another origin; there may be one of ours further up.
      }
      if (page.parent === page) break;
      page = page.parent;
    }
    return null;
  }

  function openerOf(page) {
    try {
      return page.opener;
    } catch {
      return null;
    }
  }

  function connect() {
    const found = findApi(window) || findApi(window.opener) || findApi(openerOf(window.top));
    return found && String(found.LMSInitialize("")) === "true" ? found : null;
  }

  const api = connect();
  const get = (element) => (api ? String(api.LMSGetValue(element)) : "");
  const before = { status: get("cmi.core.lesson_status"), seconds: seconds(get("cmi.core.total_time")) };

  function set(element, value) {
    if (said.get(element) === value) return false;
    said.set(element, value);
    api.LMSSetValue(element, value);
    return true;
  }

  /** HHHH:MM:SS.SS, both ways. */
  function seconds(text) {
    const match = /^(\d{2,4}):(\d{2}):(\d{2}(?:\.\d{1,2})?)$/.exec(text);
    return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : 0;
  }

  function clock(total) {
    const hundredths = Math.max(0, Math.round(total * 100));
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const rest = hundredths % 6000;
    return `${two(hundredths / 360000)}:${two((hundredths / 6000) % 60)}:${two(rest / 100)}.${two(rest % 100)}`;
  }

  function statusOf({ completion_status: completion, success_status: success }) {
    if (success === "passed" || success === "failed") return success;
    return completion === "completed" ? "completed" : "incomplete";
  }

  /** Of 0 to 100, which is all a score of SCORM 1.2 can be. */
  function scoreOf({ scaled, raw }) {
    const score = typeof scaled === "number" ? scaled * 100 : raw;
    return typeof score === "number" && score >= 0 && score <= 100 ? String(Math.round(score * 100) / 100) : null;
  }

  /** What the platform counts already is taken off: its total comes to what the course knows, also after a report that
   * was lost because this page went away first. */
  function record(report) {
    if (!api || finished) return;
    const status = statusOf(report);
    const score = scoreOf(report.score);
    let changed = false;
    if (status !== "incomplete" || !DONE.includes(before.status)) changed = set("cmi.core.lesson_status", status) || changed;
    if (score !== null) {
      changed = set("cmi.core.score.min", "0") || changed;
      changed = set("cmi.core.score.max", "100") || changed;
      changed = set("cmi.core.score.raw", score) || changed;
    }
    changed = set("cmi.core.session_time", clock(report.time_spent_seconds - before.seconds)) || changed;
    changed = set("cmi.core.exit", DONE.includes(status) ? "" : "suspend") || changed;
    if (changed) api.LMSCommit("");
  }

  function finish() {
    if (!api || finished) return;
    finished = true;
    api.LMSFinish("");
  }

  function say(sentence, { offer = false } = {}) {
    byId("notice").textContent = sentence;
    byId("open").hidden = !offer;
    byId("bar").hidden = !sentence;
  }

  /** The link, with who learns. Whoever gets it trusts that as far as the link goes. */
  function address() {
    const url = new URL(launchUrl);
    const learner = get("cmi.core.student_id");
    if (learner) url.searchParams.set("learner_id", learner);
    if (learner) url.searchParams.set("learner_name", get("cmi.core.student_name"));
    if (get("cmi.core.entry") === "ab-initio") url.searchParams.set("anew", "1");
    for (const origin of new Set([location.origin, ...(location.ancestorOrigins || [])])) {
      if (/^https?:/.test(origin)) url.searchParams.append("embedder", origin);
    }
    return url.href;
  }

  const link = address();

  function embed() {
    const frame = document.createElement("iframe");
    frame.title = document.title;
    frame.allow = ALLOWED.join("; ");
    // The platform may tell its pages to say nothing of where they come from; the link may be for some sites only.
    frame.referrerPolicy = "origin";
    frame.src = link;
    byId("stage").append(frame);
    player = frame.contentWindow;
    frame.focus();
  }

  function openWindow() {
    const opened = window.open(link, "_blank");
    if (!opened) {
      say(word("Your browser keeps new windows from opening here. Allow them, then try again."), { offer: true });
      return;
    }
    byId("stage").replaceChildren();
    player = opened;
    say(word("The course is in a window of its own. Keep this one open until you are done."), { offer: true });
  }

  addEventListener("message", ({ data, origin, source }) => {
    if (origin !== home || source !== player || !data || data.connect !== "dispatch-ready") return;
    clearTimeout(silence);
    if (source.parent === window) say(api ? "" : word("No learning platform answers here: your results stay with the course."));
    const channel = new MessageChannel();
    channel.port1.onmessage = (message) => record(message.data);
    source.postMessage({ connect: "dispatch-port" }, home, [channel.port2]);
  });
  addEventListener("pagehide", finish);
  addEventListener("unload", finish);
  document.documentElement.lang = language ?? "en";
  byId("open").textContent = word("Open in a new window");
  byId("open").addEventListener("click", openWindow);

  if (api && before.status === "not attempted") {
    set("cmi.core.lesson_status", "incomplete");
    set("cmi.core.exit", "suspend");
    api.LMSCommit("");
  }
  const silence = setTimeout(() => {
    say(word("If the course does not appear, open it in a window of its own."), { offer: true });
  }, LONG_SILENT);
  embed();
})();
