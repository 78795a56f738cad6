"""A course of two SCOs that say what they read when they begin, and save their last words while they go."""

from __future__ import annotations

from tests.packages_for_tests import manifest_12

_PAGE = """<!doctype html><meta charset="utf-8"><title>SCO</title>
<script>
  let at = window;
  while (!at.API && at.parent !== at) at = at.parent;
  const api = at.API;
  const began = {
    initialized: api.LMSInitialize(""),
    entry: api.LMSGetValue("cmi.core.entry"),
    suspended: api.LMSGetValue("cmi.suspend_data"),
    learner: api.LMSGetValue("cmi.core.student_id"),
  };
  api.LMSSetValue("cmi.core.score.raw", "1");
  addEventListener("pagehide", () => {
    api.LMSSetValue("cmi.suspend_data", window.lastWords ?? "last words");
    api.LMSSetValue("cmi.core.session_time", "00:00:07");
    api.LMSSetValue("cmi.core.exit", "suspend");
    api.LMSFinish("");
  });
  document.documentElement.dataset.ready = "";
</script>"""


def course_of_two() -> dict[str, str]:
    return {"imsmanifest.xml": manifest_12(2), "sco1.html": _PAGE, "sco2.html": _PAGE}
