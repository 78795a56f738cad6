"""What authoring tools get wrong in XML, and what hostile files try."""

from __future__ import annotations

import time

import pytest

from connect_desktop.scorm.cam.finding import Severity
from connect_desktop.scorm.cam.manifest import MANIFEST_LIMIT, parse_manifest
from tests.manifests_for_tests import ITEM, NAMESPACES_12, codes, findings_of, manifest_12, read_course

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE manifest [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {n} "{("&" + p + ";") * 10}">' for p, n in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><manifest><organizations><organization><title>&i;</title></organization></organizations></manifest>"
)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (manifest_12().replace("<?xml", "\n\n<?xml"), "blank-before-xml"),
        (manifest_12().replace("<?xml", "\ufeff<?xml"), None),
        ("junk " + manifest_12(), "text-before-xml"),
        (manifest_12().replace("<metadata>", "<!-- made -- by hand --><metadata>"), "not-well-formed"),
        (manifest_12().replace("<metadata>", "<!----- made by hand -----><metadata>"), "not-well-formed"),
        (manifest_12().replace("xmlns:adlcp", "xmlns:other"), "undeclared-prefix"),
        (manifest_12().replace("<title>Item", "<title>\x0bItem"), "not-well-formed"),
        (manifest_12().replace("</manifest>", ""), "not-well-formed"),
        (manifest_12() + "trailing", "not-well-formed"),
        (manifest_12().replace(NAMESPACES_12, ""), "undeclared-prefix"),
        (manifest_12().replace("<manifest", '<!DOCTYPE manifest SYSTEM "no.dtd"><manifest'), None),
    ],
)
def test_the_course_is_read_all_the_same(wrong: str, found: str | None) -> None:
    course = read_course(wrong)
    assert course.title == "Course"
    assert course.organization.leaves()[0].launch == "a.html"
    assert course.resources["R"].scorm_type == "sco"
    assert (found in codes(findings_of(wrong))) if found else not findings_of(wrong)


def test_stray_ampersands_and_html_entities_are_text() -> None:
    manifest = manifest_12(ITEM.replace(">Item<", ">A & B&nbsp;&eacute; &amp; &#67; &nosuch;<")).replace(
        'href="a.html"><', 'href="a.html?x=1&y=2"><'
    )
    leaf = read_course(manifest).organization.leaves()[0]
    assert leaf.title == "A & B é & C &nosuch;"
    assert leaf.launch == "a.html?x=1&y=2"


def test_an_undeclared_prefix_is_one_finding_however_often_it_is_used() -> None:
    items = "".join(
        f'<item identifier="I{n}" identifierref="R"><title>t</title><adlcp:masteryscore>80</adlcp:masteryscore></item>'
        for n in range(3)
    )
    manifest = manifest_12(items).replace("xmlns:adlcp", "xmlns:other")
    assert codes(findings_of(manifest)) == ["undeclared-prefix"]
    assert findings_of(manifest)[0].line == 6
    assert read_course(manifest).organization.leaves()[2].mastery_score == "80"


def test_repairs_leave_cdata_alone_and_keep_lines() -> None:
    manifest = manifest_12("<!-- a -- \n\n b -->\n" + ITEM.replace(">Item<", "><![CDATA[<!-- A & &nbsp; -->]]><"))
    leaf = read_course(manifest).organization.leaves()[0]
    assert leaf.title == "<!-- A & &nbsp; -->"
    assert leaf.line == manifest[: manifest.index("<item")].count("\n") + 1


def test_lines_count_from_the_first_line_of_the_file() -> None:
    manifest = "\n\n" + manifest_12(ITEM.replace("<title>Item</title>", ""))
    missing = next(finding for finding in findings_of(manifest) if finding.code == "missing-title")
    assert missing.line == manifest[: manifest.index("<item")].count("\n") + 1
    assert missing.file == "imsmanifest.xml"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-manifest"),
        (b" \n ", "empty-manifest"),
        (b"not xml at all", "not-xml"),
        (b"PK\x03\x04\x00\x00", "not-xml"),
        (b"<html><body/></html>", "not-a-manifest"),
        (b"<manifest/>", "nothing-to-launch"),
        (BOMB.encode(), "entity-declarations"),
        (BOMB.encode("utf-16"), "entity-declarations"),
        (
            b'<!DOCTYPE manifest [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest>&x;</manifest>',
            "entity-declarations",
        ),
        (b'<!DOCTYPE manifest [<!ENTITY % x SYSTEM "http://x/">%x;]><manifest/>', "entity-declarations"),
        (b"<manifest>" + b" " * MANIFEST_LIMIT + b"</manifest>", "manifest-too-large"),
        (b"<manifest>" + b"<i/>" * 260_000 + b"</manifest>", "manifest-too-large"),
    ],
)
def test_what_is_no_manifest_is_an_error(data: bytes, code: str) -> None:
    started = time.perf_counter()
    reading = parse_manifest(data)
    assert reading.course is None
    assert code in [finding.code for finding in reading.findings if finding.severity is Severity.ERROR]
    assert time.perf_counter() - started < 30


@pytest.mark.parametrize(
    "unit",
    [b"&", b"<a ", b"<!--", b"<![CDATA[", b"<x:a/>", b"&foo;", b"<a></b>", b"\x01", b"<item/>", b"<a>", b"\xe9 "],
)
def test_hostile_repetition_is_read_in_bounded_time(unit: bytes) -> None:
    started = time.perf_counter()
    parse_manifest(b"<manifest>" + unit * (500_000 // len(unit)))
    assert time.perf_counter() - started < 30


def test_items_nested_beyond_sense_are_left_out() -> None:
    items = '<item identifier="x"><title>t</title>' * 80 + ITEM + "</item>" * 80
    reading = parse_manifest(manifest_12(items).encode())
    assert "nested-too-deeply" in codes(reading.findings)


def test_of_one_kind_of_finding_twenty_are_kept() -> None:
    items = "".join(f'<item identifier="I{n}" identifierref="none"><title>t</title></item>' for n in range(50))
    kinds = codes(findings_of(manifest_12(ITEM + items)))
    assert kinds.count("unknown-resource") == 20
    assert findings_of(manifest_12(ITEM + items))[-1].message.startswith("There are 30 more findings")
