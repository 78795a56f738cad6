"""The one shape both API instances have, so that whoever runs a SCO need not know its edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol


class ApiState(StrEnum):
    """The conceptual states of an API instance [RTE 3.1.2]."""

    NOT_INITIALIZED = "not initialized"
    RUNNING = "running"
    TERMINATED = "terminated"


class ApiInstance(Protocol):
    """An API instance for one launch of one SCO: `Scorm12Api` (`API`) or `Scorm2004Api` (`API_1484_11`)."""

    @property
    def state(self) -> ApiState: ...

    @property
    def last_error(self) -> int:
        """What GetLastError / LMSGetLastError answers now."""

    def call(self, method: str, args: Sequence[str]) -> str:
        """Answer one API call. `method` is the name the content used (`SetValue`, `LMSSetValue`); every argument is
        text already. Never raises for anything content can do: it answers and sets the error code."""

    def values(self) -> Mapping[str, str]:
        """Every element the SCO can write that has a value now: what `ScoLaunch.stored` takes on resume."""

    def session_time(self) -> int:
        """The last session_time set in this launch, in centiseconds; 0 if never set."""

    def exit_value(self) -> str:
        """`cmi.exit` / `cmi.core.exit` as last set: "", `suspend`, `logout`, `time-out`, `normal`."""

    def navigation_request(self) -> str:
        """`adl.nav.request` as last set, `_none_` if never; SCORM 1.2 has none."""
