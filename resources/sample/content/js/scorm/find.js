/** Discovery of the player's API as the standard prescribes it: through the parents, then through the opener. */

const MAX_PARENTS = 500;

/** A window exposes one of these; where it exposes both, the newer comes first. */
const EDITIONS = [
  { edition: "2004", property: "API_1484_11" },
  { edition: "1.2", property: "API" },
];

/** The APIs a page can reach, best first, as `{ edition, api }`. Empty when it was opened without a player. */
export function findApis(page) {
  return [...new Set([page, page.opener, page.top?.opener])].flatMap((start) => apisAbove(start));
}

function apisAbove(start) {
  const found = [];
  let current = start;
  for (let depth = 0; current && depth <= MAX_PARENTS; depth += 1) {
    found.push(...apisOf(current));
    if (found.length > 0 || current.parent === current) break;
    current = current.parent;
  }
  return found;
}

function apisOf(candidate) {
  try {
    return EDITIONS.filter(({ property }) => candidate[property]).map(({ edition, property }) => ({
      edition,
      api: candidate[property],
    }));
  } catch {
    // A window of another origin may not be looked into, but its parents still may hold the API.
    return [];
  }
}
