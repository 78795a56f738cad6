"""How the tables came to be, step by step. Imported only when a step must be taken: sqlite-utils is slow to load.

A migration is never changed once it has been released; a new one is added below it, and `schema.VERSION` counts it.

PostgreSQL's tables are made by these very functions: there, `db` has `execute` and `conn` only. So they keep to SQL
that both speak, with texts, integers (`BIGINT` beyond 32 bits), `DOUBLE PRECISION`; no BLOB, no key that counts itself.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from connect_desktop.store.columns import moment_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.reports.tallies import recounted
from connect_desktop.store.schema import APPLICATION_ID, VERSION, header, is_current

MIGRATIONS = Migrations("connect-desktop")


@MIGRATIONS()
def tenants_and_devices(db: Database) -> None:
    """Whose data this is. `meta` names the tenant and the device that this database is at home with."""
    db.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    db.execute("CREATE TABLE tenant (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at TEXT NOT NULL)")
    db.execute(
        """
        CREATE TABLE device (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )


@MIGRATIONS()
def learners_and_packages(db: Database) -> None:
    """Who learns what. `name_key` is what two names that look alike have in common."""
    db.execute(
        """
        CREATE TABLE learner (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id),
            UNIQUE (tenant_id, name_key)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE package (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            kind TEXT NOT NULL,
            location TEXT NOT NULL,
            title TEXT NOT NULL,
            edition TEXT NOT NULL,
            size BIGINT NOT NULL,
            imported_at TEXT NOT NULL,
            thumbnail TEXT,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )


@MIGRATIONS()
def sessions_and_launches(db: Database) -> None:
    """What was learnt. A session outlives its package, so it does not refer to its row."""
    db.execute(
        """
        CREATE TABLE session (
            tenant_id TEXT NOT NULL,
            id TEXT NOT NULL,
            learner_id TEXT NOT NULL,
            package_id TEXT NOT NULL,
            version INTEGER NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            completion TEXT NOT NULL,
            success TEXT NOT NULL,
            score_scaled DOUBLE PRECISION,
            score_raw DOUBLE PRECISION,
            score_min DOUBLE PRECISION,
            score_max DOUBLE PRECISION,
            progress DOUBLE PRECISION,
            total_time BIGINT NOT NULL,
            suspended INTEGER NOT NULL,
            last_played_at TEXT,
            PRIMARY KEY (tenant_id, id),
            FOREIGN KEY (tenant_id, learner_id) REFERENCES learner (tenant_id, id)
        )
        """
    )
    db.execute("CREATE INDEX session_of_learner ON session (tenant_id, learner_id, package_id, created_at)")
    db.execute("CREATE INDEX session_of_package ON session (tenant_id, package_id)")
    db.execute(
        """
        CREATE TABLE launch (
            tenant_id TEXT NOT NULL,
            id TEXT NOT NULL,
            session_id TEXT NOT NULL,
            device_id TEXT NOT NULL,
            rev INTEGER NOT NULL,
            lamport BIGINT NOT NULL,
            mode TEXT NOT NULL,
            credit TEXT NOT NULL,
            started_at TEXT NOT NULL,
            ended_at TEXT,
            base TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id),
            FOREIGN KEY (tenant_id, session_id) REFERENCES session (tenant_id, id),
            FOREIGN KEY (tenant_id, device_id) REFERENCES device (tenant_id, id)
        )
        """
    )
    db.execute("CREATE INDEX launch_of_session ON launch (tenant_id, session_id, lamport)")
    db.execute("CREATE INDEX launch_by_lamport ON launch (tenant_id, lamport)")
    # A parent may be a launch of another device that has not reached us yet, so it is not a foreign key.
    db.execute(
        """
        CREATE TABLE launch_parent (
            tenant_id TEXT NOT NULL,
            launch_id TEXT NOT NULL,
            parent_id TEXT NOT NULL,
            PRIMARY KEY (tenant_id, launch_id, parent_id),
            FOREIGN KEY (tenant_id, launch_id) REFERENCES launch (tenant_id, id)
        )
        """
    )
    db.execute("CREATE INDEX launch_child ON launch_parent (tenant_id, parent_id)")


@MIGRATIONS()
def journal(db: Database) -> None:
    """What every launch wrote. Without a rowid an append touches one tree, which is what a SetValue waits for."""
    db.execute(
        """
        CREATE TABLE entry (
            tenant_id TEXT NOT NULL,
            launch_id TEXT NOT NULL,
            seq BIGINT NOT NULL,
            kind TEXT NOT NULL,
            activity TEXT NOT NULL,
            element TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (tenant_id, launch_id, seq),
            FOREIGN KEY (tenant_id, launch_id) REFERENCES launch (tenant_id, id)
        ) WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX entry_preference ON entry (tenant_id, launch_id) WHERE kind = 'preference'")
    # How far a launch's entries are known to be safe against loss of power.
    db.execute(
        """
        CREATE TABLE journal_commit (
            tenant_id TEXT NOT NULL,
            launch_id TEXT NOT NULL,
            seq BIGINT NOT NULL,
            PRIMARY KEY (tenant_id, launch_id),
            FOREIGN KEY (tenant_id, launch_id) REFERENCES launch (tenant_id, id)
        ) WITHOUT ROWID
        """
    )


