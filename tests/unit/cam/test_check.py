"""What the checks say about packages that read well."""

from __future__ import annotations

import pytest

from connect_desktop.scorm.cam.check import CHECKS, check_course
from connect_desktop.scorm.cam.finding import Finding, Severity
from connect_desktop.scorm.cam.manifest import parse_manifest
from tests.manifests_for_tests import ASSET_2004, ITEM, SCO_12, SCO_2004, checks_of, codes, manifest_12, manifest_2004

FILES = ("imsmanifest.xml", "a.html")


def the_one(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1, [finding.message for finding in findings]
    return findings[0]


def leaf(extra: str = "", *, identifier: str = "I", attributes: str = "") -> str:
    return f'<item identifier="{identifier}" identifierref="R" {attributes}><title>{identifier}</title>{extra}</item>'


def sequenced(inside: str) -> str:
    return f"<imsss:sequencing>{inside}</imsss:sequencing>"


def rule(action: str, condition: str = "always", kind: str = "preConditionRule") -> str:
    return (
        f"<imsss:sequencingRules><imsss:{kind}><imsss:ruleConditions><imsss:ruleCondition condition='{condition}' "
        f"referencedObjective='o'/></imsss:ruleConditions><imsss:ruleAction action='{action}'/></imsss:{kind}>"
        f"</imsss:sequencingRules><imsss:objectives><imsss:primaryObjective objectiveID='o'/></imsss:objectives>"
    )


@pytest.mark.parametrize("manifest", [manifest_12(), manifest_2004()])
def test_a_good_package_is_left_in_peace(manifest: str) -> None:
    assert checks_of(manifest) == ()


def test_a_reading_without_course_has_nothing_to_check() -> None:
    assert check_course(parse_manifest(b""), (), resolve=lambda name: name) == ()


def test_a_missing_launch_file_is_the_only_error() -> None:
    finding = the_one(checks_of(manifest_12(ITEM + ITEM.replace('"I"', '"J"')), ["imsmanifest.xml"]))
    assert (finding.severity, finding.code, finding.line) == (Severity.ERROR, "missing-launch-file", 10)
    assert finding.message == (
        "“Item” opens the file “a.html”, which is not in the package. Add the file or export the package again."
    )


def test_the_query_is_no_part_of_the_file_name() -> None:
    assert checks_of(manifest_12(resources=SCO_12.replace('sco" href="a.html', 'sco" href="a.html?x=1#y'))) == ()


def test_missing_listed_files_are_warnings_each_with_its_name() -> None:
    resources = SCO_12.replace("</resource>", '<file href="img/b.png"/><file href="c.png"/></resource>')
    findings = checks_of(manifest_12(resources=resources))
    assert codes(findings) == ["missing-file"] * 2
    assert findings[0].severity is Severity.WARNING
    assert "“img/b.png”" in findings[0].message


def test_thousands_of_missing_files_do_not_drown_the_rest() -> None:
    files = "".join(f'<file href="{n}.png"/>' for n in range(5900))
    findings = checks_of(manifest_12(resources=SCO_12.replace("</resource>", files + "</resource>")))
    assert len(findings) == 21
    assert findings[-1].message == "There are 5880 more findings of the kind “missing-file”."


def test_unlisted_files_are_one_hint() -> None:
    junk = [
        "x/",
        "__MACOSX/._a.html",
        ".DS_Store",
        ".gitignore",
        "metadata_course.xml",
        "sub/Thumbs.db",
        "adlcp_rootv1p2.xsd",
    ]
    members = [*FILES, *junk, *(f"img/{n:04}.png" for n in range(5900))]
    finding = the_one(checks_of(manifest_12(), members))
    assert (finding.severity, finding.code) == (Severity.HINT, "unlisted-files")
    assert finding.message.startswith(
        "5900 files in the package are not listed in the manifest, such as “img/0000.png”, “img/0001.png”, "
    )
    assert the_one(checks_of(manifest_12(), [*FILES, "b.js"])).message.startswith("One file in the package is not")


def test_unknown_dependencies() -> None:
    resources = SCO_12.replace("</resource>", '<dependency identifierref="D"/></resource>')
    assert codes(checks_of(manifest_12(resources=resources))) == ["unknown-dependency"]


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("https://example.org/course", ["external-launch"]),
        ("//example.org/course", ["external-launch"]),
        ("a.pdf", ["launch-not-html"]),
        ("a.xml", ["launch-not-html"]),
        ("a.swf", ["page-cannot-run"]),
        ("a.php?x=b.html", ["page-cannot-run"]),
        ("A.HTM", []),
        ("folder.d/start", []),
    ],
)
def test_pages_that_are_no_pages(href: str, found: list[str]) -> None:
    manifest = manifest_12(resources=f'<resource identifier="R" adlcp:scormtype="sco" href="{href}"/>')
    assert codes(checks_of(manifest, ["imsmanifest.xml", href.split("?")[0]])) == found


