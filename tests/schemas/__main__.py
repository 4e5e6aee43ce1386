"""Keep today's schema: a dump of it with rows in every table, and the digests of what is new."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Migrations

from bot.app import MIGRATIONS
from bot.database import Database
from tests.schemas import DIGESTS, FOLDER, digests_of, dumps, pinned, restore, tables_of


def keep(
    name: str,
    rows: Path | None,
    folder: Path = FOLDER,
    migrations: Sequence[Migrations] = MIGRATIONS,
) -> str:
    """Write the dump and the digests; say what was done. Nothing is written if something is missing."""
    target = folder / f"{name}.sql"
    if target.exists():
        raise SystemExit(f"{target} is there already, and what is kept never changes.")
    known, now = pinned(folder), digests_of(migrations)
    changed = [name for name, digest in known.items() if now.get(name) != digest]
    if changed:
        raise SystemExit(f"Existing migrations have changed: {', '.join(changed)}. Add new ones.")
    target.write_text(_dump(dumps(folder)[-1], rows, migrations), encoding="utf-8")
    lines = (f"{name} {digest}\n" for name, digest in sorted(now.items()))
    (folder / DIGESTS).write_text("".join(lines), encoding="utf-8")
    return f"Wrote {target.name} and {len(now) - len(known)} new digests."


def _dump(last: Path, rows: Path | None, migrations: Sequence[Migrations]) -> str:
    """Bring a dump up to date, add rows to it, and write it as SQL again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kept.sqlite3"
        restore(last, path)
        asyncio.run(_migrate(path, migrations))
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA foreign_keys=ON")
        if rows is not None:
            connection.executescript(rows.read_text(encoding="utf-8"))
        empty = [table for table, found in tables_of(path).items() if not found]
        if empty:
            raise SystemExit(f"Give rows for {', '.join(empty)}, as INSERTs in a file.")
        text = "\n".join(connection.iterdump()) + "\n"
        connection.close()
    return text


async def _migrate(path: Path, migrations: Sequence[Migrations]) -> None:
    db = Database(path)
    await db.open(migrations)
    await db.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.schemas", description=__doc__)
    parser.add_argument("name", help="a number and what is new, such as 02-delivery")
    parser.add_argument("rows", nargs="?", type=Path, help="INSERTs for the new tables")
    given = parser.parse_args()
    sys.stdout.write(f"{keep(given.name, given.rows)}\n")
