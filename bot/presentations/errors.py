"""What can go wrong in the pitch session, in the words of the person who meets it.

PitchError (a UserError)
├── NoSession            nothing is planned, said to staff
├── NoOrder              nothing is planned, said to a group
├── NobodyToPitch        no group has signed up
├── NotNow               the button doesn't fit what is going on
├── PanelChanged         the panel shows something else by now
└── NotInOrder           numbers that are no running order
"""

from __future__ import annotations

from bot.course.words import say
from bot.errors import UserError


class PitchError(UserError):
    """Something in the pitch session that can't be done. Nothing was changed."""


class NoSession(PitchError):
    """Nothing is planned, and staff need it."""

    def __init__(self) -> None:
        super().__init__(
            f"**No pitch session is planned yet.** {say.Staff} plan one with `/staff pitch plan`. "
            "Until then there's no running order and no clock."
        )


class NoOrder(PitchError):
    """Nothing is planned, and a group can't do anything about it."""

    def __init__(self) -> None:
        super().__init__(
            f"**There's no running order yet, so you can't check in.** {say.Staff} make it before the session. "
            "`/pitch order` says when that is; check in once the order is there."
        )


class NobodyToPitch(PitchError):
    """No group has signed up."""

    def __init__(self) -> None:
        super().__init__(
            f"**No {say.group} has signed up, so there's nothing to plan.** {say.Groups} sign up with `/signup-group`. "
            "Plan the session once there is one."
        )


class NotNow(PitchError):
    """The button doesn't fit what is going on."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"**That can't be done now: {why}.** Nothing was changed. The panel shows how things stand."
        )


class PanelChanged(PitchError):
    """The session has moved on since somebody saw the button that they pressed. `what`: what was done meanwhile."""

    def __init__(self, what: str) -> None:
        self.what = what
        words = (
            "**Nothing was changed: the session has moved on since you saw that button.**",
            what,
            "The panel now shows how things stand; press again if you still want to.",
        )
        super().__init__(" ".join(part for part in words if part))


class NotInOrder(PitchError):
    """Numbers that are no running order."""

    def __init__(self, typed: str, why: str) -> None:
        super().__init__(
            f"**“{typed[:100]}” isn't a running order I can use: {why}.** Nothing was changed. "
            f"Write the {say.groups}' numbers with commas, each once, such as `3, 1, 2`."
        )
