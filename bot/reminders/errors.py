"""What is refused about reminders.

UserError
├── NoTime               what was typed names no moment ahead
├── TooMany              somebody has as many reminders of their own as are kept
├── NothingToSay         a reminder needs a text
├── NothingToAnnounce    an announcement needs a text
├── NotOpen              a reminder was settled meanwhile
├── MomentPassed         the moment of a skipped reminder has passed
├── SaidMeanwhile        somebody else has said when office hours open
├── ChannelSilenced      nothing is posted in that channel for now
└── NoChannel            no channel is chosen for an announcement
"""

from __future__ import annotations

from datetime import datetime

from bot.errors import UserError
from bot.text import stamp


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
            "`/remind-me` shows them; remove some, or wait until one has been sent."
        )


class NothingToSay(UserError):
    """A reminder needs a time and a text."""

    def __init__(self) -> None:
        super().__init__(
            "**A reminder needs both: when, and what about.** Nothing was planned. "
            "Use `/remind-me` again and fill in `at` and `about`."
        )


class NothingToAnnounce(UserError):
    """An announcement holds nothing that anybody could see."""

    def __init__(self) -> None:
        super().__init__(
            "**That announcement is blank, so there's nothing to post.** Nothing was planned. "
            "Use `/staff announce` again and write what people should read."
        )


class NotOpen(UserError):
    """A reminder was settled meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "**That reminder isn't waiting anymore, so nothing was changed.** It has been sent or skipped since. "
            "`/staff reminders` shows what has become of it."
        )


class MomentPassed(UserError):
    """The moment of a skipped reminder has passed."""

    def __init__(self) -> None:
        super().__init__(
            "**That reminder's time has passed, so it stays skipped.** If people should still hear of it, use "
            "`/staff reminders` with `send now`, or `/staff announce`."
        )


class SaidMeanwhile(UserError):
    """Somebody else has said when office hours open since a button was shown."""

    def __init__(self, opens: datetime) -> None:
        super().__init__(
            f"**Somebody has just said that office hours open at {stamp(opens, 't')}, so nothing was changed.** "
            "If that's too early, press **15 min more** under the newest message about it in this channel."
        )


class ChannelSilenced(UserError):
    """Nothing is posted in a channel for now."""

    def __init__(self, target: str) -> None:
        name = target.partition(":")[2].replace("_", " ")
        super().__init__(
            f"**The {name} channel is silenced, so nothing was posted.** The reminder keeps its place. "
            f"You can post it anyway, or let the channel speak again with `/staff silence`."
        )


class NoChannel(UserError):
    """No channel is chosen for an announcement."""

    def __init__(self) -> None:
        super().__init__(
            "**No announcements channel is chosen, so there's nowhere to post.** Nothing was planned. "
            "Choose one with `/setup`, or name a channel with the command."
        )
