"""Courses made without a manifest, for tests of the rooms above."""

from __future__ import annotations

from connect_desktop.scorm.cam.course import Course, Edition, Item, Organization


def make_course(edition: Edition, *items: Item) -> Course:
    organization = Organization(root=Item(identifier="org", title="Safety", children=items))
    return Course(
        edition=edition,
        identifier="course",
        organization=organization,
        organizations=(organization,),
        resources={},
    )
