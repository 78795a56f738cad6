/** The page that asks one question. */

import { element } from "./element.js";

/** `count` says where in the quiz it stands. The question itself is the page's heading and the control's name. */
export function questionPage({ id, type, text }, input, count) {
  return element("section", { class: "page question", id: `ask-${id}`, "data-question": id, "data-type": type }, [
    element("div", { class: "text" }, [
      element("p", { class: "kicker" }, count),
      element("h1", {}, text),
      input.node,
      ...(input.hint ? [element("p", { class: "aside" }, input.hint)] : []),
    ]),
  ]);
}
