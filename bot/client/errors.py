"""Why a request wasn't begun, in the words a person reads."""

from __future__ import annotations

from bot.errors import UserError


class Overloaded(UserError):
    """More is asked than can be answered in time."""

    def __init__(self) -> None:
        super().__init__("**Busy right now, so this wasn't done.** Try again in a few seconds.")


class TooLate(UserError):
    """Discord takes no answer to this any more, so nobody will read these words."""

    def __init__(self) -> None:
        super().__init__("**This came too late to be answered, so it wasn't done.** Try again.")


class RehearsedElsewhere(UserError):
    """The bot rehearses in another server and does nothing in this one."""

    def __init__(self) -> None:
        super().__init__(
            "**I'm only rehearsing, and in another server, so nothing was done here.** If I should be at work here, "
            "please tell staff."
        )


class FormGone(UserError):
    """A form was sent that this process doesn't have open."""

    def __init__(self) -> None:
        super().__init__(
            "**This form wasn't open any more, so nothing was saved now.** I was restarted since you opened it, or "
            "you'd sent it before. Open it again to send what you typed."
        )
