"""What was told of the parts of a course, as a sequencing session that can be rolled up. Pure.

Who goes on on one device with what was begun on another has done the course once all its parts are done, though no
launch saw more than some of them done.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from connect_desktop.runtime.sco_reports import take_report
from connect_desktop.scorm.cam.course import Organization
from connect_desktop.scorm.sn.activity_tree import ActivityTree
from connect_desktop.scorm.sn.session import SequencingSession


def session_of_parts(parts: Mapping[str, Mapping[str, str]], organization: Organization) -> SequencingSession:
    """A session in which each part was attempted of which elements are told; nothing is rolled up yet."""
    still = Random(0)  # noqa: S311 - nothing is shuffled by looking
    session = SequencingSession(ActivityTree(organization), still, lambda: 0.0)
    for part in session.tree.activities:
        if part.is_leaf and part.identifier in parts:
            for attempted in part.path_to_root():
                session.change(attempted, attempts=1)
            take_report(session, part, parts[part.identifier])
    return session
