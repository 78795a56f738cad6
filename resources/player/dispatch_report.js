/**
 * A course that was dispatched to another platform is played within a page of that platform, which reports what came of
 * it there. That page is told by a port it has sent: a port cannot be heard by anybody else, whatever origin the page
 * is of, and it learns nothing but how far the session it plays has come.
 */
const PERIOD = 5000;

/**
 * Say hello to the page around this one, or the one that opened it. `session` is the session's address, `bearer` gives
 * the launch token in force. Returns what to call when something was saved.
 */
export function reportProgress(session, bearer) {
  const platform = window.parent === window ? window.opener : window.parent;
  let port = null;
  let asked = 0;

  async function tell() {
    if (port === null) return;
    asked += 1;
    const number = asked;
    try {
      const answer = await fetch(`${session}/progress`, { headers: { Authorization: `Bearer ${bearer()}` } });
      // An answer that was overtaken would take back what a later one said.
      if (answer.ok && number === asked) port.postMessage(await answer.json());
    } catch {
      // The next one tells.
    }
  }

  if (platform === null || !isDispatched(bearer())) return () => {};
  addEventListener("message", ({ data, source, ports }) => {
    if (source !== platform || data?.connect !== "dispatch-port" || port !== null) return;
    [port] = ports;
    setInterval(tell, PERIOD);
    tell();
  });
  platform.postMessage({ connect: "dispatch-ready" }, "*");
  return tell;
}

function isDispatched(token) {
  try {
    return "dispatch" in JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
  } catch {
    return false;
  }
}
