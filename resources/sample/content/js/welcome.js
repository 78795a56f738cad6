import { connect } from "./scorm.js";
import { startReading } from "./reading.js";

const attempt = connect();

// "Family, Given" is how SCORM names people; nobody is greeted like that.
const given = attempt.words.learnerName.split(",").at(-1).trim();
if (given) document.querySelector("#name").textContent = `, ${given}`;

// The manifest may name the ship, so that an author need not touch the pages.
const ship = /^ship=(.+)$/m.exec(attempt.words.launchData);
if (ship) document.querySelector("#ship").textContent = ship[1];

startReading(attempt, "That was the welcome. Continue with the lesson in your player.");
