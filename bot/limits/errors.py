"""What is refused for being too much, in the words of the person who meets it.

UserError
├── LimitReached     a limit of the table is reached
├── SaidNo           somebody said no to this person less than a day ago
└── CannotWrite      what would be shown to everybody comes from somebody who may not write there
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.course.words import in_words
from bot.errors import UserError
from bot.ids import UserId
from bot.limits.table import Limit
from bot.text import TimestampStyle, stamp


class LimitReached(UserError):
    """A limit is reached. `again_at`: when the next is possible, aware UTC; None where that isn't a matter of time."""

    def __init__(self, limit: Limit, again_at: datetime | None, words: str = "") -> None:
        self.limit, self.again_at = limit, again_at
        when = f" Try again {_after(again_at)}." if again_at else ""
        super().__init__(
            words
            or f"**That's more than {in_words(limit.amount)} {limit.time}, so this has to wait.**{when} "
            f"{in_words(limit.then)}"
        )


class TooManyMessages(LimitReached):
    """One person has caused as many direct messages to another as they may in an hour."""

    def __init__(self, limit: Limit, user_id: UserId, again_at: datetime) -> None:
        self.user_id = user_id
        super().__init__(
            limit,
            again_at,
            f"**<@{user_id}> has had {limit.most} messages because of you in the last hour, so they weren't asked.** "
            f"Try again {_after(again_at)}, or talk to them yourself.",
        )


class SaidNo(UserError):
    """Somebody said no to this person less than a day ago. `until`: how long that holds, aware UTC."""

    def __init__(self, limit: Limit, user_id: UserId, until: datetime) -> None:
        self.user_id, self.until = user_id, until
        super().__init__(
            f"**<@{user_id}> said no to you, so they weren't asked again.** A no holds for a day: until "
            f"{_after(until, 'f')}. {limit.then}"
        )


class CannotWrite(UserError):
    """What would be shown to everybody comes from somebody who may not write there."""

    def __init__(self) -> None:
        super().__init__(
            "**You can't write in this channel, so nothing was shared.** Use the command again in a channel where "
            "you can, and share it there."
        )


def _after(instant: datetime, style: TimestampStyle = "R") -> str:
    """Write the first whole second after an instant as Discord shows it."""
    return stamp(instant + timedelta(seconds=1), style)
