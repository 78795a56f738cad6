import { element } from "./element.js";
import { objectives } from "./questions.js";
import { startReading } from "./reading.js";
import { connect } from "./scorm.js";

const attempt = connect();
const { words, state } = attempt;

const [family, given = ""] = words.learnerName.split(",").map((part) => part.trim());
document.querySelector("#learner").textContent = `${given} ${family}`.trim() || "A careful shipmate";

// A certificate keeps the day it was earned, however often it is looked at.
state.earned ??= new Date().toISOString();
document.querySelector("#date").textContent = new Date(state.earned).toLocaleDateString("en-GB", { dateStyle: "long" });

document.querySelector("#print").addEventListener("click", () => window.print());

const scores = words.objectiveScores();
const shown = Object.entries(objectives).filter(([id]) => scores.has(id));
document.querySelector("#strengths").hidden = shown.length === 0;
document.querySelector("#strengths ul").replaceChildren(
  ...shown.map(([id, title]) => {
    const percent = Math.round(scores.get(id) * 100);
    return element("li", {}, [title, element("meter", { value: percent, max: 100 }), element("b", {}, `${percent}%`)]);
  }),
);

const notes = words.sharedNotes;
document.querySelector("#notes").hidden = notes === "";
document.querySelector("#notes p").textContent = notes;

startReading(attempt, "That was the whole course. Fair winds! You can close it now.");
