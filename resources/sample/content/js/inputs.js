/** The controls with which each type of question is answered. */

import { element } from "./element.js";

/** `{ node, value, set }` for a question: the control, its response (null while incomplete), and a way to restore one.
 *  The node sends `change` when the response may have changed. */
export function inputFor(question) {
  return INPUTS[question.type](question);
}

const INPUTS = {
  choice: (question) => (question.several ? severalOf(question) : oneOf(question, (value) => [value], ([id]) => id)),
  "true-false": (question) => oneOf(question),
  likert: (question) => oneOf(question, undefined, undefined, "scale"),
  numeric: (question) => written(question, { inputmode: "numeric", pattern: "[0-9]+", autocomplete: "off" }),
  "fill-in": (question) => written(question, { autocomplete: "off", spellcheck: "false", maxlength: "60" }),
  sequencing: ordered,
  matching: matched,
};

function oneOf({ id, text, options }, wrap = (value) => value, unwrap = (value) => value, look = "options") {
  const node = group(text, look, Object.entries(options).map(([value, label]) => choice("radio", id, value, label)));
  return {
    node,
    value: () => {
      const checked = node.querySelector("input:checked");
      return checked ? wrap(checked.value) : null;
    },
    set: (response) => {
      node.querySelector(`input[value="${unwrap(response)}"]`).checked = true;
    },
  };
}

function severalOf({ id, text, options }) {
  const node = group(text, "options", Object.entries(options).map(([value, label]) => choice("checkbox", id, value, label)));
  return {
    node,
    value: () => {
      const checked = [...node.querySelectorAll("input:checked")].map((box) => box.value);
      return checked.length > 0 ? checked : null;
    },
    set: (response) => response.forEach((value) => (node.querySelector(`input[value="${value}"]`).checked = true)),
  };
}

function written({ id, text, unit, type }, attributes) {
  const field = element("input", { type: "text", id, "aria-label": text, ...attributes });
  const node = element("div", { class: "written" }, unit ? [field, element("span", {}, unit)] : field);
  return {
    node,
    value: () => (field.value.trim() && field.checkValidity() ? field.value.trim() : null),
    set: (response) => {
      field.value = response;
    },
    hint: type === "numeric" ? "Write a whole number." : "",
  };
}

function ordered({ text, options }) {
  const heard = element("p", { class: "heard", role: "status" });
  const list = element("ol", { class: "order" }, Object.entries(options).map(([id, label]) => step(id, label)));
  const ids = () => [...list.children].map((item) => item.dataset.step);
  const node = group(text, "ordering", [list, heard]);
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const item = button.closest("li");
    if (button.dataset.move === "up") item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    button.focus();
    heard.textContent = `${options[item.dataset.step]}: now number ${ids().indexOf(item.dataset.step) + 1}`;
    node.dispatchEvent(new Event("change", { bubbles: true }));
  });
  return {
    node,
    value: ids,
    set: (response) => list.append(...response.map((id) => list.querySelector(`[data-step="${id}"]`))),
  };
}

function step(id, label) {
  return element("li", { "data-step": id }, [
    element("span", {}, label),
    element("button", { type: "button", "data-move": "up", "aria-label": `Move up: ${label}` }, "↑"),
    element("button", { type: "button", "data-move": "down", "aria-label": `Move down: ${label}` }, "↓"),
  ]);
}

function matched({ id, text, from, options }) {
  const rows = Object.entries(from).map(([left, name]) =>
    group(name, "row", Object.entries(options).map(([value, label]) => choice("radio", `${id}-${left}`, value, label)), left),
  );
  const node = group(text, "matching", rows);
  return {
    node,
    value: () => {
      const checked = rows.map((row) => [row.dataset.value, row.querySelector("input:checked")?.value]);
      return checked.every(([, right]) => right) ? checked : null;
    },
    set: (response) =>
      response.forEach(([left, right]) => {
        node.querySelector(`[data-value="${left}"] input[value="${right}"]`).checked = true;
      }),
  };
}

function group(legend, look, content, value = "") {
  return element("fieldset", { class: look, "data-value": value }, [element("legend", {}, legend), ...content]);
}

function choice(type, name, value, label) {
  return element("label", { class: "choice" }, [element("input", { type, name, value }), element("span", {}, label)]);
}
