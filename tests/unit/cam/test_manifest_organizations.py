"""Which organization is played, and what there is where one is missing, broken or in a nested manifest."""

from __future__ import annotations

import pytest

from connect_desktop.scorm.cam.finding import Severity
from connect_desktop.scorm.cam.manifest import parse_manifest
from tests.manifests_for_tests import ITEM, SCO_12, codes, findings_of, item, manifest_12, manifest_2004, read_course


def test_the_default_organization_is_played() -> None:
    two = manifest_12().replace(
        "</organizations>", f'<organization identifier="P"><title>Second</title>{ITEM}</organization></organizations>'
    )
    assert read_course(two).organization.identifier == "O"
    assert read_course(two.replace('default="O"', 'default=" P "')).title == "Second"
    assert len(read_course(two).organizations) == 2
    without = two.replace(' default="O"', "")
    assert read_course(without).organization.identifier == "O"
    assert codes(findings_of(without)) == ["missing-default-organization"]


@pytest.mark.parametrize("identifier", ["Z", "EMPTY"])
def test_a_dangling_or_empty_default_falls_back_to_what_can_be_played(identifier: str) -> None:
    manifest = (
        manifest_12()
        .replace('default="O"', f'default="{identifier}"')
        .replace("</organizations>", '<organization identifier="EMPTY"><title>x</title></organization></organizations>')
    )
    assert read_course(manifest).organization.identifier == "O"
    assert codes(findings_of(manifest)) == ["unknown-default-organization"]


@pytest.mark.parametrize("organizations", ["", "<organizations/>", '<organizations default="O"/>'])
def test_without_organization_one_is_made_of_the_scos(organizations: str) -> None:
    full = manifest_12(
        resources=SCO_12
        + SCO_12.replace('"R"', '"organization"').replace("a.html", "dir/Second%20page.html")
        + '<resource identifier="X" adlcp:scormtype="asset" href="x.html"/>'
    )
    manifest = full[: full.index("<organizations")] + organizations + full[full.index("<resources>") :]
    organization = read_course(manifest).organization
    assert [(leaf.identifier, leaf.launch) for leaf in organization.leaves()] == [
        ("R", "a.html"),
        ("organization~2", "dir/Second%20page.html"),
    ]
    assert "no-organization" in codes(findings_of(manifest))
    assert read_course(manifest).title == "M"


def test_without_scos_it_is_made_of_the_assets_nothing_depends_on() -> None:
    resources = """<resource identifier="A" href="a.html"><dependency identifierref="B"/></resource>
        <resource identifier="B" href="b.js"/><resource identifier="C"><file href="c.js"/></resource>"""
    assert [leaf.identifier for leaf in read_course(manifest_12("", resources)).organization.leaves()] == ["A"]


def test_duplicate_items_stay_apart() -> None:
    manifest = manifest_12(ITEM + ITEM + ITEM.replace('"I"', '"I~2"'))
    assert [leaf.identifier for leaf in read_course(manifest).organization.leaves()] == ["I", "I~2", "I~2~2"]
    assert codes(findings_of(manifest)) == ["duplicate-identifier"] * 2


def test_of_duplicate_resources_the_first_counts() -> None:
    manifest = manifest_12(resources=SCO_12 + SCO_12.replace("a.html", "b.html"))
    assert read_course(manifest).resources["R"].href == "a.html"
    assert codes(findings_of(manifest)) == ["duplicate-identifier"]


def test_missing_identifiers_are_made() -> None:
    manifest = manifest_12('<item identifierref="R"><title>x</title></item>')
    assert read_course(manifest).organization.leaves()[0].identifier == "item-1"
    assert codes(findings_of(manifest)) == ["missing-identifier"]


def test_padded_identifiers_find_each_other() -> None:
    manifest = manifest_12(item(identifier=" I ", attributes='identifierref=" R&#10;"'))
    leaf = read_course(manifest).organization.leaves()[0]
    assert (leaf.identifier, leaf.launch) == ("I", "a.html")


