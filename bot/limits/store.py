"""What has been used of limits, counted in the transaction in which people do it: what is refused doesn't count.

All but `LimitService` runs in the caller's transaction. `at` is the instant of the press, aware UTC. The only place
with the SQL of limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Migrations

from bot.database import Database, Tables, instant_text, rows
from bot.delivery.model import Notice
from bot.ids import GuildId, UserId
from bot.limits.errors import LimitReached, SaidNo, TooManyMessages
from bot.limits.table import MESSAGES, Limit


@dataclass(frozen=True, slots=True)
class Use:
    """Something that counted towards a limit, and how much (files, bytes). `at`: aware UTC."""

    at: datetime
    amount: int = 1


migrations = Migrations("limits")


@migrations()
def create_tables(db: Tables) -> None:
    """One row a use. `guild_id` and `about` are 0 where they don't matter."""
    db.execute(
        """CREATE TABLE uses (
            id INTEGER PRIMARY KEY,
            user_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            guild_id INTEGER NOT NULL,
            about INTEGER NOT NULL,
            amount INTEGER NOT NULL CHECK (amount > 0),
            at TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX uses_by_person ON uses (user_id, name, guild_id, about, at)")


Whom = tuple[int, int, int]
"""(person, server, the other person)"""


def uses(db: Tables, limit: Limit, whom: Whom, since: datetime) -> list[Use]:
    """Read what counts towards a limit, oldest first."""
    sql = """SELECT at, amount FROM uses WHERE user_id = ? AND name = ? AND guild_id = ? AND about = ? AND at > ?
        ORDER BY at"""
    user_id, guild_id, about = whom
    found = rows(db, sql, [user_id, limit.name, guild_id, about, instant_text(since)])
    return [Use(datetime.fromisoformat(row["at"]), int(row["amount"])) for row in found]


def note(db: Tables, limit: Limit, whom: Whom, use: Use) -> None:
    """Store that something counts towards a limit."""
    user_id, guild_id, about = whom
    values = [user_id, limit.name, guild_id, about, use.amount, instant_text(use.at)]
    db.execute(
        "INSERT INTO uses (user_id, name, guild_id, about, amount, at) VALUES (?, ?, ?, ?, ?, ?)",
        values,
    )


def forget(db: Tables, limit: Limit, user_id: UserId, until: datetime) -> None:
    """Forget what counts no longer."""
    sql = "DELETE FROM uses WHERE user_id = ? AND name = ? AND at <= ?"
    db.execute(sql, [user_id, limit.name, instant_text(until)])


def free_at(limit: Limit, uses: Sequence[Use], amount: int, now: datetime) -> datetime | None:
    """Return when so much more is within a limit: `now` if it is already; None if it never will be.

    Args:
        uses: those that count, oldest first; some may lie ahead, because they had to wait.
    """
    assert limit.per is not None
    if amount > limit.most:
        return None
    left = sum(use.amount for use in uses if use.at > now - limit.per) + amount
    free = now
    for use in uses:
        if left <= limit.most:
            break
        if use.at > now - limit.per:
            left -= use.amount
            free = use.at + limit.per
    return free


def take(
    db: Tables, limit: Limit, guild_id: GuildId, at: datetime, *, by: UserId, amount: int = 1
) -> None:
    """Count something that a person does. Raises LimitReached."""
    assert limit.per is not None
    whom, since = (by, guild_id, 0), at - limit.per
    forget(db, limit, by, since)
    free = free_at(limit, uses(db, limit, whom, since), amount, at)
    if free != at:
        raise LimitReached(limit, free)
    note(db, limit, whom, Use(at, amount))


def check_may_ask(
    db: Tables, no: Limit, guild_id: GuildId, to: UserId, at: datetime, *, by: UserId
) -> None:
    """Refuse to ask somebody who said no to this person, or who has had enough messages because of them.

    Args:
        no: how long their no holds.
    Raises:
        SaidNo, TooManyMessages.
    """
    assert no.per is not None
    for said in uses(db, no, (by, guild_id, to), at - no.per):
        raise SaidNo(no, to, said.at + no.per)
    free = _next_message(db, to, at, by=by)
    if free > at:
        raise TooManyMessages(MESSAGES, to, free)


def say_no(
    db: Tables, no: Limit, guild_id: GuildId, to: UserId, at: datetime, *, by: UserId
) -> None:
    """Remember that somebody said no to a person who had asked them."""
    assert no.per is not None
    forget(db, no, to, at - no.per)
    note(db, no, (to, guild_id, by), Use(at))


def paced(db: Tables, notices: Iterable[Notice], at: datetime, *, by: UserId) -> list[Notice]:
    """Count the direct messages that somebody causes. Return the notices: what is too much for one comes later."""
    found: list[Notice] = []
    for notice in notices:
        to = notice.user_id
        if to is None or to == by:
            found.append(notice)
            continue
        free = _next_message(db, UserId(to), at, by=by)
        note(db, MESSAGES, (by, 0, to), Use(free))
        found.append(replace(notice, due_at=max(notice.due_at, free)))
    return found


def _next_message(db: Tables, to: UserId, at: datetime, *, by: UserId) -> datetime:
    """Return when somebody may cause another direct message to a person."""
    assert MESSAGES.per is not None
    forget(db, MESSAGES, by, at - MESSAGES.per)
    free = free_at(MESSAGES, uses(db, MESSAGES, (by, 0, to), at - MESSAGES.per), 1, at)
    assert free is not None
    return free


class LimitService:
    """Counts what changes nothing that is stored, such as showing a page to everybody: in a transaction of its own."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def take(self, limit: Limit, guild_id: GuildId, at: datetime, *, by: UserId) -> None:
        """Count something that a person does. Raises LimitReached."""
        await self._db.write(lambda db: take(db, limit, guild_id, at, by=by), aside=True)
