"""What a manifest says, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from connect_desktop.scorm.cam.course import CompletionThreshold, DataMap, Edition, Metadata, ScormType
from connect_desktop.scorm.cam.finding import Severity
from connect_desktop.scorm.cam.manifest import parse_manifest
from tests.manifests_for_tests import (
    ITEM,
    NAMESPACES_12,
    NAMESPACES_2004,
    SCO_12,
    SCO_2004,
    codes,
    findings_of,
    manifest_12,
    manifest_2004,
    read_course,
)


def item(children: str = "", *, identifier: str = "I", attributes: str = 'identifierref="R"') -> str:
    return f'<item identifier="{identifier}" {attributes}><title>Item</title>{children}</item>'


def test_a_plain_manifest_has_no_findings() -> None:
    assert findings_of(manifest_12()) == ()
    assert findings_of(manifest_2004()) == ()


def test_nested_items_in_document_order() -> None:
    items = f"""
      <item identifier="A"><title> Module
        one </title>
        <item identifier="A1" identifierref="R" isvisible="false"><title>Page</title></item>
        <item identifier="A2"><title>Deep</title>{item(identifier="A21")}</item>
      </item>
      {item(identifier="B")}"""
    organization = read_course(manifest_2004(items)).organization
    assert [found.identifier for found in organization.items()] == ["A", "A1", "A2", "A21", "B"]
    assert [found.identifier for found in organization.leaves()] == ["A1", "A21", "B"]
    first = organization.items()[0]
    assert (first.title, first.launch, first.visible) == ("Module one", None, True)
    assert not first.children[0].visible
    assert first.line == 7


def test_elements_of_a_scorm_12_item() -> None:
    written = item(
        """<adlcp:prerequisites type="aicc_script"> A&amp;B </adlcp:prerequisites>
        <adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>
        <adlcp:timelimitaction>exit,no message</adlcp:timelimitaction>
        <adlcp:datafromlms>level=2</adlcp:datafromlms>
        <adlcp:masteryscore>80</adlcp:masteryscore>"""
    )
    found = read_course(manifest_12(written)).organization.leaves()[0]
    assert found.prerequisites == "A&B"
    assert found.max_time_allowed == "00:30:00"
    assert found.time_limit_action == "exit,no message"
    assert found.data_from_lms == "level=2"
    assert found.mastery_score == "80"


def test_elements_of_a_scorm_2004_item() -> None:
    written = item(
        """<adlcp:timeLimitAction>continue,message</adlcp:timeLimitAction>
        <adlcp:dataFromLMS>level=2</adlcp:dataFromLMS>
        <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.7" progressWeight=".5"/>
        <adlcp:data>
          <adlcp:map targetID="notes"/>
          <adlcp:map targetID=" shared%20store " readSharedData="false" writeSharedData="0"/>
        </adlcp:data>
        <adlnav:presentation><adlnav:navigationInterface>
          <adlnav:hideLMSUI>continue</adlnav:hideLMSUI><adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI>
        </adlnav:navigationInterface></adlnav:presentation>"""
    )
    found = read_course(manifest_2004(written)).organization.leaves()[0]
    assert found.time_limit_action == "continue,message"
    assert found.data_from_lms == "level=2"
    assert found.completion_threshold == CompletionThreshold(
        completed_by_measure=True, minimum_progress_measure=0.7, progress_weight=0.5
    )
    assert found.data_maps == (
        DataMap(target="notes"),
        DataMap(target="shared store", read_shared_data=False, write_shared_data=False),
    )
    assert found.hide_lms_ui == {"continue", "exitAll"}


def test_completion_threshold_as_text() -> None:
    written = item("<adlcp:completionThreshold> 0.75 </adlcp:completionThreshold>")
    course = read_course(manifest_2004(written, version="<schemaversion>2004 3rd Edition</schemaversion>"))
    assert course.organization.leaves()[0].completion_threshold == CompletionThreshold(minimum_progress_measure=0.75)


def test_resources_with_files_and_dependencies() -> None:
    resources = """<resource identifier=" R " adlcp:scormtype="SCO" href="a.html">
        <file href="a.html"/><file href="b.js"/><file/><dependency identifierref="D"/></resource>
      <resource identifier="D" adlcp:scormtype="asset"><file href="c.css"/></resource>"""
    course = read_course(manifest_12(resources=resources))
    assert list(course.resources) == ["R", "D"]
    resource = course.resources["R"]
    assert (resource.scorm_type, resource.href) == (ScormType.SCO, "a.html")
    assert (resource.files, resource.dependencies, resource.line) == (("a.html", "b.js"), ("D",), 10)
    assert course.resources["D"].href is None
    assert course.resources["D"].scorm_type is ScormType.ASSET


def test_attributes_of_the_organization() -> None:
    manifest = manifest_2004().replace(
        'organization identifier="O"',
        'organization identifier="O" adlseq:objectivesGlobalToSystem="false" adlcp:sharedDataGlobalToSystem="false"',
    )
    organization = read_course(manifest).organization
    assert not organization.objectives_global_to_system
    assert not organization.shared_data_global_to_system
    assert read_course(manifest_2004()).organization.objectives_global_to_system


LOM_12 = """<record xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general>
  <title><langstring xml:lang="de">Brand
    schutz</langstring></title><language>de</language>
  <description><langstring xml:lang="de">Kurz gesagt.</langstring></description></general>
  <relation><kind><value><langstring>thumbnail</langstring></value></kind>
  <resource><description><langstring>img/cover.png</langstring></description></resource></relation></record>"""
LOM_2004 = """<lom:lom><lom:general><lom:title><lom:string language="de">Brand schutz</lom:string></lom:title>
  <lom:description><lom:string>Kurz gesagt.</lom:string></lom:description></lom:general>
  <lom:relation><lom:kind><lom:value>hasThumbnail</lom:value></lom:kind><lom:resource>
  <lom:identifier><lom:entry>img/cover.png</lom:entry></lom:identifier></lom:resource></lom:relation></lom:lom>"""


@pytest.mark.parametrize("manifest", [manifest_12(metadata=LOM_12), manifest_2004(metadata=LOM_2004)])
def test_metadata_in_both_forms(manifest: str) -> None:
    metadata = Metadata(
        title="Brand schutz", description="Kurz gesagt.", language="de", thumbnail="folder/img/cover.png"
    )
    assert read_course(manifest, member="folder/imsmanifest.xml").metadata == metadata
    assert read_course(manifest_2004(item(f"<metadata>{LOM_2004}</metadata>"))).organization.leaves()[
        0
    ].metadata.title == ("Brand schutz")


def test_metadata_in_a_file_of_its_own_is_not_read() -> None:
    metadata = "<adlcp:location>meta.xml</adlcp:location>"
    assert read_course(manifest_12(metadata=metadata)).metadata == Metadata()


@pytest.mark.parametrize(
    ("version", "edition"),
    [
        ("1.2", Edition.SCORM_12),
        ("SCORM 1.2", Edition.SCORM_12),
        ("ADL SCORM 1.2", Edition.SCORM_12),
        ("CAM 1.3", Edition.SCORM_2004_2ND),
        ("1.3", Edition.SCORM_2004_2ND),
        ("2004 2nd Edition", Edition.SCORM_2004_2ND),
        ("2004 3rd Edition", Edition.SCORM_2004_3RD),
        ("SCORM_2004 3RD EDITION", Edition.SCORM_2004_3RD),
        (" 2004  3rd\n Edition ", Edition.SCORM_2004_3RD),
        ("2004 Third Edition", Edition.SCORM_2004_3RD),
        ("2004 4th Edition", Edition.SCORM_2004_4TH),
        ("SCORM 2004 4th Ed.", Edition.SCORM_2004_4TH),
        ("4th Edition", Edition.SCORM_2004_4TH),
        ("2004", Edition.SCORM_2004_3RD),
    ],
)
def test_schemaversion_in_its_spellings(version: str, edition: Edition) -> None:
    assert read_course(manifest_2004(version=f"<schemaversion>{version}</schemaversion>")).edition is edition


FOURTH = item('<adlcp:data><adlcp:map targetID="t"/></adlcp:data>')


@pytest.mark.parametrize("version", ["", "<schemaversion/>", "<schemaversion>ADL SCORM</schemaversion>"])
@pytest.mark.parametrize(
    ("make", "items", "edition"),
    [
        (manifest_12, ITEM, Edition.SCORM_12),
        (manifest_2004, ITEM, Edition.SCORM_2004_3RD),
        (manifest_2004, FOURTH, Edition.SCORM_2004_4TH),
    ],
)
def test_without_a_version_the_namespaces_speak(
    make: Callable[..., str], items: str, edition: Edition, version: str
) -> None:
    manifest = make(items, version=version)
    assert read_course(manifest).edition is edition
    assert codes(findings_of(manifest)) in (["missing-schemaversion"], ["unknown-schemaversion"])


def test_a_manifest_without_any_namespace_is_scorm_12() -> None:
    bare = manifest_12(version="").replace(NAMESPACES_12, "").replace("adlcp:", "")
    assert read_course(bare).edition is Edition.SCORM_12


def test_a_version_that_contradicts_the_namespaces_counts_and_is_a_finding() -> None:
    older = manifest_2004(version="<schemaversion>1.2</schemaversion>")
    newer = manifest_12(version="<schemaversion>2004 3rd Edition</schemaversion>")
    assert read_course(older).edition is Edition.SCORM_12
    assert read_course(newer).edition is Edition.SCORM_2004_3RD
    assert codes(findings_of(older)) == codes(findings_of(newer)) == ["edition-contradiction"]


def test_either_vocabulary_is_read_in_either_edition() -> None:
    written = item("<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:DataFromLMS>x</adlcp:DataFromLMS>")
    for namespaces in (NAMESPACES_12, NAMESPACES_2004):
        manifest = manifest_12(written).replace(NAMESPACES_12, namespaces)
        found = read_course(manifest).organization.leaves()[0]
        assert (found.mastery_score, found.data_from_lms) == ("80", "x")
        assert found.resource is not None
        assert found.resource.scorm_type is ScormType.SCO


@pytest.mark.parametrize(
    ("uri", "wrong"),
    [
        ("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.example.org/our/own"),
        ("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.imsglobal.org/xsd/imscp_v1p2"),
        ("http://www.adlnet.org/xsd/adlcp_rootv1p2", "http://www.adlnet.org/xsd/ADLCP_v1p9"),
        ("http://www.adlnet.org/xsd/adlcp_rootv1p2", "http://wrong.example"),
    ],
)
def test_wrong_namespaces_are_known_by_family_prefix_or_root(uri: str, wrong: str) -> None:
    written = item("<adlcp:masteryscore>80</adlcp:masteryscore>")
    found = read_course(manifest_12(written).replace(f'"{uri}"', f'"{wrong}"')).organization.leaves()[0]
    assert (found.mastery_score, found.launch) == ("80", "a.html")


def test_foreign_elements_are_no_items() -> None:
    written = ITEM + '<x:item xmlns:x="http://vendor.example/ext" identifier="X" identifierref="R"/>'
    assert len(read_course(manifest_12(written)).organization.items()) == 1


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


def test_the_folder_of_the_manifest_is_part_of_every_path() -> None:
    course = read_course(manifest_2004(), member="My Course/imsmanifest.xml")
    assert course.manifest == "My Course/imsmanifest.xml"
    assert course.resources["R"].href == "My Course/a.html"
    assert course.resources["R"].files == ("My Course/a.html",)
    assert course.organization.leaves()[0].launch == "My Course/a.html"


@pytest.mark.parametrize(
    ("written", "read", "found"),
    [
        ("exit, message", "exit,message", "misspelled-word"),
        ("Exit,No Message", "exit,no message", "misspelled-word"),
        ("leave", "", "unknown-word"),
    ],
)
def test_words_are_corrected_or_left_out(written: str, read: str, found: str) -> None:
    manifest = manifest_2004(item(f"<adlcp:timeLimitAction>{written}</adlcp:timeLimitAction>"))
    assert read_course(manifest).organization.leaves()[0].time_limit_action == read
    assert codes(findings_of(manifest)) == [found]


@pytest.mark.parametrize(
    ("attribute", "value", "read"),
    [("minProgressMeasure", "1,5", 1.0), ("minProgressMeasure", "much", 1.0), ("minProgressMeasure", "0,5", 0.5)],
)
def test_numbers_are_drawn_into_their_range(attribute: str, value: str, read: float) -> None:
    manifest = manifest_2004(item(f'<adlcp:completionThreshold {attribute}="{value}"/>'))
    threshold = read_course(manifest).organization.leaves()[0].completion_threshold
    assert threshold == CompletionThreshold(minimum_progress_measure=read)
    assert codes(findings_of(manifest)) == ([] if read == 0.5 else ["unreadable-value"])


def test_unknown_scorm_type_is_an_asset_and_a_finding() -> None:
    manifest = manifest_2004(resources=SCO_2004.replace('"sco"', '"module"'))
    assert read_course(manifest).resources["R"].scorm_type is ScormType.ASSET
    assert codes(findings_of(manifest)) == ["unknown-word"]
