/** Shows one page of a part at a time and remembers which were seen. */

export class Pager {
  #shell;
  #onShow;
  #index = 0;

  /** `onShow(page, pager)` is called whenever a page comes to the front; `visited` are ids of pages seen earlier. */
  constructor(shell, { visited = [], onShow }) {
    this.#shell = shell;
    this.#onShow = onShow;
    this.pages = [...document.querySelectorAll(".page")];
    this.visited = new Set(visited.filter((id) => this.pages.some((page) => page.id === id)));
    shell.next.addEventListener("click", () => this.show(this.#index + 1));
    shell.back.addEventListener("click", () => this.show(this.#index - 1));
  }

  get current() {
    return this.pages[this.#index];
  }

  get share() {
    return this.visited.size / this.pages.length;
  }

  /** Begin at the page with this id, or at the first one. */
  start(id) {
    this.#bringToFront(Math.max(0, this.#find(id)));
    document.documentElement.dataset.ready = "";
  }

  /** Go to a page by number or id and put the reader at its top. */
  show(page) {
    const index = typeof page === "number" ? page : this.#find(page);
    if (!this.pages[index]) return;
    this.#bringToFront(index);
    const heading = this.current.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    document.querySelector("main").scrollTo({ top: 0 });
  }

  #find(id) {
    return this.pages.findIndex((page) => page.id === id);
  }

  #bringToFront(index) {
    this.#index = index;
    this.visited.add(this.current.id);
    this.pages.forEach((page, at) => page.classList.toggle("current", at === index));
    this.#shell.showPlace(this.pages, index, this.visited);
    this.#onShow(this.current, this);
  }
}
