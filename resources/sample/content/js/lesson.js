import { addNotes } from "./notes.js";
import { connect } from "./scorm.js";
import { startReading } from "./reading.js";
import { addSignal } from "./signal.js";

const attempt = connect();
addNotes(attempt);
addSignal(document.querySelector("#play-signal"), document.querySelector("#blasts"));
startReading(attempt, "You have read it all. Continue with the quiz in your player.");
