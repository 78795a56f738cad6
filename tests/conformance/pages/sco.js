/**
 * A SCO that does as it is told: `perform` makes the commands of a step and gives every call it made with its answer.
 * It compares nothing. What it does of itself depends on its own name.
 */

// Those that terminate only while they are unloaded, and what they ask for then.
const WHILE_UNLOADING = {
  SequencingTestSingleDoTerminate: null,
  exitAllOnUnload: "exitAll",
  suspendAllOnUnload: "suspendAll",
  tarAct4OnUnload: "{target=activity_4}choice",
};
// The one that waits for the learner when it has terminated.
const WAITS = "SequencingTest_SX09_exitall";
const REFERENCE = /^(.*)\.&(.+)&(.*)$/;

const name = location.pathname.split("/").at(-1).replace(/\.html?$/, "");
const leaving = Object.hasOwn(WHILE_UNLOADING, name);
const query = new URLSearchParams(location.search);
const api = find("API_1484_11");
let calls = [];

/** Up the parents, then the opener and its parents [RTE 3.3.6.1]. */
function find(wanted) {
  return upward(window, wanted) ?? (top.opener ? upward(top.opener, wanted) : null);
}

function upward(start, wanted) {
  let at = start;
  while (!at[wanted] && at.parent && at.parent !== at) at = at.parent;
  return at[wanted] ?? null;
}

function call(method, ...args) {
  const answer = api[method](...args);
  calls.push([method, args, answer]);
  return answer;
}

/** The ids of all members of `cmi.objectives` or `adl.data`. */
function identifiers(array) {
  const count = Number(call("GetValue", `${array}._count`));
  return Array.from({ length: count }, (_, n) => call("GetValue", `${array}.${n}.id`));
}

/** The element with `&id&` replaced by the index of the member that has this id. */
function resolved(element) {
  const [, array, identifier, rest] = REFERENCE.exec(element) ?? [];
  return array === undefined ? element : `${array}.${identifiers(array).indexOf(identifier)}${rest}`;
}

/** Make the commands, each followed by GetLastError, and give all calls: `[[method, [argument…], answer]…]` as JSON. */
window.perform = (commands) => {
  calls = [];
  for (const { call: method, args } of commands) {
    if (method === "objective_ids") {
      identifiers("cmi.objectives");
    } else {
      call(method, ...args.map((argument, n) => (n === 0 ? resolved(argument) : argument)));
      call("GetLastError");
    }
  }
  if (!leaving) call("Terminate", "");
  document.querySelector("button").hidden = name !== WAITS;
  return JSON.stringify(calls);
};

addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("button");
  button.addEventListener("click", () => (button.hidden = true));
  document.querySelector("h1").textContent = `${query.get("tc")}: activity ${query.get("act")}`;
});

if (leaving) {
  addEventListener("unload", () => {
    if (WHILE_UNLOADING[name] !== null) api.SetValue("adl.nav.request", WHILE_UNLOADING[name]);
    api.Terminate("");
  });
}
