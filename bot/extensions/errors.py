"""What can go wrong when somebody asks for more time, in the words a person reads."""

from __future__ import annotations

from datetime import datetime

from bot.course.words import say
from bot.errors import UserError
from bot.text import raised, stamp, the


class AskedAlready(UserError):
    """Staff haven't answered an earlier request for the same."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(
            f"**You've asked for more time for {the(title)} already, and {say.staff} haven't answered "
            "yet.** Nothing new was "
            "sent. You'll hear by direct message once they have."
        )


class DeniedLately(UserError):
    """Staff said no to the same less than a day ago. `until`: how long that holds, aware UTC."""

    def __init__(self, title: str, until: datetime) -> None:
        self.title, self.until = title, until
        super().__init__(
            f"**{say.Staff} said no to more time for {the(title)}, so nothing new was sent.** You can ask again "
            f"{stamp(until, 'R')}. If something has changed since, write to them."
        )


class NeedsGroup(UserError):
    """A group's work takes a group."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(
            f"**{raised(the(title))} is {say.a_group}'s work, and you aren't in {say.a_group} yet.** Nothing "
            "was sent. Found or join one "
            "first, then ask again."
        )


class Decided(UserError):
    """Somebody has answered a request already."""

    def __init__(self) -> None:
        super().__init__(
            "**This request was answered already.** Nothing was changed now. `/staff extend` gives more time at any "
            "point."
        )