def test_an_asset_may_be_a_document() -> None:
    manifest = manifest_12(
        ITEM + leaf(identifier="J").replace('"R"', '"S"'),
        SCO_12 + '<resource identifier="S" adlcp:scormtype="asset" href="a.pdf"/>',
    )
    assert checks_of(manifest, [*FILES, "a.pdf"]) == ()


def test_a_resource_without_page() -> None:
    manifest = manifest_12(ITEM + leaf(identifier="J").replace('"R"', '"S"'), SCO_12 + '<resource identifier="S"/>')
    assert codes(checks_of(manifest)) == ["resource-without-page"]


def test_a_cluster_with_a_page_of_its_own() -> None:
    nested = leaf(leaf(identifier="J"))
    assert codes(checks_of(manifest_2004(nested))) == ["cluster-with-page"]
    assert checks_of(manifest_12(nested)) == ()


@pytest.mark.parametrize(
    ("mode", "item", "found"),
    [
        ('choice="false"', leaf(), ["unreachable-item"]),
        ('choice="false" flow="true"', leaf(), []),
        ('choice="true"', leaf(attributes='isvisible="false"'), ["unreachable-item"]),
        ('choice="true" flow="true"', leaf(attributes='isvisible="false"'), []),
        ('flow="true"', leaf(sequenced(rule("disabled"))), ["unreachable-item"]),
        ('flow="true"', leaf(sequenced(rule("disabled", "completed"))), []),
        ('flow="true"', leaf(sequenced(rule("skip"))), []),
        ('choice="false" flow="true"', leaf(sequenced(rule("skip"))), ["unreachable-item"]),
        ('choice="true"', leaf(sequenced(rule("hiddenFromChoice"))), ["unreachable-item"]),
        ('choice="true" flow="true"', leaf(sequenced(rule("hiddenFromChoice"))), []),
        ('flow="true"', leaf(sequenced('<imsss:limitConditions attemptLimit="0"/>')), ["attempt-limit-zero"]),
    ],
)
def test_items_nothing_leads_to(mode: str, item: str, found: list[str]) -> None:
    assert codes(checks_of(manifest_2004(item + sequenced(f"<imsss:controlMode {mode}/>")))) == found


def test_an_unreachable_item_says_why() -> None:
    finding = the_one(checks_of(manifest_2004(ITEM + sequenced('<imsss:controlMode choice="false"/>'))))
    assert finding.message == (
        "Nothing but a page's own request leads to “Item”: “Course” allows neither choice nor flow. "
        "Allow one of them in its controlMode."
    )


def test_items_hidden_from_the_contents_of_a_12_course() -> None:
    assert codes(checks_of(manifest_12(leaf(attributes='isvisible="false"')))) == ["hidden-item"]


