/**
 * What a script needs to know of the content: an expression that gives a function of one query, run in the player page.
 * Looks through the course's frame and every frame inside it that it may look into.
 */
((query) => {
  function* documents(frame, left, top) {
    const box = frame.getBoundingClientRect();
    const at = { left: left + box.left + frame.clientLeft, top: top + box.top + frame.clientTop };
    let inside = null;
    try {
      inside = frame.contentDocument;
    } catch {
      return;
    }
    if (!inside?.documentElement) return;
    yield { inside, ...at };
    for (const nested of inside.querySelectorAll("iframe, frame")) yield* documents(nested, at.left, at.top);
  }

  function shows(inside, text) {
    return (inside.body?.innerText ?? "").includes(text);
  }

  function visible(element) {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility();
  }

  /** Under way, and with an end: a spinner that turns for ever is not waited for. */
  function arriving(animation) {
    const { endTime } = animation.effect?.getComputedTiming() ?? { endTime: 0 };
    return animation.playState === "running" && Number.isFinite(endTime);
  }

  const frame = document.querySelector("iframe[name=content]");
  if (!frame) return null;
  const all = [...documents(frame, 0, 0)];

  if (query.still) return all.some(({ inside }) => inside.getAnimations().some(arriving)) ? null : {};
  if (query.text !== undefined) return all.some(({ inside }) => shows(inside, query.text)) ? {} : null;
  for (const { inside, left, top } of all) {
    const element = [...inside.querySelectorAll(query.selector)].find(visible);
    if (!element) continue;
    if (query.act === "click") element.click();
    if (query.act === "listen") {
      // Heard on the way down, told when the content's own handlers are through; the player page outlives a link.
      const heard = () => setTimeout(() => (document.documentElement.dataset.clicked = query.step));
      delete document.documentElement.dataset.clicked;
      inside.defaultView.addEventListener("click", heard, { capture: true, once: true });
    }
    if (query.act === "fill") {
      element.value = query.value;
      element.dispatchEvent(new Event("input", { bubbles: true }));
      element.dispatchEvent(new Event("change", { bubbles: true }));
    }
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = element.getBoundingClientRect();
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    const hit = inside.elementFromPoint(x, y);
    return { x: left + x, y: top + y, reachable: hit === element || element.contains(hit) };
  }
  return null;
})