@MIGRATIONS()
def what_the_api_needs_of_sessions(db: Database) -> None:
    """The record as elements, so that reading it costs no fold; which launch a bare PUT speaks for; lists by change."""
    db.execute("ALTER TABLE session ADD COLUMN cmi_data TEXT")
    db.execute("ALTER TABLE session ADD COLUMN token_epoch INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE session ADD COLUMN launch_id TEXT")
    db.execute("CREATE INDEX session_by_change ON session (tenant_id, updated_at, id)")
    db.execute("CREATE INDEX session_of_package_by_change ON session (tenant_id, package_id, updated_at, id)")
    db.execute("CREATE INDEX session_of_learner_by_change ON session (tenant_id, learner_id, updated_at, id)")


@MIGRATIONS()
def keys(db: Database) -> None:
    """Who may use the API: keys by their hash, what launch tokens are signed with, and answers to be given again."""
    db.execute(
        """
        CREATE TABLE api_key (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            scope TEXT NOT NULL,
            hash TEXT NOT NULL UNIQUE,
            created_at TEXT NOT NULL,
            revoked_at TEXT,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE signing_key (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL UNIQUE,
            secret TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE answer (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            asked_by TEXT NOT NULL,
            idempotency_key TEXT NOT NULL,
            request_hash TEXT NOT NULL,
            status INTEGER NOT NULL,
            body TEXT NOT NULL,
            given_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, asked_by, idempotency_key)
        )
        """
    )
    db.execute("CREATE INDEX answer_by_age ON answer (given_at)")


