"""Files between devices: what was learnt arrives once, whatever the order; who signs is known; nothing is believed that
was changed on the way, and no file costs more than its bounds."""

from __future__ import annotations

import io
import itertools
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connect_desktop.app import open_library
from connect_desktop.outbox import open_outbox
from connect_desktop.paths import DataPaths
from connect_desktop.store.records import EntryKind
from connect_desktop.sync.outbox_file.device_key import device_key
from connect_desktop.sync.outbox_file.errors import (
    DeviceUnknown,
    NothingToExport,
    OutboxFileChanged,
    OutboxFileError,
    OutboxFileFromTheFuture,
    OutboxFileTooLarge,
    OutboxFileUnreadable,
    ReceiptOutdated,
)
from connect_desktop.sync.outbox_file.fingerprint import fingerprint, proquint
from connect_desktop.sync.outbox_file.seal import signer_of
from connect_desktop.sync.outbox_file.signed_file import Bounds
from tests.outbox_for_tests import CarryingDevice, carrying_device, forged, manifest
from tests.packages_for_tests import build_zip

PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00.25"))
BEGUN = (("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:02:00"))
SMALL = Bounds(file=1 << 20, members=8, document=4096, documents=8192)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return build_zip(tmp_path / "course.zip")


@pytest.fixture
def tablet(tmp_path: Path, course: Path) -> Iterator[CarryingDevice]:
    with carrying_device(tmp_path, "tablet", course) as device:
        yield device


@pytest.fixture
def office(tmp_path: Path, course: Path) -> Iterator[CarryingDevice]:
    with carrying_device(tmp_path, "office", course) as device:
        yield device


def test_what_was_learnt_arrives_and_its_receipt_comes_back(
    tablet: CarryingDevice, office: CarryingDevice, tmp_path: Path
) -> None:
    file, receipt = tmp_path / "out.zip", tmp_path / "receipt.zip"
    launch_id = tablet.play("s-1", "ada", *PASSED)
    exported = tablet.export(file)
    assert (exported.learners, exported.sessions, exported.launches) == (1, 1, 1)
    imported = office.take_in(file, receipt=receipt)
    assert (imported.sessions, imported.launches, imported.changed, imported.left_out) == (1, 1, {"s-1"}, [])
    assert office.journals() == tablet.journals()
    assert office.records() == {"s-1": ("ada", "completed", "passed", 6025)}
    assert tablet.receipts("s-1") == {}, "who exported knows nothing before the receipt is back"
    assert tablet.take_in(receipt).acknowledged == 1
    assert set(tablet.receipts("s-1")[office.key.public_key]) == {launch_id}
    with pytest.raises(NothingToExport):
        tablet.export(file, unsent=True)
    tablet.play("s-1", "ada", *BEGUN)
    assert tablet.export(file, unsent=True).launches == 1
    assert tablet.export(file).launches == 2, "all of it, for whoever lost what it had"


def test_a_stranger_is_shown_by_words_and_trusted_once(
    tablet: CarryingDevice, office: CarryingDevice, tmp_path: Path
) -> None:
    file = tmp_path / "out.zip"
    tablet.play("s-1", "ada", *PASSED)
    tablet.export(file)
    with pytest.raises(DeviceUnknown) as unknown:
        office.take_in(file, trust=False)
    words = fingerprint(tablet.key.public_key)
    assert unknown.value.values["words"] == words
    assert len(words.split()) == 6
    assert office.journals() == {}
    office.take_in(file, trust=True)
    assert office.take_in(file, trust=False).changed == set(), "trusted now; and the same again changes nothing"


def test_a_file_changed_at_any_byte_is_refused_whole(
    tablet: CarryingDevice, office: CarryingDevice, tmp_path: Path
) -> None:
    file = tmp_path / "out.zip"
    tablet.play("s-1", "ada", *PASSED)
    tablet.export(file)
    whole = file.read_bytes()
    assert signer_of(io.BytesIO(whole), "out.zip") == tablet.key.public_key
    for at in range(len(whole)):
        changed = whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :]
        with pytest.raises((OutboxFileChanged, OutboxFileUnreadable)):
            signer_of(io.BytesIO(changed), "out.zip")
    assert office.take_in(file).launches == 1


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_cut_stretched_or_mixed_is_refused_whole(
    tablet: CarryingDevice, office: CarryingDevice, tmp_path: Path, data: st.DataObject
) -> None:
    file, changed = tmp_path / "out.zip", tmp_path / "changed.zip"
    if not file.exists():
        tablet.play("s-1", "ada", *PASSED)
        tablet.export(file)
    whole = file.read_bytes()
    first = data.draw(st.integers(0, len(whole)))
    last = data.draw(st.integers(first, len(whole)))
    instead = data.draw(st.binary(max_size=40) | st.just(whole[:last]) | st.just(whole[first:]))
    mixed = whole[:first] + instead + whole[last:]
    changed.write_bytes(mixed)
    if mixed != whole:
        with pytest.raises(OutboxFileError):
            office.take_in(changed)
        assert office.journals() == {}


