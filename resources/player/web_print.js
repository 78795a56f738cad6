/**
 * Printing: what the course shows, not the player around it. By the keys its frame is printed by itself; where the
 * browser prints the page, by its menu, the frame is as tall as what is in it.
 */

// A little narrower than any paper the page may come out on: what is measured so fits there too.
const PAPER_WIDTH = "17cm";

export class Printing {
  #content;

  /** `content` gives the window of what is shown, null if there is none. */
  constructor(content) {
    this.#content = content;
    addEventListener("keydown", (event) => this.#pressed(event));
    addEventListener("beforeprint", () => this.#stretch());
    addEventListener("afterprint", () => this.#relax());
  }

  /** A page of the course has come into the frame: the keys that are pressed there are its own first. */
  listen() {
    const content = this.#near();
    content?.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    const content = this.#near();
    const prints = event.key === "p" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!prints || event.defaultPrevented || !content) return;
    event.preventDefault();
    content.print();
  }

  #stretch() {
    const content = this.#near();
    if (!content) return;
    const { style } = content.frameElement;
    style.width = PAPER_WIDTH;
    style.height = "0";
    style.height = `${content.document.documentElement.scrollHeight}px`;
    style.width = "";
  }

  #relax() {
    const content = this.#near();
    if (content) content.frameElement.style.height = "";
  }

  /** The content's window, where it is one that may be looked into: not a page of another site. */
  #near() {
    try {
      const content = this.#content();
      return content?.document ? content : null;
    } catch {
      return null;
    }
  }
}
