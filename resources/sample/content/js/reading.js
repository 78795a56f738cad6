/** A part that is read: bookmarked page by page, complete when every page was seen. */

import { Pager } from "./pager.js";
import { Shell } from "./shell.js";

/** Puts the pages of this document into motion for `attempt`; `last` is the hint on the last page. */
export function startReading(attempt, last) {
  const shell = new Shell(attempt);
  const pager = new Pager(shell, {
    visited: attempt.state.visited,
    onShow(page) {
      attempt.state.visited = [...pager.visited];
      attempt.words.bookmark = page.id;
      if (pager.share === 1) attempt.words.complete();
      else attempt.words.progress(pager.share);
      attempt.save();
      offerToGoOn(shell, attempt, page === pager.pages.at(-1) ? last : "");
    },
  });
  pager.start(attempt.words.bookmark);
  return pager;
}

/** At the end of a part: the hint, and where the player lets content go on by itself, a button that does. */
export function offerToGoOn(shell, attempt, hint) {
  shell.hint(hint);
  shell.goOn.hidden = hint === "" || !attempt.words.canContinue;
  shell.goOn.onclick = () => attempt.continue();
}
