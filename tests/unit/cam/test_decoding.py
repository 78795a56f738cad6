from __future__ import annotations

import codecs

import pytest

from tests.manifests_for_tests import codes, findings_of, manifest_12, read_course

CHINESE = "安全生产培训课程与考试"


def written(title: str, declared: str) -> str:
    return manifest_12().replace("<title>Course", f"<title>{title}").replace('encoding="UTF-8"', declared)


@pytest.mark.parametrize(
    ("title", "declared", "encoding", "found"),
    [
        ("Prüfung", 'encoding="UTF-8"', "utf-8", []),
        ("Prüfung", 'encoding="UTF-8"', "utf-8-sig", []),
        ("Prüfung", "", "utf-8", []),
        ("Prüfung", 'encoding="ISO-8859-1"', "latin-1", []),
        ("Prüfung – “ja”", 'encoding="ISO-8859-1"', "cp1252", []),
        ("Prüfung – “ja”", 'encoding="windows-1252"', "cp1252", []),
        ("Prüfung", 'encoding="UTF-8"', "cp1252", ["wrong-encoding"]),
        ("Prüfung", 'encoding="utf-16"', "cp1252", ["wrong-encoding"]),
        ("Prüfung", 'encoding="ISO-8859-1"', "utf-8", ["wrong-encoding"]),
        ("Course", 'encoding="utf-16"', "utf-8", []),
        ("Prüfung", 'encoding="UTF-16"', "utf-16", []),
        ("Prüfung", 'encoding="UTF-16"', "utf-16-le", []),
        ("Prüfung", 'encoding="UTF-16"', "utf-16-be", []),
        ("Prüfung", 'encoding="UTF-8"', "utf-16", ["wrong-encoding"]),
        (CHINESE, 'encoding="gb2312"', "gb2312", []),
        (CHINESE, 'encoding="gb2312"', "gb18030", []),
        (CHINESE, 'encoding="gb2312"', "utf-8", ["wrong-encoding"]),
        ("Проверка", 'encoding="windows-1251"', "cp1251", []),
        ("試験", 'encoding="shift_jis"', "shift_jis", []),
        ("Prüfung", 'encoding="zip"', "utf-8", ["unknown-encoding"]),
        ("Prüfung", 'encoding="martian"', "utf-8", ["unknown-encoding"]),
    ],
)
def test_the_title_is_read_whatever_the_encoding(title: str, declared: str, encoding: str, found: list[str]) -> None:
    data = written(title, declared).encode(encoding)
    assert read_course(data).title == title
    assert codes(findings_of(data)) == found


def test_an_undeclared_asian_encoding_is_guessed() -> None:
    data = written(CHINESE * 5, "").encode("gb2312")
    assert read_course(data).title == CHINESE * 5


def test_two_byte_sequences_that_are_utf8_by_chance_are_what_was_declared() -> None:
    title = bytes.fromhex("c4a3c4b0").decode("gb2312")
    data = written(title, 'encoding="gb2312"').encode("gb2312")
    assert data.decode("utf-8")
    assert read_course(data).title == title


def test_a_false_byte_order_mark_does_not_hide_the_text() -> None:
    data = codecs.BOM_UTF8 + written("Prüfung", 'encoding="ISO-8859-1"').encode("latin-1")
    assert read_course(data).title == "Prüfung"


def test_undecodable_bytes_do_not_stop_the_reading() -> None:
    data = written("X", 'encoding="ISO-8859-1"').encode().replace(b"<title>X", b"<title>X\x81Y")
    assert read_course(data).title == "X�Y"
