"""The requests that pass between the processes of the sequencing loop [SN 4th Ed. 4.1]."""

from __future__ import annotations

from enum import StrEnum


class NavigationKind(StrEnum):
    """Navigation requests [SN 4th Ed. NB.2.1]."""

    START = "start"
    RESUME_ALL = "resumeAll"
    CONTINUE = "continue"
    PREVIOUS = "previous"
    CHOICE = "choice"
    JUMP = "jump"
    EXIT = "exit"
    EXIT_ALL = "exitAll"
    ABANDON = "abandon"
    ABANDON_ALL = "abandonAll"
    SUSPEND_ALL = "suspendAll"


class Termination(StrEnum):
    """Termination requests [SN 4th Ed. TB.2.3]."""

    EXIT = "exit"
    EXIT_PARENT = "exitParent"
    EXIT_ALL = "exitAll"
    SUSPEND_ALL = "suspendAll"
    ABANDON = "abandon"
    ABANDON_ALL = "abandonAll"


class Sequencing(StrEnum):
    """Sequencing requests [SN 4th Ed. SB.2.12]."""

    START = "start"
    RESUME_ALL = "resumeAll"
    CONTINUE = "continue"
    PREVIOUS = "previous"
    CHOICE = "choice"
    JUMP = "jump"
    RETRY = "retry"
    EXIT = "exit"


class Direction(StrEnum):
    """Which way the tree is walked [SN 4th Ed. SB.2.1]."""

    FORWARD = "forward"
    BACKWARD = "backward"
