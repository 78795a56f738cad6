/** Shows the general emergency signal as it sounds: seven short blasts and a long one. */

const SHORT_MS = 500;
const LONG_MS = 2000;
const PAUSE_MS = 250;

export function addSignal(button, blasts) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    for (const blast of blasts.children) {
      blast.classList.add("sounding");
      await passed(blast.classList.contains("long") ? LONG_MS : SHORT_MS);
      blast.classList.remove("sounding");
      await passed(PAUSE_MS);
    }
    button.disabled = false;
  });
}

function passed(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