def waits(identifier: str, prerequisites: str) -> str:
    return leaf(f"<adlcp:prerequisites>{prerequisites}</adlcp:prerequisites>", identifier=identifier)


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (leaf(identifier="A") + waits("B", "A"), []),
        (waits("A", "~B") + waits("B", "A=failed"), []),
        (waits("A", "B|C") + waits("B", "A") + leaf(identifier="C"), []),
        (waits("A", "B") + waits("B", "A"), ["unreachable-item"] * 2),
        (leaf(identifier="C") + waits("A", "A"), ["unreachable-item"]),
        (leaf(identifier="A") + waits("B", "Z"), ["unknown-prerequisite", "unreachable-item"]),
        (leaf(identifier="A") + waits("B", "A|Z"), ["unknown-prerequisite"]),
        (leaf(identifier="A") + waits("B", "A&amp;"), ["unreadable-prerequisites"]),
        (leaf(identifier="A") + waits("B", "2*{A,C}") + waits("C", "B"), ["unreachable-item"] * 2),
        (waits("B", "G") + f'<item identifier="G"><title>G</title>{leaf(identifier="A")}</item>', []),
        (
            '<item identifier="G"><title>G</title>'
            + leaf(identifier="A")
            + "<adlcp:prerequisites>A</adlcp:prerequisites></item>"
            + leaf(identifier="B"),
            ["unreachable-item"],
        ),
    ],
)
def test_prerequisites(items: str, found: list[str]) -> None:
    assert codes(checks_of(manifest_12(items))) == found
    assert checks_of(manifest_2004(items)) == ()


def test_a_long_chain_of_prerequisites_written_backwards_is_quick() -> None:
    items = "".join(waits(f"I{n}", f"I{n + 1}") for n in range(2000)) + leaf(identifier="I2000")
    assert checks_of(manifest_12(items)) == ()


@pytest.mark.parametrize(
    ("element", "found"),
    [
        ("<adlcp:masteryscore>80</adlcp:masteryscore>", []),
        ("<adlcp:masteryscore>0.8</adlcp:masteryscore>", []),
        ("<adlcp:masteryscore>101</adlcp:masteryscore>", ["mastery-score-out-of-range"]),
        ("<adlcp:masteryscore>80%</adlcp:masteryscore>", ["mastery-score-out-of-range"]),
        ("<adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>", []),
        ("<adlcp:maxtimeallowed>30 minutes</adlcp:maxtimeallowed>", ["unreadable-time-limit"]),
    ],
)
def test_tracking_elements_of_12(element: str, found: list[str]) -> None:
    assert codes(checks_of(manifest_12(leaf(element)))) == found


def test_courses_that_report_nothing() -> None:
    asset = SCO_12.replace('"sco"', '"asset"')
    assert codes(checks_of(manifest_12(resources=asset))) == ["no-sco"]
    scored = manifest_12(leaf("<adlcp:masteryscore>80</adlcp:masteryscore>"), asset)
    assert codes(checks_of(scored)) == ["mastery-score-without-sco", "no-sco"]


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("", []),
        (sequenced('<imsss:deliveryControls completionSetByContent="true"/>'), ["asset-should-report"]),
        (sequenced('<imsss:deliveryControls objectiveSetByContent="true"/>'), ["asset-should-report"]),
        ('<adlcp:completionThreshold completedByMeasure="true"/>', ["asset-should-report"]),
        (
            sequenced('<imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true"/></imsss:objectives>'),
            ["asset-should-report"],
        ),
        (
            sequenced(
                '<imsss:objectives><imsss:primaryObjective objectiveID="o" satisfiedByMeasure="true">'
                '<imsss:mapInfo targetObjectiveID="g"/></imsss:primaryObjective></imsss:objectives>'
            ),
            [],
        ),
    ],
)
def test_assets_that_would_have_to_report(setting: str, found: list[str]) -> None:
    items = ITEM + leaf(setting, identifier="A").replace('"R"', '"S"')
    resources = SCO_2004 + ASSET_2004.replace('"R"', '"S"')
    assert codes(checks_of(manifest_2004(items, resources))) == found
    assert not set(codes(checks_of(manifest_2004(leaf(setting))))) & {"asset-should-report"}


