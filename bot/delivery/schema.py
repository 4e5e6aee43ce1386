"""The tables of the ledger: frozen migrations. The first name of the set is what it once held."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("reminders")


@migrations()
def create_tables(db: Database) -> None:
    """The ledger, what staff have said about office hours, and which targets are silenced."""
    for statement in (
        """CREATE TABLE reminders (
            guild_id INTEGER NOT NULL,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            target TEXT NOT NULL,
            item TEXT NOT NULL,
            due_at TEXT NOT NULL,
            anchor_at TEXT NOT NULL,
            until TEXT NOT NULL,
            body TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'claimed', 'sent', 'skipped', 'failed', 'unsure')),
            nonce TEXT NOT NULL DEFAULT '',
            claimed_at TEXT,
            tries INTEGER NOT NULL DEFAULT 0,
            next_try_at TEXT,
            channel_id INTEGER,
            message_id INTEGER,
            sent_at TEXT,
            why TEXT NOT NULL DEFAULT '',
            reply_to INTEGER,
            PRIMARY KEY (guild_id, key),
            CHECK (state <> 'claimed' OR (nonce <> '' AND claimed_at IS NOT NULL)),
            CHECK (state <> 'sent' OR (message_id IS NOT NULL AND sent_at IS NOT NULL))
        ) STRICT, WITHOUT ROWID""",
        """CREATE INDEX reminders_open ON reminders (due_at)
            WHERE state IN ('planned', 'claimed', 'failed')""",
        """CREATE INDEX reminders_retries ON reminders (next_try_at)
            WHERE state IN ('planned', 'claimed', 'failed') AND next_try_at IS NOT NULL""",
        "CREATE INDEX reminders_by_item ON reminders (guild_id, item)",
        """CREATE TABLE office_hours_opened (
            guild_id INTEGER NOT NULL,
            item TEXT NOT NULL,
            opens_at TEXT NOT NULL,
            by INTEGER NOT NULL,
            PRIMARY KEY (guild_id, item)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE silenced_targets (
            guild_id INTEGER NOT NULL,
            target TEXT NOT NULL,
            by INTEGER NOT NULL,
            PRIMARY KEY (guild_id, target)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


@migrations()
def rebuild_as_notices(db: Database) -> None:
    """Everything said first, not reminders alone: rows may be wanted again while they are sent, and need no message."""
    for statement in (
        """CREATE TABLE notices (
            guild_id INTEGER NOT NULL,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            target TEXT NOT NULL,
            item TEXT NOT NULL,
            due_at TEXT NOT NULL,
            anchor_at TEXT NOT NULL,
            until TEXT NOT NULL,
            body TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'claimed', 'sent', 'skipped', 'failed', 'unsure')),
            nonce TEXT NOT NULL DEFAULT '',
            claimed_at TEXT,
            tries INTEGER NOT NULL DEFAULT 0,
            next_try_at TEXT,
            channel_id INTEGER,
            message_id INTEGER,
            sent_at TEXT,
            why TEXT NOT NULL DEFAULT '',
            reply_to INTEGER,
            again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
            PRIMARY KEY (guild_id, key),
            CHECK (state <> 'claimed' OR (nonce <> '' AND claimed_at IS NOT NULL)),
            CHECK (state <> 'sent' OR sent_at IS NOT NULL)
        ) STRICT, WITHOUT ROWID""",
        """INSERT INTO notices SELECT guild_id, key, kind, target, item, due_at, anchor_at, until, body, state, nonce,
            claimed_at, tries, next_try_at, channel_id, message_id, sent_at, why, reply_to, 0 FROM reminders""",
        "DROP TABLE reminders",
        """CREATE INDEX notices_open ON notices (due_at)
            WHERE state IN ('planned', 'claimed', 'failed')""",
        """CREATE INDEX notices_retries ON notices (next_try_at)
            WHERE state IN ('planned', 'claimed', 'failed') AND next_try_at IS NOT NULL""",
        "CREATE INDEX notices_by_item ON notices (guild_id, item)",
        "CREATE INDEX notices_by_target ON notices (guild_id, target)",
    ):
        db.execute(statement)


@migrations()
def remind_of_meetings(db: Database) -> None:
    """Lectures and pitches became meetings of any kind: their reminders and corrections go on under that name.

    A lecture that became the pitch session has rows under both names; the older one, out of use, stays as it is.
    """
    for statement in (
        """UPDATE notices SET key = 'meeting:' || substr(key, instr(key, ':') + 1), kind = 'meeting'
            WHERE kind = 'pitches'""",
        """UPDATE OR IGNORE notices SET key = 'meeting:' || substr(key, instr(key, ':') + 1), kind = 'meeting'
            WHERE kind = 'lecture'""",
        """UPDATE OR IGNORE notices SET
            key = replace(replace(key, 'correction:lecture:', 'correction:meeting:'),
                'correction:pitches:', 'correction:meeting:'),
            body = replace(replace(body, '"kind": "lecture"', '"kind": "meeting"'),
                '"kind": "pitches"', '"kind": "meeting"')
            WHERE kind = 'correction'""",
    ):
        db.execute(statement)
