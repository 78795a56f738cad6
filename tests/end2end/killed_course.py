"""A learner whose computer dies: a child process plays a course by random calls until it is killed without warning.

Run as a program it is the child: it prints a JSON line for each value answered "true", and says which were committed.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.navigation import Command, Deliver, NavigationRequest
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.cam.course import Edition, Item
from connect_desktop.store.database import open_store, utc_now
from tests.courses_for_tests import make_course

COURSE = make_course(
    Edition.SCORM_2004_4TH,
    *(Item(identifier=name, title=name, launch=f"{name}.html") for name in ("one", "two", "three")),
)
PACKAGE = "pkg_killed"


@dataclass
class Told:
    """What the child said before it died: by activity, the last value answered "true" of each element.

    `asked` is the value it was about to set, `going` the activity it was about to go to: it may have died after that
    was kept and before it could say so.
    """

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    commits: int = 0
    current: str = ""
    asked: tuple[str, str, str] | None = None
    going: str = ""


def open_course(database: Path) -> RunningCourse:
    """The course of the one learner there is, opened as a new start of the application would."""
    store = open_store(database)
    learner = next(iter(store.learners.all()), None) or store.learners.add("Ahab")
    return Launching(store, clock=utc_now).open(COURSE, PACKAGE, learner, LaunchOptions())[1]


def play(database: Path, seed: int) -> None:
    """The child: answer after answer, each told on standard output, until somebody kills us."""
    chance = random.Random(seed)
    course = open_course(database)
    decision = course.begin()
    while isinstance(decision, Deliver):
        delivery = course.deliver(decision.activity, resume=decision.resume)
        _tell("delivered", decision.activity)
        course.call(delivery.number, "Initialize", ("",))
        for _ in range(chance.randrange(5, 60)):
            element, value = _something(chance)
            _tell("asked", decision.activity, element, value)
            if course.call(delivery.number, "SetValue", (element, value)) == "true":
                _tell("set", decision.activity, element, value)
            if chance.random() < 0.2 and course.call(delivery.number, "Commit", ("",)) == "true":
                _tell("committed")
        course.call(delivery.number, "SetValue", ("cmi.exit", "suspend"))
        course.call(delivery.number, "Terminate", ("",))
        course.taken_away(delivery.number)
        target = chance.choice(["one", "two", "three"])
        _tell("going", target)
        decision = course.navigate(NavigationRequest(Command.CHOICE, target))


def kill_at_random(database: Path, seed: int, chance: random.Random) -> Told:
    """Run the child, kill -9 it after a random number of answers, and give what it had told."""
    command = [sys.executable, "-m", "tests.end2end.killed_course", str(database), str(seed)]
    told = Told()
    answers = chance.randrange(1, 400)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(answers):
            _hear(child.stdout.readline(), told)
        child.kill()
        for line in child.stdout:
            _hear(line, told)
    return told


def lost_after(database: Path, told: Told) -> list[str]:
    """Open the database and the course as the next start does; name what is not as it was told."""
    with sqlite3.connect(database) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    lost = [] if verdict == "ok" else [f"the database: {verdict}"]
    course = open_course(database)
    decision = course.begin()
    if told.current and not (isinstance(decision, Deliver) and decision.activity in (told.current, told.going)):
        lost.append(f"the place: {decision} is not {told.current}")
    for activity, values in told.values.items():
        delivery = course.deliver(activity)
        course.call(delivery.number, "Initialize", ("",))
        for element, value in values.items():
            found = course.call(delivery.number, "GetValue", (element,))
            if found != value and (activity, element, found) != told.asked:
                lost.append(f"{activity} {element}: {found!r} is not {value!r}")
        course.call(delivery.number, "SetValue", ("cmi.exit", "suspend"))
        course.call(delivery.number, "Terminate", ("",))
        course.taken_away(delivery.number)
    course.navigate(NavigationRequest(Command.CHOICE, told.current or "one"))
    course.close()
    return lost


def _something(chance: random.Random) -> tuple[str, str]:
    number = str(chance.randrange(10**6))
    return chance.choice(
        [
            ("cmi.location", f"page-{number}"),
            ("cmi.suspend_data", number * chance.randrange(1, 2000)),
            ("cmi.score.raw", number),
            ("cmi.interactions.0.id", f"question-{number}"),
            ("cmi.completion_status", chance.choice(["incomplete", "completed"])),
        ]
    )


def _tell(*words: str) -> None:
    print(json.dumps(words), flush=True)  # noqa: T201 - the parent reads it


def _hear(line: str, told: Told) -> None:
    try:
        event, *words = json.loads(line)
    except ValueError:
        return  # the line it died in
    if event == "delivered":
        told.current = words[0]
    elif event == "going":
        told.going = words[0]
    elif event == "asked":
        activity, element, value = words
        told.asked = activity, element, value
    elif event == "committed":
        told.commits += 1
    else:
        activity, element, value = words
        told.values.setdefault(activity, {})[element] = value


if __name__ == "__main__":
    play(Path(sys.argv[1]), int(sys.argv[2]))
