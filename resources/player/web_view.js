/** All that stands around the course on the page: the bars, the contents, the notice, and what is shown in its place. */

const words = JSON.parse(document.getElementById("words").textContent);
const byId = (id) => document.getElementById(id);
const commandButtons = () => document.querySelectorAll("button[data-command]");
const wide = matchMedia("(min-width: 60rem)");

/** The text of this name in the learner's language, its `{fields}` filled. */
export function word(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (field, key) => values[key] ?? field);
}

function drawing(name, tone) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS(svg.namespaceURI, "use");
  use.setAttribute("href", `#drawing-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.dataset.tone = tone;
  svg.append(use);
  return svg;
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** `go` is called with a navigation request that the learner made. */
export class View {
  #go;
  #wantsContents = wide.matches;
  #busy = false;

  constructor(go) {
    this.#go = go;
    for (const button of commandButtons()) {
      button.addEventListener("click", () => {
        byId("ways").open = false;
        go({ command: button.dataset.command, target: null });
      });
    }
    byId("contents-toggle").addEventListener("click", () => this.#wantContents(!this.#wantsContents));
    byId("dismiss").addEventListener("click", () => this.say(""));
    byId("skip").addEventListener("click", (event) => {
      event.preventDefault();
      (document.querySelector("iframe[name=content]") ?? byId("content")).focus();
    });
    byId("full-screen").hidden = !document.fullscreenEnabled;
    byId("full-screen").addEventListener("click", toggleFullScreen);
    addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    addEventListener("pointerdown", (event) => byId("ways").contains(event.target) || (byId("ways").open = false));
  }

  /** Where content is put. */
  get content() {
    return byId("content");
  }

  /** A sentence across the page; "" takes it away. */
  say(sentence, tone = "warning") {
    byId("notice").dataset.tone = tone;
    byId("notice").querySelector("p").textContent = sentence;
  }

  /** Take a sentence away if it is the one shown. */
  unsay(sentence) {
    if (byId("notice").querySelector("p").textContent === sentence) this.say("");
  }

  /** What is played, how far, and what is offered: of a view, or as much as came with an answer. */
  show({ title, delivery, decision, controls, contents, outcome }) {
    if (title !== undefined) {
      document.title = title;
      byId("title").textContent = title;
      byId("part").textContent = delivery && delivery.title !== title ? delivery.title : "";
    }
    if (controls) this.#showControls(controls, decision === "ended");
    if (contents) this.#showContents(decision === "ended" ? [] : contents);
    if (outcome) showProgress(outcome.progress);
  }

  /** Nothing can be pressed while content is on its way out. */
  set busy(value) {
    this.#busy = value;
    document.body.toggleAttribute("data-busy", value);
    this.content.setAttribute("aria-busy", String(value));
    for (const button of commandButtons()) button.disabled = value || button.dataset.offer !== "enabled";
    for (const button of byId("parts").querySelectorAll("button")) button.disabled = value;
  }

  /** What stands in the course's place: a drawing, a heading, a text, and buttons as `[words, what to do]`. */
  put({ picture, tone, heading, text, buttons = [] }) {
    const title = element("h2", { textContent: heading, tabIndex: -1 });
    const row = element("div", { className: "buttons" });
    buttons.forEach(([name, act], index) => {
      const button = element("button", { type: "button", textContent: name, className: index === 0 ? "primary" : "" });
      button.addEventListener("click", act);
      row.append(button);
    });
    const texts = text.map((line) => element("p", { textContent: line }));
    const card = element("div", { className: "card" }, drawing(picture, tone), title, ...texts);
    if (buttons.length > 0) card.append(row);
    this.clear();
    this.content.append(element("section", { className: "screen" }, card));
    title.focus();
  }

  /** Take away what `put` has put. */
  clear() {
    this.content.querySelector(".screen")?.remove();
  }

  /** Only the title is left of the bars: there is nowhere to go. */
  strip() {
    for (const button of commandButtons()) button.hidden = true;
    for (const id of ["contents-toggle", "contents", "navigation", "ways", "progress"]) byId(id).hidden = true;
    byId("percent").textContent = "";
    byId("part").textContent = "";
  }

  #showControls(controls, ended) {
    for (const button of commandButtons()) {
      const offer = ended ? "hidden" : controls[button.dataset.command];
      button.dataset.offer = offer;
      button.hidden = offer === "hidden";
      button.disabled = this.#busy || offer !== "enabled";
    }
    byId("navigation").hidden = byId("previous").hidden && byId("continue").hidden;
    byId("ways").hidden = [...byId("ways").querySelectorAll("button")].every((button) => button.hidden);
  }

  #showContents(parts) {
    const held = document.activeElement?.dataset?.part;
    byId("contents-toggle").hidden = parts.length === 0;
    byId("parts").replaceChildren(this.#list(parts));
    this.#wantContents(this.#wantsContents);
    if (held !== undefined) byId("parts").querySelector(`[data-part="${CSS.escape(held)}"]`)?.focus();
  }

  /** The parts as lists within lists, as they lie within each other. */
  #list(parts) {
    const outermost = element("ul");
    const above = [outermost];
    for (const part of parts) {
      above.length = Math.min(part.depth, above.length - 1) + 1;
      const within = above.at(-1);
      const item = element("li", {}, this.#part(part));
      const inner = element("ul");
      item.append(inner);
      within.append(item);
      above.push(inner);
    }
    for (const empty of outermost.querySelectorAll("ul:empty")) empty.remove();
    return outermost;
  }

  #part(part) {
    const [picture, tone, state] = mark(part);
    const title = element("span", { className: "title", textContent: part.title });
    if (!part.launchable && !part.selectable) return element("div", { className: "heading" }, title);
    const button = element("button", { type: "button" }, drawing(picture, tone), title);
    button.append(element("span", { className: "state", textContent: part.why ? `${state} · ${part.why}` : state }));
    button.dataset.part = part.identifier;
    if (part.current) button.setAttribute("aria-current", "step");
    if (!part.launchable) button.classList.add("heading");
    if (part.selectable) {
      button.addEventListener("click", () => {
        if (!wide.matches) this.#wantContents(false);
        this.#go({ command: "choice", target: part.identifier });
      });
    } else {
      // Not disabled: whoever goes through the list by keyboard or ear is told why it is not open.
      button.setAttribute("aria-disabled", "true");
      button.addEventListener("click", () => this.say(part.why ?? state));
    }
    return button;
  }

  #wantContents(wanted) {
    this.#wantsContents = wanted;
    const shown = wanted && !byId("contents-toggle").hidden;
    byId("contents").hidden = !shown;
    byId("contents-toggle").setAttribute("aria-expanded", String(shown));
  }

  #close() {
    if (byId("ways").open) {
      byId("ways").open = false;
      byId("ways").querySelector("summary").focus();
    } else if (!wide.matches && !byId("contents").hidden) {
      this.#wantContents(false);
      byId("contents-toggle").focus();
    }
  }
}

/** Drawing, tone and words for how far a part is. */
function mark({ launchable, selectable, current, completion, success }) {
  if (launchable && !selectable && !current) return ["locked", "muted", word("locked")];
  if (success === "passed") return ["passed", "success", word("passed")];
  if (success === "failed") return ["failed", "danger", word("failed")];
  if (completion === "completed") return ["completed", "success", word("completed")];
  if (current) return ["incomplete", "accent", word("here")];
  if (completion === "incomplete") return ["incomplete", "warning", word("incomplete")];
  return ["not-attempted", "muted", word("notAttempted")];
}

function showProgress(progress) {
  const percent = Math.round(progress * 100);
  byId("progress").hidden = false;
  byId("progress").setAttribute("aria-valuenow", String(percent));
  byId("progress").querySelector("span").style.inlineSize = `${percent}%`;
  byId("percent").textContent = word("percent", { percent });
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {});
}
