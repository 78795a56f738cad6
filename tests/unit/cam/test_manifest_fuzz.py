"""Any bytes at all: reading never raises, and what comes out keeps its promises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from connect_desktop.scorm.cam.check import check_course
from connect_desktop.scorm.cam.finding import Severity
from connect_desktop.scorm.cam.manifest import parse_manifest
from tests.manifests_for_tests import ITEM, SCO_2004, manifest_12, manifest_2004

SEEDS = (
    manifest_12(
        ITEM.replace("</item>", "<adlcp:prerequisites>A&amp;B</adlcp:prerequisites><item/></item>"),
        attributes='xml:base="a/"',
    ).encode(),
    manifest_2004(
        f'<item identifier="G"><title>G</title>{ITEM}<imsss:sequencing IDRef="s"><imsss:controlMode flow="true"/>'
        '<imsss:objectives><imsss:primaryObjective objectiveID="o"><imsss:mapInfo targetObjectiveID="g"/>'
        "</imsss:primaryObjective></imsss:objectives></imsss:sequencing></item>",
        SCO_2004,
        after='<imsss:sequencingCollection><imsss:sequencing ID="s"><imsss:limitConditions attemptLimit="1"/>'
        "</imsss:sequencing></imsss:sequencingCollection><manifest identifier='N'/>",
    ).encode(),
)
SPLICES = (
    b"<",
    b">",
    b"&",
    b'"',
    b"'",
    b"--",
    b"<!--",
    b"]]>",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<item>",
    b"../",
    b"</item>",
    b"&amp;",
    b"<!DOCTYPE",
    b"xmlns",
    b"identifier",
    b"\xe4",
    b"{",
    b"\n",
    b"http://x/",
    b"<manifest>",
)


def keeps_its_promises(data: bytes) -> None:
    reading = parse_manifest(data)
    for finding in reading.findings:
        assert finding.message
        assert finding.line is None or finding.line >= 1
    if reading.course is None:
        assert any(finding.severity is Severity.ERROR for finding in reading.findings)
        return
    for organization in reading.course.organizations:
        identifiers = [item.identifier for item in organization.root.walk()]
        assert len(set(identifiers)) == len(identifiers)
        assert all(identifiers)
    assert reading.course.organization in reading.course.organizations
    for finding in check_course(reading, (), resolve=lambda name: None):
        assert finding.message


@given(st.binary(max_size=400))
def test_random_bytes(data: bytes) -> None:
    keeps_its_promises(data)


@given(st.text(alphabet="<>/&;!-[]\"'= \nabimx:?\0é安", max_size=200))
def test_random_markup(text: str) -> None:
    keeps_its_promises(f"<manifest>{text}".encode())


@settings(max_examples=300)
@given(st.data())
def test_mutated_manifests(data: st.DataObject) -> None:
    manifest = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(manifest)))
        length = data.draw(st.integers(0, 30))
        splice = data.draw(st.sampled_from(SPLICES) | st.binary(max_size=4))
        manifest[start : start + length] = splice
    keeps_its_promises(bytes(manifest))


@given(st.sampled_from(SEEDS), st.sampled_from(["utf-8", "utf-16", "utf-16-be", "utf-32", "cp1252", "gb18030"]))
def test_cut_anywhere_in_any_encoding(seed: bytes, encoding: str) -> None:
    data = seed.decode().encode(encoding)
    for end in range(0, len(data), max(1, len(data) // 20)):
        keeps_its_promises(data[:end])
