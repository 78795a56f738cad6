"""Which edition a manifest is of, by its version and its namespaces, which may be wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from connect_desktop.scorm.cam.course import Edition, ScormType
from tests.manifests_for_tests import (
    ITEM,
    NAMESPACES_12,
    NAMESPACES_2004,
    codes,
    findings_of,
    item,
    manifest_12,
    manifest_2004,
    read_course,
)


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