def test_an_item_without_its_resource_stays_in_the_contents() -> None:
    manifest = manifest_12(ITEM + item(identifier="J", attributes='identifierref="gone"'))
    organization = read_course(manifest).organization
    assert [found.launch for found in organization.items()] == ["a.html", None]
    finding = findings_of(manifest)[0]
    assert (finding.code, finding.severity, finding.line) == ("unknown-resource", Severity.WARNING, 6)
    assert finding.message.startswith("The item “Item” refers to “gone”, but there is no such resource")


def test_a_course_with_no_page_is_an_error() -> None:
    reading = parse_manifest(manifest_12(item(attributes='identifierref="gone"')).encode())
    assert ("nothing-to-launch", Severity.ERROR) in [(found.code, found.severity) for found in reading.findings]


def test_missing_titles_are_replaced() -> None:
    manifest = manifest_12('<item identifier="I" identifierref="R"/>').replace("<title>Course</title>", "")
    course = read_course(manifest)
    assert (course.title, course.organization.leaves()[0].title) == ("M", "I")
    assert codes(findings_of(manifest)) == ["missing-title"] * 2


def test_items_with_items_have_pages_in_12_only() -> None:
    nested = item(item(identifier="J"))
    assert [leaf.identifier for leaf in read_course(manifest_12(nested)).organization.leaves()] == ["I", "J"]
    assert [leaf.identifier for leaf in read_course(manifest_2004(nested)).organization.leaves()] == ["J"]


NESTED = f"""<manifest identifier="SUB" xml:base="sub/"><organizations default="S2">
  <organization identifier="S1"><title>no</title>{item(identifier="no", attributes='identifierref="RS"')}</organization>
  <organization identifier="S2"><title>yes</title>{item(identifier="S", attributes='identifierref="RS"')}</organization>
  </organizations><resources>{SCO_12.replace('"R"', '"RS"')}</resources></manifest>"""


def test_an_item_may_stand_for_a_nested_manifest() -> None:
    manifest = manifest_12(ITEM + item(identifier="J", attributes='identifierref="SUB"'), after=NESTED)
    organization = read_course(manifest).organization
    assert [(found.identifier, found.launch) for found in organization.items()] == [
        ("I", "a.html"),
        ("J", None),
        ("S", "sub/a.html"),
    ]
    assert codes(findings_of(manifest)) == ["nested-manifest"]


def test_an_item_may_refer_to_a_resource_of_a_nested_manifest() -> None:
    manifest = manifest_12(item(attributes='identifierref="RS"'), after=NESTED)
    assert read_course(manifest).organization.leaves()[0].launch == "sub/a.html"


def test_manifests_that_refer_to_each_other_end() -> None:
    nested = NESTED.replace('identifierref="RS"', 'identifierref="SUB"')
    manifest = manifest_12(ITEM + item(identifier="J", attributes='identifierref="SUB"'), after=nested)
    assert "unknown-resource" in codes(findings_of(manifest))


def test_a_chain_of_nested_manifests_ends_too() -> None:
    chain = "".join(
        f'<manifest identifier="N{n}"><organizations><organization identifier="o"><title>t</title>'
        f"{item(identifier=f'i{n}', attributes=f'identifierref={chr(34)}N{n + 1}{chr(34)}')}"
        f"</organization></organizations></manifest>"
        for n in range(1500)
    )
    manifest = manifest_12(ITEM + item(identifier="J", attributes='identifierref="N0"'), after=chain)
    assert "nested-too-deeply" in codes(findings_of(manifest))


def test_the_organization_of_a_nested_manifest_serves_where_there_is_no_other() -> None:
    full = manifest_12(after=NESTED)
    manifest = full[: full.index("<organizations")] + full[full.index("<resources>") :]
    assert [one.identifier for one in read_course(manifest).organizations] == ["S1", "S2"]
