"""All the web player says, in English, by the names its page has for it. Translations stand in `connect_*.ts`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "course": "Course",
        "contents": "Contents",
        "contentsOfCourse": "Contents of the course",
        "toContent": "Skip to the course",
        "previous": "Previous",
        "continue": "Continue",
        "suspendAll": "Save and leave",
        "exitAll": "Exit course",
        "ways": "More ways to leave",
        "exit": "Exit this part",
        "abandon": "Abandon this part",
        "abandonAll": "Abandon the course",
        "fullScreen": "Full screen",
        "progress": "Progress in the course",
        "percent": "{percent} %",
        "dismiss": "Dismiss",
        # Marks of the contents.
        "locked": "Not open yet",
        "passed": "Passed",
        "failed": "Failed",
        "completed": "Completed",
        "here": "You are here",
        "incomplete": "Incomplete",
        "notAttempted": "Not attempted",
        # In the course's place.
        "starting": "Starting the course…",
        "choose": "Choose where to go on",
        "chooseText": "Pick a part from the contents.",
        "start": "Start",
        "youPassed": "You passed this course",
        "youFailed": "You have not passed this course",
        "youCompleted": "You completed this course",
        "saved": "Your progress is saved",
        "score": "Score: {percent} %",
        "rawScore": "Score: {raw}",
        "goOnLater": "Open the course again to go on where you were.",
        "done": "You can close it now, or open it again to look something up.",
        "again": "Open again",
        "goOn": "Go on here",
        "tryAgain": "Try again",
        "away": "The server does not answer",
        "awayText": "Check the connection. Nothing that was saved is lost.",
        "elsewhere": "This course is open in another window",
        "elsewhereText": "Go on there, or here: what was saved is the same in both.",
        "idle": "This course was paused",
        "idleText": "Nothing was heard from this page for a long time. What was saved is kept.",
        "lost": "This course has to be opened again",
        "lostText": "The connection to it was lost. What was saved before is kept.",
        "revoked": "This link is not valid any more",
        "revokedText": "What was saved is kept. Go back to where you started the course and start it from there again.",
        "full": "Too many courses are open",
        "fullText": "The server cannot take one more right now. Please try again in a few minutes.",
        # Across the page.
        "offline": "The server cannot be reached. What you do now is not saved until the connection is back.",
        "back": "The connection is back, and everything is saved.",
        "notSaved": "The course said something that could not be saved. {reason}",
        "unavailable": "Launch link unavailable",
        "unavailableText": "This link is incomplete, or its time is over. "
        "Go back to where you found it and start the course from there.",
        "gone": "Course not available",
        "goneText": "This course is not on the server any more. Ask whoever gave you the link.",
        "missing": "This page is not in the course",
        "missingText": "The course asked for a file that its package does not contain. "
        "Go on with another part, and tell whoever made it.",
        "unreadable": "This page cannot be read",
    }
)
