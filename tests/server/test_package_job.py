"""A job taken up at each place where its server may have died."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

import httpx
import pytest

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.packages.partial_files import PartialFiles, append
from connect_desktop.paths import DataPaths
from connect_desktop.server.packages.package_job import PackageWork
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.package_uploads import JobStatus, PackageJob, PackageUploads, forget_jobs, unfinished_jobs
from tests.packages_for_tests import build_zip
from tests.served_app_for_tests import served_app
from tests.store_for_tests import SteppingClock

_DAY = timedelta(hours=24)


@dataclass
class Desk:
    """All that a job is done with."""

    store: Store
    library: PackageLibrary
    partials: PartialFiles
    uploads: PackageUploads
    clock: SteppingClock
    stopping: Event

    def sent(self, data: bytes = b"") -> PackageJob:
        """A job on what was sent; nothing of it may be here."""
        with self.store.database.connections.writing() as connection:
            upload = self.uploads.allow(None, None, _DAY, connection)
            job = self.uploads.process(upload.id, again=False, within=connection)
        if data:
            with self.partials.open(upload.id) as file:
                append(file, data)
        return job

    def after(self, job: PackageJob) -> PackageJob:
        """The job after it was taken up."""
        work = PackageWork(self.store, self.library, self.partials, lambda write: write(), self.stopping, self.clock)
        work.do(job.id)
        now = self.uploads.job(job.id)
        assert now is not None
        return now


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = SteppingClock()
    with closing(open_store(tmp_path / "connect.db", clock)) as store:
        yield Desk(
            store=store,
            library=PackageLibrary(tmp_path / "packages"),
            partials=PartialFiles(tmp_path / "packages" / "incoming"),
            uploads=PackageUploads(store.database.connections, store.tenant_id, clock),
            clock=clock,
            stopping=Event(),
        )


@pytest.fixture
def zip(tmp_path: Path) -> Path:
    return build_zip(tmp_path / "a.zip")


def test_before_anything_was_stored(desk: Desk, zip: Path) -> None:
    job = desk.sent(zip.read_bytes())
    desk.uploads.advance(job.id, 0.4)
    done = desk.after(job)
    assert (done.status, done.progress) == (JobStatus.SUCCEEDED, 1)
    assert done.package_id is not None
    assert desk.store.packages.get(done.package_id) is not None
    assert not desk.partials.has(job.upload_id)
    assert desk.after(done) == done
    assert unfinished_jobs(desk.store.database.connections) == ()


def test_what_came_of_jobs_is_forgotten_in_the_end(desk: Desk, zip: Path) -> None:
    connections = desk.store.database.connections
    old = [desk.after(desk.sent(zip.read_bytes())) for _ in range(3)]
    left = desk.sent()
    desk.clock.step(_DAY.total_seconds())
    new = desk.after(desk.sent(b"no package"))
    assert (old[0].status, new.status) == (JobStatus.SUCCEEDED, JobStatus.FAILED)
    before = new.updated_at - timedelta(hours=1)
    assert [forget_jobs(connections, before, most=2) for _ in range(3)] == [True, False, False]
    assert [desk.uploads.job(job.id) for job in old] == [None] * 3
    # What is not over is done, however old it is.
    assert unfinished_jobs(connections) == ((desk.store.tenant_id, left.id),)
    assert desk.uploads.job(new.id) == new


def test_a_server_forgets_the_jobs_of_long_ago(tmp_path: Path) -> None:
    with closing(open_store(DataPaths(tmp_path).database, SteppingClock())) as store:
        uploads = PackageUploads(store.database.connections, store.tenant_id, SteppingClock())
        with store.database.connections.writing() as connection:
            upload = uploads.allow(None, None, _DAY, connection)
            job = uploads.process(upload.id, again=False, within=connection)
            assert uploads.fail(job.id, ("package-refused", "No."), [], connection)
    with (
        served_app(tmp_path) as served,
        httpx.Client(base_url=served.address, headers={"X-API-Key": served.key}) as client,
    ):
        while (asked := client.get(f"/api/v1/jobs/{job.id}").status_code) == 200:
            pass
        assert asked == 404


def test_after_it_was_stored_and_before_that_was_noted(desk: Desk, zip: Path) -> None:
    job = desk.sent()
    stored = desk.library.take_in(zip)
    desk.uploads.advance(job.id, 0.9, stored.content_hash)
    done = desk.after(job)
    assert (done.status, done.package_id) == (JobStatus.SUCCEEDED, stored.id)
    assert desk.store.packages.get(stored.id) is not None


def test_what_may_be_on_another_machine_is_left_until_it_expires(desk: Desk) -> None:
    job = desk.sent()
    assert desk.after(job).status is JobStatus.QUEUED
    desk.clock.step(_DAY.total_seconds())
    failed = desk.after(job)
    assert (failed.status, failed.error and failed.error[0]) == (JobStatus.FAILED, "upload-damaged")


def test_what_another_process_works_on_is_left_to_it(desk: Desk, zip: Path) -> None:
    job = desk.sent(zip.read_bytes())
    with desk.partials.open(job.upload_id):
        assert desk.after(job).status is JobStatus.QUEUED
    assert desk.after(job).status is JobStatus.SUCCEEDED


def test_a_server_that_stops_leaves_it_for_later(desk: Desk, zip: Path) -> None:
    job = desk.sent(zip.read_bytes())
    desk.stopping.set()
    assert desk.after(job).status is JobStatus.RUNNING
    desk.stopping.clear()
    assert desk.after(job).status is JobStatus.SUCCEEDED
