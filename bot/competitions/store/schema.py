"""The tables of judging: raw ballots, never an average."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("judging")


@migrations()
def create_tables(db: Database) -> None:
    """Contests, judges, ballots in all versions, drafts, recusals, skips, overrides, publications."""
    for statement in (
        """CREATE TABLE judging_contests (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('setup', 'open', 'paused', 'closed', 'published')),
            rubric TEXT NOT NULL DEFAULT '',
            changed_by INTEGER NOT NULL,
            changed_at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE judges (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            user_id INTEGER NOT NULL,
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            removed_at TEXT,
            PRIMARY KEY (guild_id, contest, user_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE ballots (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            scores TEXT NOT NULL CHECK (json_valid(scores)),
            note TEXT NOT NULL,
            feedback TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry, version),
            FOREIGN KEY (guild_id, contest, judge_id) REFERENCES judges (guild_id, contest, user_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE ballot_drafts (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            scores TEXT NOT NULL CHECK (json_valid(scores)),
            note TEXT NOT NULL,
            feedback TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE recusals (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE skips (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE award_overrides (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            entry INTEGER NOT NULL,
            award TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason <> ''),
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, entry)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE publications (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            asked_by INTEGER NOT NULL,
            asked_at TEXT NOT NULL,
            reason TEXT NOT NULL,
            confirmed_by INTEGER CHECK (confirmed_by <> asked_by),
            confirmed_at TEXT,
            entries TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(entries)),
            PRIMARY KEY (guild_id, contest)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


@migrations()
def keep_rounds_requests_and_entry_numbers(db: Database) -> None:
    """Judging in rounds that close by themselves, requests as they were shown, a lab entry's own number, typed ballots,
    where a judge's card is, and who is known to have the judges' role."""
    for statement in (
        """CREATE TABLE judging_contests_now (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('setup', 'open', 'paused', 'closed', 'requested', 'published')),
            round INTEGER NOT NULL CHECK (round >= 0),
            closes_at TEXT,
            rubric TEXT NOT NULL DEFAULT '',
            changed_by INTEGER NOT NULL,
            changed_at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest)
        ) STRICT, WITHOUT ROWID""",
        """INSERT INTO judging_contests_now SELECT guild_id, contest, state, state <> 'setup', NULL, rubric, changed_by,
            changed_at FROM judging_contests""",
        "DROP TABLE judging_contests",
        "ALTER TABLE judging_contests_now RENAME TO judging_contests",
        """CREATE TABLE publish_requests (id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'ended')),
            asked_by INTEGER NOT NULL,
            asked_at TEXT NOT NULL,
            reason TEXT NOT NULL,
            shown TEXT NOT NULL CHECK (shown = '' OR json_valid(shown)),
            entries TEXT NOT NULL CHECK (json_valid(entries)),
            confirmed_by INTEGER CHECK (confirmed_by <> asked_by),
            confirmed_at TEXT,
            CHECK (state <> 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL))
        ) STRICT""",
        """CREATE UNIQUE INDEX publish_requests_waiting ON publish_requests (guild_id, contest)
            WHERE state = 'waiting'""",
        """INSERT INTO publish_requests (guild_id, contest, state, asked_by, asked_at, reason, shown, entries,
            confirmed_by, confirmed_at) SELECT guild_id, contest,
            CASE WHEN confirmed_by IS NULL THEN 'ended' ELSE 'confirmed' END, asked_by, asked_at, reason, '', entries,
            confirmed_by, confirmed_at FROM publications ORDER BY asked_at""",
        "DROP TABLE publications",
        """CREATE TABLE lab_entries (guild_id INTEGER NOT NULL, lab TEXT NOT NULL,
            user_id INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            PRIMARY KEY (guild_id, lab, user_id),
            UNIQUE (guild_id, lab, number)
        ) STRICT, WITHOUT ROWID""",
        """INSERT INTO lab_entries SELECT guild_id, task, CAST(substr(owner, 6) AS INTEGER), ROW_NUMBER() OVER (
                PARTITION BY guild_id, task ORDER BY at, CAST(substr(owner, 6) AS INTEGER))
            FROM submissions WHERE number = 1 AND owner LIKE 'user:%' AND task NOT IN ('review', 'slides')""",
        """CREATE TABLE typed_ballots (id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            scores TEXT NOT NULL CHECK (json_valid(scores)),
            feedback TEXT,
            at TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE judge_cards (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            channel_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE judges_by_role (guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            seen_at TEXT NOT NULL,
            PRIMARY KEY (guild_id, user_id)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


@migrations()
def tell_who_judges_by_role(db: Database) -> None:
    """Who judges because of the judges' role does so as long as they have it."""
    for statement in (
        "ALTER TABLE judges ADD COLUMN by_role INTEGER NOT NULL DEFAULT 0 CHECK (by_role IN (0, 1))",
        """UPDATE judges SET by_role = 1 WHERE by = user_id AND EXISTS (SELECT 1 FROM judges_by_role r
            WHERE r.guild_id = judges.guild_id AND r.user_id = judges.user_id)""",
    ):
        db.execute(statement)


@migrations()
def keep_who_chose_to_compete(db: Database) -> None:
    """Which groups have entered a competition that one enters by saying so."""
    db.execute(
        """CREATE TABLE competition_entries (guild_id INTEGER NOT NULL, competition TEXT NOT NULL,
            group_number INTEGER NOT NULL,
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, competition, group_number)
        ) STRICT, WITHOUT ROWID"""
    )
