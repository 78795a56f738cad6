/** A note for every page of the lesson, kept in the suspend data and shared with the summary. */

import { element } from "./element.js";

/** Long enough for a thought; seven of them fit into SCORM 1.2's 4,096 characters. */
const MAX_LENGTH = 400;

export function addNotes(attempt) {
  attempt.state.notes ??= {};
  for (const page of document.querySelectorAll(".page")) page.querySelector(".text").append(noteFor(page, attempt));
}

function noteFor(page, attempt) {
  const { notes } = attempt.state;
  const field = element("textarea", { id: `note-${page.id}`, rows: "3", maxlength: MAX_LENGTH });
  field.value = notes[page.id] ?? "";
  field.addEventListener("input", () => {
    notes[page.id] = field.value;
  });
  field.addEventListener("change", () => {
    attempt.words.sharedNotes = Object.values(notes).filter(Boolean).join("\n");
    attempt.save();
  });
  const label = element("label", { for: field.id }, page.dataset.ask ?? "What do you want to remember?");
  const box = element("details", { class: "note" }, [
    element("summary", { id: `open-note-${page.id}` }, "My note"),
    label,
    field,
  ]);
  box.open = field.value !== "";
  return box;
}
