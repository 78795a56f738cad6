/**
 * Keeps what a document was when its content called `print()`. In a browser that call waits until all is printed; here
 * the engine prints a moment later, when content that put something together only for that has taken it apart again.
 */
(() => {
  if (globalThis.connectKept) return;
  const NAME = "connect-kept";
  const FORGETS = "script, noscript, iframe, frame, embed, object";
  let kept = null;

  addEventListener("beforeprint", () => {
    // With paper laid it is the engine that begins.
    if (globalThis.connectPaper) return;
    const copied = copy();
    let changed = false;
    const changes = new MutationObserver(() => (changed = true));
    changes.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    // When the script that called it has come to its end.
    queueMicrotask(() => {
      kept = changed || changes.takeRecords().length > 0 ? copied : null;
      changes.disconnect();
    });
  });

  globalThis.connectKept = Object.freeze({ show, isReady, drop });

  /** Put what was kept into a frame that nobody sees; gives the frame's name, "" if nothing was kept. */
  function show() {
    if (frame()) return NAME;
    if (!kept) return "";
    const shown = document.createElement("iframe");
    shown.name = NAME;
    shown.style = "position: fixed; inset: 0; width: 100%; height: 100%; border: 0; visibility: hidden; z-index: -1";
    document.documentElement.append(shown);
    const inside = shown.contentDocument;
    inside.open();
    inside.write(document.compatMode === "CSS1Compat" ? "<!doctype html>" : "<html>");
    inside.close();
    inside.replaceChild(inside.adoptNode(kept), inside.documentElement);
    kept = null;
    return NAME;
  }

  /** Whether all that it is made of has come. */
  function isReady() {
    const inside = frame()?.contentDocument;
    const sheets = [...(inside?.querySelectorAll("link[rel~=stylesheet]") ?? [])];
    return [...(inside?.images ?? [])].every((image) => image.complete) && sheets.every((link) => link.sheet);
  }

  function drop() {
    kept = null;
    frame()?.remove();
  }

  function frame() {
    return document.querySelector(`iframe[name=${NAME}]`);
  }

  /** The document with what is in it but not in its text: what was typed, drawn and styled; nothing in it runs. */
  function copy() {
    const root = document.documentElement.cloneNode(true);
    const [originals, copies] = [document.documentElement, root].map((from) => [...from.querySelectorAll("*")]);
    originals.forEach((original, index) => fill(copies[index], original));
    for (const sheet of document.adoptedStyleSheets) root.append(styled(document.createElement("style"), sheet));
    for (const runs of root.querySelectorAll(FORGETS)) runs.remove();
    return root;
  }

  function fill(made, original) {
    for (const { name } of [...made.attributes]) if (name.startsWith("on")) made.removeAttribute(name);
    if (original instanceof HTMLCanvasElement) drawn(made, original);
    if (original instanceof HTMLSelectElement) made.selectedIndex = original.selectedIndex;
    if (original instanceof HTMLStyleElement && original.sheet) styled(made, original.sheet);
  }

  function drawn(made, canvas) {
    const image = document.createElement("img");
    for (const { name, value } of made.attributes) image.setAttribute(name, value);
    try {
      image.src = canvas.toDataURL();
      made.replaceWith(image);
    } catch {
      // Drawn from elsewhere: nobody may look at it.
    }
  }

  function styled(made, sheet) {
    made.textContent = [...sheet.cssRules].map((rule) => rule.cssText).join("\n");
    return made;
  }
})();
