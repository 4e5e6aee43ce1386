"""What is refused about reminders.

UserError
├── NoTime               what was typed names no moment ahead
├── TooMany              somebody has as many reminders of their own as are kept
├── NothingToSay         a reminder needs a text
├── NotOpen              a reminder was settled meanwhile
└── NoChannel            no channel is chosen for an announcement
"""

from __future__ import annotations

from bot.errors import UserError


class NoTime(UserError):
    """What was typed names no moment ahead."""

    def __init__(self, typed: str, why: str) -> None:
        super().__init__(
            f"**I can't remind you at “{typed}”: {why}.** Nothing was planned. "
            "Try `in 2 hours`, `tomorrow 9am`, `friday 17:00` or `jan 27 20:00`."
        )


class TooMany(UserError):
    """Somebody has as many reminders of their own as are kept."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"**You have {most} reminders waiting, which is the most I keep for one person.** Nothing was planned. "
            "`/remind-me` shows them; forget some, or wait until one has come."
        )


class NothingToSay(UserError):
    """A reminder needs a time and a text."""

    def __init__(self) -> None:
        super().__init__(
            "**A reminder needs both: when, and what about.** Nothing was planned. "
            "Use `/remind-me` again and fill in `at` and `about`."
        )


class NotOpen(UserError):
    """A reminder was settled meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "**That reminder isn't waiting any more, so nothing was changed.** It was sent or skipped meanwhile. "
            "`/staff reminders` shows what has become of it."
        )


class NoChannel(UserError):
    """No channel is chosen for an announcement."""

    def __init__(self) -> None:
        super().__init__(
            "**No announcements channel is chosen, so there is nowhere to post.** Nothing was planned. "
            "Choose one with `/setup`, or name a channel with the command."
        )
