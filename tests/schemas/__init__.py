"""Databases as earlier versions left them, and what each migration does, pinned.

`NN-name.sql` is a whole database with rows in every table that was new then. Whatever comes after has to open it and
lose nothing. `migrations.txt` holds a digest of the SQL of each migration: what is in it never changes again.

After adding a migration, run `python -m tests.schemas NN-name`. It opens the newest dump with today's code, and writes
what comes of it beside the others, with the new migrations' digests. A new table needs rows: give them as INSERTs in
a file, `python -m tests.schemas NN-name rows.sql`.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import sqlite_utils
from sqlite_utils import Migrations

FOLDER = Path(__file__).parent
DIGESTS = "migrations.txt"
OWN_TABLES = ("sqlite_sequence", "_sqlite_migrations")
"""Tables of SQLite and of sqlite-utils."""


def dumps(folder: Path = FOLDER) -> list[Path]:
    """Every dump, the oldest first."""
    return sorted(folder.glob("*.sql"))


def restore(dump: Path, target: Path) -> None:
    """Make a database of a dump."""
    target.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(target)
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()


def tables_of(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every table of a database with all its rows."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    found = {
        name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
        for (name,) in names
        if name not in OWN_TABLES
    }
    connection.close()
    return found


def applied_in(path: Path) -> set[str]:
    """The migrations that a database has been through, as `set.name`."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall()
    connection.close()
    return {f"{group}.{name}" for group, name in rows}


def digests_of(migrations: Sequence[Migrations]) -> dict[str, str]:
    """What each migration executes, as `set.name` -> digest, in the order in which a new database runs them."""
    db, found = sqlite_utils.Database(memory=True), dict[str, str]()
    for group in migrations:
        for migration in group._migrations:
            executed: list[str] = []
            with db.tracer(lambda sql, _params, executed=executed: executed.append(sql)):
                migration.fn(db)
            digest = hashlib.sha256("\n".join(executed).encode()).hexdigest()
            found[f"{group.name}.{migration.name}"] = digest
    return found


def pinned(folder: Path = FOLDER) -> dict[str, str]:
    """The digests that are kept."""
    lines = (folder / DIGESTS).read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines)