@MIGRATIONS()
def webhooks(db: Database) -> None:
    """Who is told of changes, and what is to be told or was. `events` are names with blanks between them. Of a
    delivery that is being sent, `claim` names the attempt and `due_at` is when somebody else may try. It may be written
    while its webhook is being deleted, so it does not refer to its row."""
    db.execute(
        """
        CREATE TABLE webhook (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            url TEXT NOT NULL,
            events TEXT NOT NULL,
            secret TEXT NOT NULL,
            old_secret TEXT,
            old_secret_until TEXT,
            enabled INTEGER NOT NULL,
            disabled_reason TEXT,
            failing_since TEXT,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE webhook_delivery (
            tenant_id TEXT NOT NULL,
            id TEXT NOT NULL,
            webhook_id TEXT NOT NULL,
            message_id TEXT NOT NULL,
            event TEXT NOT NULL,
            document TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            due_at TEXT NOT NULL,
            claim TEXT,
            created_at TEXT NOT NULL,
            attempted_at TEXT,
            response_status INTEGER,
            response_excerpt TEXT,
            error TEXT,
            duration_ms INTEGER,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute("CREATE INDEX webhook_delivery_of_webhook ON webhook_delivery (tenant_id, webhook_id, created_at, id)")
    db.execute("CREATE INDEX webhook_delivery_by_due ON webhook_delivery (tenant_id, webhook_id, state, due_at)")


@MIGRATIONS()
def dispatches(db: Database) -> None:
    """Packages handed to other platforms by public links, the links each has and had, and who registered by them."""
    db.execute(
        """
        CREATE TABLE dispatch (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            package_id TEXT NOT NULL,
            label TEXT NOT NULL,
            destination TEXT NOT NULL,
            link TEXT NOT NULL,
            registration_limit INTEGER,
            license_limit INTEGER,
            expires_at TEXT,
            allowed_domains TEXT NOT NULL,
            password_hash TEXT,
            registrations INTEGER NOT NULL,
            licenses INTEGER NOT NULL,
            launches BIGINT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            revoked_at TEXT,
            last_launched_at TEXT,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute("CREATE INDEX dispatch_by_change ON dispatch (tenant_id, updated_at, id)")
    db.execute(
        """
        CREATE TABLE dispatch_link (
            tenant_id TEXT NOT NULL,
            link TEXT NOT NULL,
            dispatch_id TEXT NOT NULL,
            valid_until TEXT,
            PRIMARY KEY (tenant_id, link),
            FOREIGN KEY (tenant_id, dispatch_id) REFERENCES dispatch (tenant_id, id)
        )
        """
    )
    db.execute("CREATE INDEX link_of_dispatch ON dispatch_link (tenant_id, dispatch_id)")
    # A session is registered before it is begun, and may be deleted: it is not referred to.
    db.execute(
        """
        CREATE TABLE dispatch_registration (
            tenant_id TEXT NOT NULL,
            dispatch_id TEXT NOT NULL,
            session_id TEXT NOT NULL,
            learner_id TEXT NOT NULL,
            registered_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, dispatch_id, session_id),
            FOREIGN KEY (tenant_id, dispatch_id) REFERENCES dispatch (tenant_id, id)
        )
        """
    )
    db.execute(
        "CREATE INDEX registration_of_learner"
        " ON dispatch_registration (tenant_id, dispatch_id, learner_id, registered_at)"
    )


@MIGRATIONS()
def reports(db: Database) -> None:
    """What reports read: counts of sessions and of answers by package and period, kept in the transaction of each
    change, in rows of the writer's own (`lane`); the package "" counts all. What a session had come to by the end of
    each launch, which sessions were deleted and how far their tokens went, and which answers tell of which session.
    """
    db.execute(
        """
        CREATE TABLE session_tally (
            tenant_id TEXT NOT NULL,
            package_id TEXT NOT NULL,
            period TEXT NOT NULL,
            lane INTEGER NOT NULL,
            sessions BIGINT NOT NULL,
            completed BIGINT NOT NULL,
            incomplete BIGINT NOT NULL,
            not_attempted BIGINT NOT NULL,
            passed BIGINT NOT NULL,
            failed BIGINT NOT NULL,
            scored BIGINT NOT NULL,
            score_sum BIGINT NOT NULL,
            time_sum BIGINT NOT NULL,
            PRIMARY KEY (tenant_id, package_id, period, lane)
        ) WITHOUT ROWID
        """
    )
    # All courses of a period; the counts of a row change, its place in here does not.
    db.execute("CREATE INDEX session_tally_by_period ON session_tally (tenant_id, period, package_id)")
    db.execute(
        """
        CREATE TABLE score_tally (
            tenant_id TEXT NOT NULL,
            package_id TEXT NOT NULL,
            period TEXT NOT NULL,
            percent INTEGER NOT NULL,
            lane INTEGER NOT NULL,
            sessions BIGINT NOT NULL,
            PRIMARY KEY (tenant_id, package_id, period, percent, lane)
        ) WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE interaction_tally (
            tenant_id TEXT NOT NULL,
            package_id TEXT NOT NULL,
            interaction_id TEXT NOT NULL,
            period TEXT NOT NULL,
            lane INTEGER NOT NULL,
            answered BIGINT NOT NULL,
            correct BIGINT NOT NULL,
            incorrect BIGINT NOT NULL,
            timed BIGINT NOT NULL,
            latency_sum BIGINT NOT NULL,
            type TEXT,
            description TEXT,
            PRIMARY KEY (tenant_id, package_id, interaction_id, period, lane)
        ) WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE response_tally (
            tenant_id TEXT NOT NULL,
            package_id TEXT NOT NULL,
            interaction_id TEXT NOT NULL,
            period TEXT NOT NULL,
            response TEXT NOT NULL,
            lane INTEGER NOT NULL,
            answers BIGINT NOT NULL,
            PRIMARY KEY (tenant_id, package_id, interaction_id, period, response, lane)
        ) WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE deleted_session (
            tenant_id TEXT NOT NULL,
            id TEXT NOT NULL,
            token_epoch INTEGER NOT NULL,
            deleted_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute("ALTER TABLE answer ADD COLUMN session_id TEXT")
    db.execute("CREATE INDEX answer_of_session ON answer (tenant_id, session_id) WHERE session_id IS NOT NULL")
    db.execute("ALTER TABLE launch ADD COLUMN completion TEXT")
    db.execute("ALTER TABLE launch ADD COLUMN success TEXT")
    db.execute("ALTER TABLE launch ADD COLUMN score_scaled DOUBLE PRECISION")
    db.execute("ALTER TABLE launch ADD COLUMN score_raw DOUBLE PRECISION")
    db.execute("ALTER TABLE launch ADD COLUMN session_time BIGINT")
    # Lists by change, whichever statuses are asked for: of those that are not, each has its own stretch of the index.
    db.execute("CREATE INDEX session_by_status ON session (tenant_id, completion, success, updated_at, id)")
    db.execute(
        "CREATE INDEX session_of_package_by_status"
        " ON session (tenant_id, package_id, completion, success, updated_at, id)"
    )
    db.execute("DROP INDEX session_of_package")
    db.execute("CREATE INDEX package_by_import ON package (tenant_id, imported_at, id)")
    recounted(db.conn)


@MIGRATIONS()
def launches_from_elsewhere(db: Database) -> None:
    """Launches that other devices wrote and sync brought, what each ran, and which devices write here."""
    db.execute("ALTER TABLE launch ADD COLUMN package_hash TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE launch ADD COLUMN taken_in INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE launch ADD COLUMN fork_of TEXT")
    db.execute("CREATE INDEX launch_fork ON launch (tenant_id, fork_of) WHERE fork_of IS NOT NULL")
    db.execute("ALTER TABLE device ADD COLUMN here INTEGER NOT NULL DEFAULT 1")
    db.execute(
        """
        UPDATE launch SET package_hash = coalesce((
            SELECT package.content_hash FROM session
            JOIN package ON package.tenant_id = session.tenant_id AND package.id = session.package_id
            WHERE session.tenant_id = launch.tenant_id AND session.id = launch.session_id
        ), '')
        """
    )


@MIGRATIONS()
def package_uploads(db: Database) -> None:
    """Packages that come in several requests, and the work on them. A job tells of its package when the upload and even
    the package are gone."""
    db.execute(
        """
        CREATE TABLE package_upload (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            size BIGINT,
            sha256 TEXT,
            created_at TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute("CREATE INDEX package_upload_by_age ON package_upload (tenant_id, expires_at)")
    db.execute(
        """
        CREATE TABLE package_job (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            upload_id TEXT NOT NULL,
            status TEXT NOT NULL,
            progress DOUBLE PRECISION NOT NULL,
            content_hash TEXT,
            package_id TEXT,
            findings TEXT NOT NULL,
            error_code TEXT,
            error_message TEXT,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id),
            UNIQUE (tenant_id, upload_id)
        )
        """
    )
    db.execute(
        "CREATE INDEX package_job_unfinished ON package_job (tenant_id, created_at)"
        " WHERE status IN ('queued', 'running')"
    )


@MIGRATIONS()
def workers(db: Database) -> None:
    """Servers of several processes: who they are, and which of them plays which session. Neither outlives a process, so
    a sitting does not refer to its worker's row. Old answers of one tenant are found without looking at the others'."""
    db.execute("CREATE TABLE worker (id TEXT PRIMARY KEY, address TEXT NOT NULL, started_at TEXT NOT NULL)")
    db.execute(
        """
        CREATE TABLE sitting (
            tenant_id TEXT NOT NULL,
            session_id TEXT NOT NULL,
            worker_id TEXT NOT NULL,
            PRIMARY KEY (tenant_id, session_id)
        )
        """
    )
    db.execute("DROP INDEX answer_by_age")
    db.execute("CREATE INDEX answer_of_tenant_by_age ON answer (tenant_id, given_at)")


@MIGRATIONS()
def sync(db: Database) -> None:
    """Servers this device syncs with - their keys are elsewhere -, what each has said of each session, what it gave
    receipts for, and what happened. A session or launch may be known there and not here: they are not referred to."""
    db.execute(
        """
        CREATE TABLE account (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            address TEXT NOT NULL,
            name TEXT NOT NULL,
            all_learners INTEGER NOT NULL,
            epoch TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE account_learner (
            tenant_id TEXT NOT NULL,
            account_id TEXT NOT NULL,
            learner_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            PRIMARY KEY (tenant_id, account_id, learner_id),
            FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE sync_session (
            tenant_id TEXT NOT NULL,
            account_id TEXT NOT NULL,
            session_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            package_id TEXT NOT NULL,
            told_version BIGINT NOT NULL,
            version BIGINT NOT NULL,
            etag TEXT,
            mark TEXT NOT NULL,
            base TEXT,
            held_time BIGINT NOT NULL,
            held_completion TEXT NOT NULL,
            held_success TEXT NOT NULL,
            waiting TEXT,
            quarantine_code TEXT,
            quarantine_message TEXT NOT NULL,
            quarantined_at TEXT,
            synced_at TEXT,
            PRIMARY KEY (tenant_id, account_id, session_id),
            FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE sync_receipt (
            tenant_id TEXT NOT NULL,
            account_id TEXT NOT NULL,
            launch_id TEXT NOT NULL,
            session_id TEXT NOT NULL,
            rev INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            PRIMARY KEY (tenant_id, account_id, launch_id),
            FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
        )
        """
    )
    db.execute("CREATE INDEX sync_receipt_of_session ON sync_receipt (tenant_id, account_id, session_id)")
    db.execute(
        """
        CREATE TABLE sync_history (
            tenant_id TEXT NOT NULL,
            account_id TEXT NOT NULL,
            id TEXT NOT NULL,
            at TEXT NOT NULL,
            code TEXT NOT NULL,
            session_id TEXT,
            details TEXT NOT NULL,
            PRIMARY KEY (tenant_id, account_id, id),
            FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
        )
        """
    )
    # What runs here or died is looked for at each exchange.
    db.execute(
        "CREATE INDEX launch_open_here ON launch (tenant_id, session_id) WHERE ended_at IS NULL AND taken_in = 0"
    )


@MIGRATIONS()
def catalog(db: Database) -> None:
    """Which package is a new version of which, and what servers were last seen to offer: a course can be shown, and
    said to be one that can be had again, without a network. `gone_at` is when it was offered no more."""
    db.execute("ALTER TABLE package ADD COLUMN replaces TEXT")
    db.execute("ALTER TABLE account ADD COLUMN listed_at TEXT")
    db.execute(
        """
        CREATE TABLE catalog_package (
            tenant_id TEXT NOT NULL,
            account_id TEXT NOT NULL,
            package_id TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            title TEXT NOT NULL,
            edition TEXT NOT NULL,
            size BIGINT NOT NULL,
            replaces TEXT,
            gone_at TEXT,
            PRIMARY KEY (tenant_id, account_id, package_id),
            FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
        )
        """
    )


@MIGRATIONS()
def trusted_devices(db: Database) -> None:
    """Devices whose signed files are taken in, and which launches their receipts say they hold. `epoch` is the life of
    such a device's database, `epoch_at` when it was last heard of."""
    db.execute(
        """
        CREATE TABLE trusted_device (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            public_key TEXT NOT NULL,
            name TEXT NOT NULL,
            epoch TEXT NOT NULL,
            epoch_at TEXT NOT NULL,
            trusted_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, public_key)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE carried_receipt (
            tenant_id TEXT NOT NULL,
            public_key TEXT NOT NULL,
            launch_id TEXT NOT NULL,
            session_id TEXT NOT NULL,
            rev INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            PRIMARY KEY (tenant_id, public_key, launch_id),
            FOREIGN KEY (tenant_id, public_key) REFERENCES trusted_device (tenant_id, public_key)
        )
        """
    )
    db.execute("CREATE INDEX carried_receipt_of_session ON carried_receipt (tenant_id, session_id)")


@MIGRATIONS()
def keys_of_their_tenants(db: Database) -> None:
    """No key of a tenant's tables is unique beyond the tenant, so that a database may keep each tenant elsewhere.
    `key_in_force` tells whose an API key is, by its hash; a database in parts has all of it in each of them."""
    db.execute(
        """
        CREATE TABLE key_in_force (
            hash TEXT PRIMARY KEY,
            tenant_id TEXT NOT NULL,
            key_id TEXT NOT NULL,
            scope TEXT NOT NULL
        )
        """
    )
    db.execute("CREATE INDEX key_in_force_of_tenant ON key_in_force (tenant_id, key_id)")
    db.execute(
        "INSERT INTO key_in_force (hash, tenant_id, key_id, scope)"
        " SELECT hash, tenant_id, id, scope FROM api_key WHERE revoked_at IS NULL"
    )
    db.execute(
        """
        CREATE TABLE known_api_key (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            scope TEXT NOT NULL,
            created_at TEXT NOT NULL,
            revoked_at TEXT,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute(
        "INSERT INTO known_api_key (tenant_id, id, name, scope, created_at, revoked_at)"
        " SELECT tenant_id, id, name, scope, created_at, revoked_at FROM api_key"
    )
    db.execute("DROP TABLE api_key")
    db.execute("ALTER TABLE known_api_key RENAME TO api_key")
    db.execute(
        """
        CREATE TABLE known_signing_key (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            id TEXT NOT NULL,
            secret TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    db.execute(
        "INSERT INTO known_signing_key (tenant_id, id, secret, created_at)"
        " SELECT tenant_id, id, secret, created_at FROM signing_key"
    )
    db.execute("DROP TABLE signing_key")
    db.execute("ALTER TABLE known_signing_key RENAME TO signing_key")


@MIGRATIONS()
def workers_of_several_machines(db: Database) -> None:
    """By what a worker and those who ask it over a network know each other: both last as long as its process."""
    db.execute("ALTER TABLE worker ADD COLUMN secret TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE worker ADD COLUMN certificate TEXT NOT NULL DEFAULT ''")


@MIGRATIONS()
def failed_tries(db: Database) -> None:
    """Who has tried keys or passwords, where, and until when that counts. Secrets are sealed from this version on,
    which none before it can read."""
    db.execute(
        """
        CREATE TABLE failed_try (
            tenant_id TEXT NOT NULL REFERENCES tenant (id),
            door TEXT NOT NULL,
            whole_at TEXT NOT NULL,
            PRIMARY KEY (tenant_id, door)
        )
        """
    )
    db.execute("CREATE INDEX failed_try_over ON failed_try (tenant_id, whole_at)")


@MIGRATIONS()
def package_jobs_end(db: Database) -> None:
    """Jobs that were over long ago are found without looking at the others."""
    db.execute(
        "CREATE INDEX package_job_over ON package_job (tenant_id, updated_at) WHERE status IN ('succeeded', 'failed')"
    )


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    clock: Callable[[], datetime],
    migrations: Migrations = MIGRATIONS,
    version: int = VERSION,
) -> None:
    """Take every step that is missing, all of them or none, and keep a copy of a database that was there before.

    Raises what `is_current` raises, and `sqlite3.Error`, which leaves everything as it was.
    """
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another program may have been quicker while we waited for the lock.
        if not is_current(connection, path, version):
            _, found = header(connection)
            if found:
                _keep_copy(path, found)
            migrations.apply(Database(connection))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {version}")
            if not found:
                settle_in(connection, moment_column(clock()))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def backup_path(path: Path, version: int) -> Path:
    """Where the copy of a database stands that was at `version` when a newer program first opened it."""
    return path.with_name(f"{path.stem}.v{version}{path.suffix}")


def _keep_copy(path: Path, version: int) -> None:
    """Copy the database beside itself; a copy that was cut short is never mistaken for a whole one."""
    unfinished = backup_path(path, version).with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as copy:
        source.backup(copy)
    unfinished.replace(backup_path(path, version))


def settle_in(connection: Connection, now: str) -> None:
    """The one tenant and the one device of a new desktop."""
    tenant, device = str(uuid.uuid4()), str(uuid.uuid4())
    connection.execute("INSERT INTO tenant (id, name, created_at) VALUES (?, 'local', ?)", (tenant, now))
    connection.execute("INSERT INTO device (tenant_id, id, created_at) VALUES (?, ?, ?)", (tenant, device, now))
    connection.executemany("INSERT INTO meta (name, value) VALUES (?, ?)", (("tenant", tenant), ("device", device)))
