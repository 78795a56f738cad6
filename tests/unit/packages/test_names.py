from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.packages.names import NameIndex, is_junk

_PARTS = st.text(st.characters(exclude_characters="/\\?#%\0", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
_SOLID_PARTS = _PARTS.map(str.strip).filter(lambda part: part not in ("", ".", "..") and not is_junk(part))
_PATHS = st.lists(_SOLID_PARTS, min_size=1, max_size=4).map("/".join)
_MEMBERS = st.lists(_PATHS, min_size=1, max_size=6, unique=True)


@pytest.mark.parametrize(
    "asked",
    [
        "shared/Pictures/one two.png",
        "shared/pictures/ONE TWO.PNG",
        "shared\\Pictures\\one two.png",
        "shared/Pictures/one%20two.png",
        "shared%2FPictures%2fone%20two.png",
        "shared%252FPictures/one two.png",
        "shared%5CPictures%5Cone%20two.png",
        "/shared/Pictures/one two.png",
        "//shared//Pictures/one two.png",
        "  shared/Pictures/one two.png ",
        "./shared/./Pictures/one two.png",
        "sco/../shared/Pictures/one two.png",
        "sco/%2e%2e/shared/Pictures/one two.png",
        "shared/Pictures/one two.png?size=1&x=../..",
        "shared/Pictures/one%20two.png#top",
        "shared/Pictures/one two.png#a?b",
        "shared/Pictures/one%20two.png%3Fsize=1",
    ],
)
def test_what_pages_write_finds_the_member(asked: str) -> None:
    assert NameIndex(["shared/Pictures/one two.png"]).resolve(asked) == "shared/Pictures/one two.png"


@pytest.mark.parametrize("asked", ["", "/", ".", "..", "?a", "#a", "shared", "shared/", "../a.html", "x/../../a.html"])
def test_nothing_is_found_for_folders_and_beyond_the_root(asked: str) -> None:
    assert NameIndex(["a.html", "shared/b.html"]).resolve(asked) is None


def test_backslashes_of_windows_zips() -> None:
    assert NameIndex(["shared\\b.html"]).resolve("shared/B.html") == "shared\\b.html"


def test_padded_member_names() -> None:
    assert NameIndex([" shared /b.html "]).resolve("shared/b.html") == " shared /b.html "


def test_exact_names_win_over_what_they_look_like() -> None:
    index = NameIndex(["a b.html", "a%20b.html", "A B.html", "x?y.html", "x", "c#.js"])
    assert index.resolve("a%20b.html") == "a%20b.html"
    assert index.resolve("A%20B.html") == "A B.html"
    assert index.resolve("x?y.html") == "x?y.html"
    assert index.resolve("x?z") == "x"
    assert index.resolve("/c#.js") == "c#.js"
    assert index.resolve("c%23.js") == "c#.js"


def test_of_members_that_differ_in_case_the_first_answers_for_all_other_spellings() -> None:
    index = NameIndex(["A.html", "a.html"])
    assert (index.resolve("a.html"), index.resolve("A.HTML")) == ("a.html", "A.html")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "gbk"])
def test_members_of_zips_that_declared_no_encoding(encoding: str) -> None:
    meant = {"utf-8": "übung/naïve.html", "cp1252": "übung/naïve.html", "gbk": "课程/首页.html"}[encoding]
    member = meant.encode(encoding).decode("cp437")
    index = NameIndex([member])
    assert index.resolve(meant) == member
    assert index.resolve(quote(meant)) == member
    assert index.resolve(quote(meant.encode(encoding))) == member


def test_names_percent_encoded_in_an_old_code_page() -> None:
    assert NameIndex(["größe.html"]).resolve("gr%F6%DFe.html") == "größe.html"
    assert NameIndex(["首页.html"]).resolve(quote("首页.html".encode("gbk"))) == "首页.html"


@pytest.mark.parametrize("junk", ["__MACOSX/._a.html", "__MACOSX/a.html", ".DS_Store", "x/.DS_Store", "._a.html"])
def test_macos_junk_is_found_only_by_its_very_name(junk: str) -> None:
    index = NameIndex([junk])
    assert index.resolve(junk) == junk
    assert index.resolve(junk.upper() if junk.upper() != junk else f"/{junk}") is None
    assert index.resolve(f"/{junk}") is None


def test_the_index_is_a_collection_of_its_members() -> None:
    index = NameIndex(["a", "b", "a"])
    assert list(index) == ["a", "b"]
    assert len(index) == 2
    assert "a" in index
    assert "A" not in index


@given(_MEMBERS)
def test_every_member_is_found_by_its_own_name(members: list[str]) -> None:
    index = NameIndex(members)
    assert [index.resolve(member) for member in members] == members


@given(_MEMBERS, st.text(max_size=30))
def test_whatever_is_asked_the_answer_is_a_member_or_none(members: list[str], asked: str) -> None:
    index = NameIndex(members)
    found = index.resolve(asked)
    assert found is None or (found in members and index.resolve(found) == found)


@given(_PATHS, st.data())
def test_a_lone_member_is_found_however_it_is_written(member: str, data: st.DataObject) -> None:
    asked = member
    for change in data.draw(st.lists(st.sampled_from(_REWRITINGS), unique=True)):
        asked = change(asked)
    assert NameIndex([member]).resolve(asked) == member


@given(st.lists(_SOLID_PARTS | st.just(".."), min_size=1, max_size=6).map("/".join))
def test_no_path_leads_out_of_the_package(asked: str) -> None:
    depth = 0
    leads_out = False
    for part in asked.split("/"):
        depth += -1 if part == ".." else 1
        leads_out = leads_out or depth < 0
    index = NameIndex([part for part in asked.split("/") if part != ".."] or ["a"])
    assert not leads_out or index.resolve(asked) is None


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


_REWRITINGS = [
    str.lower,
    _nfd,
    lambda text: f"/{text}",
    lambda text: f"./{text}",
    lambda text: f"folder/../{text}",
    lambda text: f" {text} ",
    lambda text: text.replace("/", "\\"),
]