@given(order=st.permutations(range(5)), again=st.lists(st.integers(0, 4), max_size=4))
@settings(max_examples=4, deadline=None)
def test_files_come_to_the_same_in_any_order_however_often(order: list[int], again: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        place = Path(folder)
        course = build_zip(place / "course.zip")
        one, other, office, straight = (
            stack.enter_context(carrying_device(place, name, course)) for name in ("one", "other", "office", "straight")
        )
        running = one.play("s-1", "ada", *BEGUN, end=False)
        one.export(place / "0.zip")
        one.write(running, "s-1", (EntryKind.SET, "cmi.core.lesson_status", "passed"), end=True)
        one.export(place / "1.zip")
        one.play("s-2", "bob", *PASSED)
        one.export(place / "2.zip")
        other.play("s-1", "ada", *BEGUN)
        other.export(place / "3.zip")
        other.play("s-1", "ada", *PASSED)
        other.export(place / "4.zip")
        receipts: list[Path] = []
        for number in (*order, *again):
            receipts.append(place / f"receipt-{len(receipts)}.zip")
            office.clock.step()
            office.take_in(place / f"{number}.zip", receipt=receipts[-1])
        for number in range(5):
            straight.take_in(place / f"{number}.zip")
        assert office.journals() == straight.journals()
        assert office.records() == straight.records()
        for receipt in receipts:
            one.take_in(receipt)
        forwards = one.receipts("s-1")
        for receipt in reversed(receipts):
            one.take_in(receipt)
        assert one.receipts("s-1") == forwards
        with pytest.raises(NothingToExport):
            one.export(place / "none.zip", unsent=True)


def test_a_receipt_of_before_a_restore_says_nothing_any_more(
    tablet: CarryingDevice, office: CarryingDevice, tmp_path: Path
) -> None:
    tablet.play("s-1", "ada", *PASSED)
    sender = office.key
    receipt = json.dumps({"session_id": "s-1", "receipt": {}}).encode()

    def given_at(name: str, epoch: str, hour: int) -> Path:
        said = manifest(kind="receipt", epoch=epoch, made_at=f"2026-05-04T{hour:02}:00:00+00:00")
        return forged(tmp_path / name, sender, {"manifest.json": said, "sessions/1.json": receipt})

    tablet.take_in(given_at("before.zip", "first", 8))
    tablet.take_in(given_at("after.zip", "second", 10))
    with pytest.raises(ReceiptOutdated):
        tablet.take_in(given_at("late.zip", "first", 9))


def test_a_session_without_its_course_waits_and_gets_no_receipt(
    tablet: CarryingDevice, course: Path, tmp_path: Path
) -> None:
    tablet.play("s-1", "ada", *PASSED)
    tablet.export(tmp_path / "out.zip")
    with carrying_device(tmp_path, "bare", None) as bare:
        imported = bare.take_in(tmp_path / "out.zip", receipt=tmp_path / "receipt.zip")
        assert [(it.session_id, it.code) for it in imported.left_out] == [("s-1", "no-course-here")]
        assert (imported.launches, bare.journals()) == (0, {})
    assert tablet.take_in(tmp_path / "receipt.zip").acknowledged == 0


def test_learners_of_one_laptop_stay_apart_and_are_known_by_their_user_ids(
    tablet: CarryingDevice, office: CarryingDevice, tmp_path: Path
) -> None:
    account = tablet.accounts.add("https://school.example")
    tablet.play("s-ada", "ada", *PASSED)
    tablet.play("s-bob", "bob", *BEGUN)
    tablet.accounts.link(account.id, "ada", "ada@school.example")
    tablet.export(tmp_path / "both.zip")
    tablet.export(tmp_path / "bob.zip", learners=["bob"])
    office.take_in(tmp_path / "bob.zip")
    assert set(office.records()) == {"s-bob"}
    office.take_in(tmp_path / "both.zip")
    assert {it: record[0] for it, record in office.records().items()} == {
        "s-ada": "ada@school.example",
        "s-bob": "bob",
    }
    tablet.play("s-eve", "eve", *PASSED)
    tablet.export(tmp_path / "later.zip")
    office.take_in(tmp_path / "later.zip")
    assert office.records()["s-eve"][0] == "eve", "somebody who came later goes along by themselves"
    # Back home the user id is the learner's who is linked to it.
    office.export(tmp_path / "back.zip")
    assert tablet.take_in(tmp_path / "back.zip").left_out == []
    assert {it: record[0] for it, record in tablet.records().items()} == {
        "s-ada": "ada",
        "s-bob": "bob",
        "s-eve": "eve",
    }


@pytest.mark.parametrize(
    ("members", "method", "error"),
    [
        ({"manifest.json": manifest(version=2)}, zipfile.ZIP_DEFLATED, OutboxFileFromTheFuture),
        ({"manifest.json": manifest(format="zip")}, zipfile.ZIP_DEFLATED, OutboxFileUnreadable),
        ({"manifest.json": b"[" * 4000}, zipfile.ZIP_DEFLATED, OutboxFileUnreadable),
        ({"sessions/1.json": b"{}"}, zipfile.ZIP_DEFLATED, OutboxFileUnreadable),
        ({"manifest.json": manifest(), "../evil": b""}, zipfile.ZIP_DEFLATED, OutboxFileUnreadable),
        ({"manifest.json": manifest(), "sessions/1.json": b"{}"}, zipfile.ZIP_DEFLATED, OutboxFileUnreadable),
        ({"manifest.json": manifest(), "sessions/1.json": b"[" * 4000}, zipfile.ZIP_DEFLATED, OutboxFileUnreadable),
        ({"manifest.json": manifest(), "sessions/1.json": b" " * 5000}, zipfile.ZIP_DEFLATED, OutboxFileTooLarge),
        ({"manifest.json": manifest()}, zipfile.ZIP_LZMA, OutboxFileUnreadable),
        ({"manifest.json": manifest()}, zipfile.ZIP_BZIP2, OutboxFileUnreadable),
        (
            {"manifest.json": manifest(), **{f"sessions/{it}.json": b"{}" for it in range(1, 9)}},
            zipfile.ZIP_DEFLATED,
            OutboxFileTooLarge,
        ),
        (
            {"manifest.json": manifest(), **{f"sessions/{it}.json": b" " * 3000 for it in range(1, 4)}},
            zipfile.ZIP_DEFLATED,
            OutboxFileTooLarge,
        ),
        ({"manifest.json": manifest(), f"packages/{'0' * 64}.zip": b"PK"}, zipfile.ZIP_STORED, OutboxFileUnreadable),
    ],
)
def test_what_a_trusted_device_signed_is_bounded_all_the_same(
    tmp_path: Path, members: dict[str, bytes], method: int, error: type[OutboxFileError]
) -> None:
    key = device_key(tmp_path / "device.key")
    file = forged(tmp_path / "out.zip", key, members, method)
    with carrying_device(tmp_path, "office", None, SMALL) as office:
        with pytest.raises(error) as refused:
            office.take_in(file)
        assert "out.zip" in str(refused.value)
        assert list((office.data / "packages").glob("*.zip")) == []
        with office.store.database.connections.reading() as connection:
            assert connection.execute("SELECT count(*) FROM trusted_device").fetchone()[0] == 0


def test_one_bad_session_does_the_others_no_harm(
    tablet: CarryingDevice, office: CarryingDevice, tmp_path: Path
) -> None:
    tablet.play("s-1", "ada", *PASSED)
    tablet.export(tmp_path / "good.zip")
    with zipfile.ZipFile(tmp_path / "good.zip") as archive:
        good = archive.read("sessions/1.json")
    bad = {**json.loads(good), "session_id": "s-2", "journal": {"l": {"rev": 1, "payload": {}}}}
    elsewhere = {**json.loads(good), "session_id": "s-3"}
    documents = {f"sessions/{n}.json": it for n, it in enumerate((json.dumps(bad).encode(), good), start=1)}
    documents["sessions/3.json"] = json.dumps(elsewhere).encode()
    imported = office.take_in(
        forged(tmp_path / "mixed.zip", tablet.key, {"manifest.json": manifest(), **documents}),
        receipt=tmp_path / "receipt.zip",
    )
    assert [(it.session_id, it.code) for it in imported.left_out] == [
        ("s-2", "invalid-launch"),
        ("s-3", "invalid-launch"),
    ]
    assert set(office.records()) == {"s-1"}


def test_courses_come_along_where_that_is_asked_for(tmp_path: Path) -> None:
    course = build_zip(tmp_path / "course.zip")
    with ExitStack() as stack:
        tablet, bare = (stack.enter_context(carrying_device(tmp_path, name, None)) for name in ("tablet", "bare"))
        with open_library(DataPaths(tablet.data)) as library:
            package = library.take_in(course, lambda _done, _total: None, lambda: False).package
        tablet.store.learners.known_as("ada")
        tablet.store.sessions.create("s-1", "ada", package.id)
        tablet.store.launches.begin("s-1")
        assert tablet.export(tmp_path / "out.zip", courses=True).courses == 1
        with open_outbox(DataPaths(bare.data)) as outbox:
            imported = outbox.take_in(tmp_path / "out.zip", trust=True)
            assert (imported.courses, imported.launches, imported.left_out) == (1, 1, [])
        found = bare.store.packages.get(package.id)
        assert found is not None
        assert found.content_hash == package.content_hash


def test_words_are_the_keys_and_two_keys_have_others() -> None:
    keys = [f"{number:064x}" for number in range(200)]
    words = [fingerprint(key) for key in keys]
    assert len(set(words)) == len(keys)
    # An example of the proposal: 127.0.0.1.
    assert (proquint(0x7F00), proquint(0x0001)) == ("lusab", "babad")
    assert all(word.isascii() and len(word) == 5 for word in itertools.chain(*(it.split() for it in words)))


def test_a_device_key_is_for_its_owner_alone_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "device.key"
    made = device_key(file)
    assert file.stat().st_mode & 0o077 == 0
    assert device_key(file).public_key == made.public_key
    assert "PRIVATE" not in repr(made)
    assert list(tmp_path.iterdir()) == [file]
