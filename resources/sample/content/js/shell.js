/** The frame around the pages of every part: title, progress, the word on saving, Back and Next. */

import { element } from "./element.js";

const SAVED_FOR_MS = 2500;

export class Shell {
  #progress = element("ol", { class: "steps", "aria-hidden": "true" });
  #note = element("p", { class: "save-note", role: "status" });
  #place = element("p", { class: "place" });
  #hint = element("p", { class: "hint", id: "hint", hidden: "" });
  #savedTimer = 0;

  back = element("button", { class: "button quiet", id: "back", type: "button" }, "Back");
  next = element("button", { class: "button primary", id: "next", type: "button" }, "Next");
  goOn = element("button", { class: "button primary", id: "go-on", type: "button", hidden: "" }, "Continue");

  constructor(attempt) {
    const logo = element("img", { src: "art/lifebuoy.svg", alt: "", width: "36", height: "36" });
    const titles = element("div", { class: "titles" }, [
      element("p", { class: "course" }, "Safe on board"),
      element("p", { class: "part" }, document.title),
    ]);
    document.body.prepend(element("header", { class: "top" }, [logo, titles, this.#note, this.#progress]));
    document.body.append(
      element("footer", { class: "bottom" }, [this.back, this.#place, this.#hint, this.next, this.goOn]),
    );
    this.#tellOfSaving(attempt);
  }

  /** Shows that page `index` of `pages` is in front; `visited` holds the ids seen so far. */
  showPlace(pages, index, visited) {
    this.#place.textContent = `${index + 1} of ${pages.length}`;
    this.#place.setAttribute("aria-label", `Page ${index + 1} of ${pages.length}`);
    this.#progress.replaceChildren(
      ...pages.map((page, at) =>
        element("li", { class: at === index ? "here" : visited.has(page.id) ? "seen" : "" }),
      ),
    );
    this.back.hidden = this.#place.hidden = pages.length === 1;
    this.back.disabled = index === 0;
    this.next.hidden = index === pages.length - 1;
  }

  /** What to do when there is no next page; "" hides it. */
  hint(sentence) {
    this.#hint.textContent = sentence;
    this.#hint.hidden = sentence === "";
  }

  #tellOfSaving(attempt) {
    if (!attempt.connected) {
      this.#say("alone", "Not connected to a player: your progress is not kept");
      return;
    }
    if (attempt.words.reviewing) this.#say("alone", "You are reviewing: nothing here changes your result");
    attempt.onSaved(() => {
      this.#say("saved", "Saved");
      clearTimeout(this.#savedTimer);
      this.#savedTimer = setTimeout(() => this.#say("", ""), SAVED_FOR_MS);
    });
    attempt.onProblem((reason) => this.#say("problem", `The player could not keep your last step: ${reason}`));
  }

  #say(kind, sentence) {
    this.#note.dataset.kind = kind;
    this.#note.textContent = sentence;
  }
}
