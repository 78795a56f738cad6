from __future__ import annotations

import pytest

from connect_desktop.scorm.cam.addresses import is_absolute, launch_address
from tests.manifests_for_tests import ITEM, codes, findings_of, manifest_12, read_course


@pytest.mark.parametrize(
    ("href", "parameters", "launch"),
    [
        ("a.html", "", "a.html"),
        ("a.html", "  ", "a.html"),
        ("a.html", "?x=1", "a.html?x=1"),
        ("a.html", "&x=1", "a.html?x=1"),
        ("a.html", "x=1", "a.html?x=1"),
        ("a.html", "?&?x=1", "a.html?x=1"),
        ("a.html?y=2", "?x=1", "a.html?y=2&x=1"),
        ("a.html", "#top", "a.html#top"),
        ("a.html?y=2", "#top", "a.html?y=2#top"),
        ("a.html#here", "#top", "a.html#here"),
        ("a.html#here", "x=1", "a.html?x=1#here"),
        ("a.html", "?", "a.html"),
        ("https://x.org/a", "?x=1", "https://x.org/a?x=1"),
    ],
)
def test_parameters_join_as_the_standard_says(href: str, parameters: str, launch: str) -> None:
    assert launch_address(href, parameters) == launch


@pytest.mark.parametrize("address", ["http://a/b", "HTTPS://a", "//host/a", "mailto:a@b", "javascript:x()"])
def test_absolute(address: str) -> None:
    assert is_absolute(address)


@pytest.mark.parametrize("address", ["a.html", "/a.html", "C:\\a.html", "a/b:c.html", "", "?a:b", "./a"])
def test_relative(address: str) -> None:
    assert not is_absolute(address)


@pytest.mark.parametrize(
    ("href", "read", "found"),
    [
        ("a.html", "a.html", []),
        ("  a.html \n", "a.html", []),
        ("./a/./b.html", "a/b.html", []),
        ("a/../b.html", "b.html", []),
        ("a b/c%20d%2Fe.html", "a b/c%20d%2Fe.html", []),
        ("a.html?p=x\\y/../z", "a.html?p=x\\y/../z", []),
        ("a\\b.html", "a/b.html", ["backslash-in-path"]),
        ("/a.html", "a.html", ["leading-slash"]),
        ("\\a\\b.html", "a/b.html", ["backslash-in-path", "leading-slash"]),
        ("../a.html", "a.html", ["path-climbs-out"]),
        ("a/../../b.html", "b.html", ["path-climbs-out"]),
        ("..", "", ["path-climbs-out"]),
        ("http://x.org/../a.html", "http://x.org/../a.html", []),
        ("index.html#/menu", "index.html#/menu", []),
    ],
)
def test_href(href: str, read: str, found: list[str]) -> None:
    manifest = manifest_12(resources=f'<resource identifier="R" adlcp:scormtype="sco" href="{href}"/>')
    assert read_course(manifest).resources["R"].href == read
    assert codes(findings_of(manifest)) == found


def test_every_base_is_joined() -> None:
    manifest = manifest_12(
        resources='<resource identifier="R" adlcp:scormtype="sco" href="a.html" xml:base="three/">'
        '<file href="b.js"/><file href="../c.js"/></resource>',
        attributes='xml:base="one/"',
    ).replace("<resources>", '<resources xml:base="two/">')
    resource = read_course(manifest, member="folder/imsmanifest.xml").resources["R"]
    assert resource.href == "folder/one/two/three/a.html"
    assert resource.files == ("folder/one/two/three/b.js", "folder/one/two/c.js")


def test_a_base_without_slash_is_taken_as_a_folder() -> None:
    manifest = manifest_12(attributes='xml:base="content"')
    assert read_course(manifest).resources["R"].href == "content/a.html"
    assert "base-without-slash" in codes(findings_of(manifest))


def test_a_base_on_the_network_makes_hrefs_absolute() -> None:
    course = read_course(manifest_12(attributes='xml:base="https://x.org/c/"'))
    assert course.organization.leaves()[0].launch == "https://x.org/c/a.html"


def test_a_leading_slash_means_the_top_of_the_package() -> None:
    manifest = manifest_12(resources='<resource identifier="R" xml:base="deep/" href="/a.html"/>')
    assert read_course(manifest, member="folder/imsmanifest.xml").resources["R"].href == "folder/a.html"


def test_launch_has_the_parameters_and_href_has_not() -> None:
    item = ITEM.replace("<item", '<item parameters="?p=1&amp;q=2"')
    leaf = read_course(manifest_12(item)).organization.leaves()[0]
    assert leaf.launch == "a.html?p=1&q=2"
    assert leaf.parameters == "?p=1&q=2"
    assert leaf.resource is not None
    assert leaf.resource.href == "a.html"
