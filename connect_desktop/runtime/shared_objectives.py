"""Global objectives that courses share: `objectivesGlobalToSystem` [SN 4th Ed. 3.10.2].

Each course keeps all it knows of them in its sequencing state, and takes over what the learner's latest launch knew: so
the journals stay the only place where anything is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from connect_desktop.scorm.sn.tracking import ObjectiveProgress

SHARED = "shared_objectives"


def as_state(objectives: Mapping[str, ObjectiveProgress]) -> dict[str, Any]:
    """The objectives as JSON values."""
    return {target: progress.as_json() for target, progress in objectives.items()}


def latest(states: Iterable[str]) -> Mapping[str, ObjectiveProgress]:
    """The objectives of the first of the sequencers' states that has any, as JSON, the latest state first."""
    for text in states:
        shared = json.loads(text).get(SHARED)
        if shared is not None:
            return {target: ObjectiveProgress.from_json(stored) for target, stored in shared.items()}
    return {}
