/**
 * Lays paper for a document that is about to be printed, `{width, height, margin}` in millimetres, or takes it away
 * again: null. The program can tell its paper to a whole page only, a frame takes it from here. What the document says
 * itself by `@page` stays.
 */
(paper) => {
  const laid = globalThis.connectPaper;
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== laid);
  if (!paper) return;

  const own = [...document.styleSheets, ...document.adoptedStyleSheets].flatMap(pages);
  const sizes = own.map((rule) => rule.style.getPropertyValue("size")).filter(Boolean);
  const [, way] = /^(portrait|landscape)$/.exec(sizes.at(-1) ?? "") ?? [];
  const margins = own.some((rule) => [...rule.style].some((name) => name.startsWith("margin")));

  const sides = [paper.width, paper.height];
  if (way) sides.sort((one, other) => (way === "landscape" ? other - one : one - other));
  const size = sizes.length === 0 || way ? `size: ${sides.map((side) => `${side}mm`).join(" ")};` : "";
  const margin = margins ? "" : `margin: ${paper.margin}mm;`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { ${size} ${margin} }`);
  globalThis.connectPaper = sheet;
  document.adoptedStyleSheets.push(sheet);

  /** The rules for all pages in a sheet or in a rule that holds others; of a sheet from elsewhere nothing is seen. */
  function pages(holder) {
    if (holder instanceof CSSPageRule) return holder.selectorText === "" ? [holder] : [];
    try {
      return [...((holder.styleSheet ?? holder).cssRules ?? [])].flatMap(pages);
    } catch {
      return [];
    }
  }
};
