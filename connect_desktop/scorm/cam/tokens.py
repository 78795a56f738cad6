"""The closed vocabularies of a manifest: every token the standard knows [CAM 3.4, 5.1, 5.2]."""

from __future__ import annotations

SCORM_TYPES = ("sco", "asset")
TIME_LIMIT_ACTIONS = ("exit,message", "exit,no message", "continue,message", "continue,no message")
HIDE_LMS_UI = ("continue", "previous", "exit", "exitAll", "abandon", "abandonAll", "suspendAll")

PRECONDITION_ACTIONS = ("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal")
POSTCONDITION_ACTIONS = ("exitParent", "exitAll", "retry", "retryAll", "continue", "previous")
EXIT_ACTIONS = ("exit",)
_STATUS_CONDITIONS = (
    "satisfied",
    "objectiveStatusKnown",
    "objectiveMeasureKnown",
    "completed",
    "activityProgressKnown",
    "attempted",
    "attemptLimitExceeded",
    "timeLimitExceeded",
    "outsideAvailableTimeRange",
)
RULE_CONDITIONS = (*_STATUS_CONDITIONS, "objectiveMeasureGreaterThan", "objectiveMeasureLessThan", "always")
ROLLUP_CONDITIONS = _STATUS_CONDITIONS
ROLLUP_ACTIONS = ("satisfied", "notSatisfied", "completed", "incomplete")
CHILD_ACTIVITY_SETS = ("all", "any", "none", "atLeastCount", "atLeastPercent")
COMBINATIONS = ("all", "any")
OPERATORS = ("noOp", "not")
CONSIDERATIONS = ("always", "ifAttempted", "ifNotSkipped", "ifNotSuspended")
TIMINGS = ("never", "once", "onEachNewAttempt")
