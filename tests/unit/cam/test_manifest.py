"""What a manifest says, and what comes out of it."""

from __future__ import annotations

import pytest

from connect_desktop.scorm.cam.course import CompletionThreshold, DataMap, Metadata, ScormType, VerdictRule
from tests.manifests_for_tests import ITEM, SCO_2004, codes, findings_of, item, manifest_12, manifest_2004, read_course


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


@pytest.mark.parametrize(
    ("asked", "rule", "found"),
    [
        ("latest", VerdictRule.LATEST, []),
        ("best", VerdictRule.BEST, []),
        ("first", VerdictRule.BEST, ["unknown-word"]),
    ],
)
def test_a_course_may_ask_which_verdict_is_told(asked: str, rule: VerdictRule, found: list[str]) -> None:
    asking = f'organization xmlns:connect="urn:connect-desktop:course" connect:verdict="{asked}" identifier="O"'
    manifest = manifest_2004().replace('organization identifier="O"', asking)
    assert read_course(manifest).organization.verdict_rule is rule
    assert codes(findings_of(manifest)) == found
    assert read_course(manifest_2004()).organization.verdict_rule is VerdictRule.BEST


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


def test_foreign_elements_are_no_items() -> None:
    written = ITEM + '<x:item xmlns:x="http://vendor.example/ext" identifier="X" identifierref="R"/>'
    assert len(read_course(manifest_12(written)).organization.items()) == 1


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