def rollup(action: str) -> str:
    return (
        "<imsss:rollupRule><imsss:rollupConditions><imsss:rollupCondition condition='attempted'/>"
        f"</imsss:rollupConditions><imsss:rollupAction action='{action}'/></imsss:rollupRule>"
    )


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (sequenced(f"<imsss:rollupRules>{rollup('incomplete')}</imsss:rollupRules>"), ["never-completes"]),
        (
            sequenced(f"<imsss:rollupRules>{rollup('incomplete')}{rollup('completed')}</imsss:rollupRules>"),
            [],
        ),
        ('<adlcp:completionThreshold completedByMeasure="true"/>', []),
    ],
)
def test_clusters_that_never_complete(written: str, found: list[str]) -> None:
    assert codes(checks_of(manifest_2004(ITEM + written))) == found


def test_a_measure_of_weights_that_are_all_zero() -> None:
    weightless = leaf('<adlcp:completionThreshold progressWeight="0"/>')
    by_measure = '<adlcp:completionThreshold completedByMeasure="true"/>'
    assert codes(checks_of(manifest_2004(weightless + by_measure))) == ["never-completes"]
    assert checks_of(manifest_2004(weightless + leaf(identifier="J") + by_measure)) == ()


def test_a_course_to_which_nothing_counts() -> None:
    untracked = sequenced('<imsss:deliveryControls tracked="false"/>')
    unrolled = sequenced('<imsss:rollupRules rollupProgressCompletion="false"/>')
    manifest = manifest_2004(leaf(untracked) + leaf(unrolled, identifier="J"))
    assert codes(checks_of(manifest)) == ["nothing-rolls-up"]
    assert checks_of(manifest_2004(leaf(untracked) + leaf(identifier="J"))) == ()


OBJECTIVES = "<imsss:objectives><imsss:primaryObjective objectiveID='p'/>{0}</imsss:objectives>"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (rule("retry", "satisfied", "postConditionRule"), []),
        (rule("retry", "satisfied", "postConditionRule").replace("objectiveID='o'", ""), ["unknown-objective"]),
        (rule("exit", "satisfied", "exitConditionRule").replace("objectiveID='o'", ""), ["unknown-objective"]),
        (OBJECTIVES.format("<imsss:objective objectiveID='p'/>"), ["duplicate-identifier"]),
        (
            OBJECTIVES.format(
                "".join(
                    f"<imsss:objective objectiveID='{name}'><imsss:mapInfo targetObjectiveID='g' "
                    "writeSatisfiedStatus='true'/></imsss:objective>"
                    for name in "qr"
                )
            ),
            ["competing-writes"],
        ),
    ],
)
def test_objectives(written: str, found: list[str]) -> None:
    assert codes(checks_of(manifest_2004(leaf(sequenced(written))))) == found


@pytest.mark.parametrize(
    ("controls", "found"),
    [
        ('selectCount="2" selectionTiming="once"', ["selects-too-many"]),
        ('selectCount="1" selectionTiming="once"', []),
        ('selectCount="0" selectionTiming="once"', ["selects-nothing"]),
        ('selectCount="0"', []),
    ],
)
def test_selections(controls: str, found: list[str]) -> None:
    manifest = manifest_2004(ITEM + sequenced(f"<imsss:randomizationControls {controls}/>"))
    assert codes(checks_of(manifest)) == found


def test_shared_data_mapped_twice() -> None:
    data = '<adlcp:data><adlcp:map targetID="t"/><adlcp:map targetID="t"/></adlcp:data>'
    assert codes(checks_of(manifest_2004(leaf(data)))) == ["duplicate-data-map"]


def test_every_sentence_is_whole() -> None:
    """Every field of every template has a value, and the sentence ends as one."""
    hopeless = manifest_12(
        waits("A", "B&amp;") + waits("B", "Z") + leaf("<adlcp:masteryscore>x</adlcp:masteryscore>", identifier="C"),
        SCO_12.replace("a.html", "a.php"),
    )
    findings = checks_of(hopeless, ["b.js"])
    assert len(findings) >= 5
    for finding in findings:
        assert "{" not in finding.message
        assert finding.file == "imsmanifest.xml"
        assert finding.as_json()["message"] == finding.message


def test_the_table_names_each_check_once() -> None:
    assert len(set(CHECKS)) == len(CHECKS)
