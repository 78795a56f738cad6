/**
 * Lays paper for a document that is about to be printed, `{width, height, margin}`, or takes it away again: null. What
 * the document says of its paper by `@page` goes before. Gives the margins around what will be printed, from the upper
 * one on as a clock goes, as JSON: the engine prints without any and is told the room that is left. All in millimetres.
 */
(paper) => {
  const MILLIMETRES = { mm: 1, cm: 10, q: 0.25, in: 25.4, pc: 25.4 / 6, pt: 25.4 / 72, px: 25.4 / 96 };
  const SIZES = {
    a3: [297, 420],
    a4: [210, 297],
    a5: [148, 210],
    b4: [250, 353],
    b5: [176, 250],
    "jis-b4": [257, 364],
    "jis-b5": [182, 257],
    letter: [215.9, 279.4],
    legal: [215.9, 355.6],
    ledger: [279.4, 431.8],
  };
  const SIDES = ["top", "right", "bottom", "left"];
  // Less than this of a page is no room for anything.
  const LEAST = 10;

  const laid = globalThis.connectPaper;
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== laid);
  globalThis.connectPaper = null;
  if (!paper) return "";

  const own = [...document.styleSheets, ...document.adoptedStyleSheets].flatMap(pageRules);
  const [width, height] = sizeSaid();
  const said = SIDES.map((side) => length(lastSaid(`margin-${side}`)) ?? paper.margin);
  const isRoom = width - said[1] - said[3] >= LEAST && height - said[0] - said[2] >= LEAST;
  const [top, right, bottom, left] = isRoom ? said : [0, 0, 0, 0];
  // Whole pixels: of a part of one, what is at the edge would be cut off.
  const [across, down] = [width - left - right, height - top - bottom].map((room) => Math.floor(room / MILLIMETRES.px));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { size: ${across}px ${down}px; margin: 0 }`);
  globalThis.connectPaper = sheet;
  document.adoptedStyleSheets.push(sheet);
  return JSON.stringify([
    top,
    width - left - across * MILLIMETRES.px,
    height - top - down * MILLIMETRES.px,
    left,
  ]);

  /** The rules for all pages in a sheet, or in a rule that holds others; a sheet from elsewhere tells none. */
  function pageRules(holder) {
    if (holder instanceof CSSPageRule) return holder.selectorText === "" ? [holder] : [];
    try {
      return [...((holder.styleSheet ?? holder).cssRules ?? [])].flatMap(pageRules);
    } catch {
      return [];
    }
  }

  function lastSaid(property) {
    return own.map((rule) => rule.style.getPropertyValue(property)).filter(Boolean).at(-1) ?? "";
  }

  function sizeSaid() {
    const words = lastSaid("size").toLowerCase().split(/\s+/);
    const lengths = words.map(length).filter((found) => found !== null);
    if (lengths.length > 0) return [lengths[0], lengths.at(-1)];
    const named = words.find((word) => word in SIZES);
    const sides = SIZES[named] ?? [paper.width, paper.height];
    const [short, long] = [Math.min(...sides), Math.max(...sides)];
    if (words.includes("landscape")) return [long, short];
    return words.includes("portrait") || named ? [short, long] : sides;
  }

  function length(text) {
    const [, number, unit] = /^([\d.]+)([a-z]*)$/.exec(text.toLowerCase()) ?? [];
    const found = unit === "" ? Number(number) : Number(number) * MILLIMETRES[unit];
    return Number.isFinite(found) && (unit !== "" || found === 0) ? found : null;
  }
};
