"""What `courses` can be told."""

from __future__ import annotations

import argparse

from connect_desktop.cli.shared_options import add_data_dir, add_json, parent_of


def add_course_commands(courses: argparse.ArgumentParser) -> None:
    """Every sub-command of `courses` with its options."""
    everywhere = [parent_of(add_data_dir, add_json)]
    actions = courses.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", parents=everywhere, help="list what is here and what servers offer")
    listing.add_argument("--offline", action="store_true", help="ask no server; what was last heard")
    download = actions.add_parser("download", parents=everywhere, help="fetch courses, or go on fetching them")
    download.add_argument("ids", nargs="*", metavar="ID", help="a course's id, as the list shows it")
    download.add_argument("--assigned", action="store_true", help="all that is assigned to the learner, too")
    for command in (listing, download):
        command.add_argument("--learner", metavar="NAME", help="for whom (default: the first learner)")
    giving = "give servers the courses they lack and sessions wait for"
    offer = actions.add_parser("offer", parents=everywhere, help=giving)
    offer.add_argument("ids", nargs="*", metavar="ID", help="a course's id (default: all that are waited for)")
    remove = actions.add_parser("remove", parents=everywhere, help="free the room a course takes; results stay")
    remove.add_argument("id", metavar="ID", help="the course's id")
    remove.add_argument("--yes", action="store_true", help="though it cannot be downloaded again")
    remove.add_argument("--cut-off", action="store_true", help="what seems to be played has died")
