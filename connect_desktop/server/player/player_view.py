"""What the web player's page shows, as JSON values: controls, parts, and how far the learner is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connect_desktop.runtime.navigation import Command, Completion, ContentsEntry, Controls, Offer
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.server.pages.words import Words

_OFFERED = (
    ("previous", Command.PREVIOUS),
    ("continue_", Command.CONTINUE),
    ("exit", Command.EXIT),
    ("exit_all", Command.EXIT_ALL),
    ("abandon", Command.ABANDON),
    ("abandon_all", Command.ABANDON_ALL),
    ("suspend_all", Command.SUSPEND_ALL),
)
_CENTISECONDS = 100


def controls_view(controls: Controls) -> dict[str, str]:
    """How each control is shown, by its command."""
    return {command.value: getattr(controls, name).value for name, command in _OFFERED}


def parts_view(running: RunningCourse, words: Words) -> list[Mapping[str, Any]]:
    """The rows of the table of contents; none where the course shows none."""
    if running.controls().contents is Offer.HIDDEN:
        return []
    return [_part(entry, words) for entry in running.contents()]


def outcome_view(running: RunningCourse, time: int) -> dict[str, Any]:
    """What the course has come to. `progress` is 0..1, what the course says or else the part of its pages that is done;
    `seconds` those of this launch, of `time` in centiseconds."""
    outcome = running.outcome()
    pages = [entry.outcome.completion for entry in running.contents() if entry.launchable]
    done = 1.0 if outcome.completion is Completion.COMPLETED else outcome.progress
    if done is None:
        done = pages.count(Completion.COMPLETED) / len(pages) if pages else 0.0
    return {
        "completion": outcome.completion.value,
        "success": outcome.success.value,
        "scaled": outcome.scaled,
        "raw": outcome.raw,
        "min": outcome.min,
        "max": outcome.max,
        "progress": done,
        "seconds": time / _CENTISECONDS,
    }


def _part(entry: ContentsEntry, words: Words) -> dict[str, Any]:
    return {
        "identifier": entry.identifier,
        "title": entry.title,
        "depth": entry.depth,
        "selectable": entry.selectable,
        "current": entry.current,
        "launchable": entry.launchable,
        "completion": entry.outcome.completion.value,
        "success": entry.outcome.success.value,
        "why": words.sentence(entry.why.template, entry.why.values) if entry.why else None,
    }
