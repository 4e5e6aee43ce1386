"""What can go wrong in the pitch session, in the words of the person who meets it.

PitchError (a UserError)
├── NoSession            nothing is planned
├── NobodyToPitch        no group has signed up
├── NotNow               the button doesn't fit what is going on
└── NotInOrder           a running order by hand that isn't one
"""

from __future__ import annotations

from bot.errors import UserError


class PitchError(UserError):
    """Something in the pitch session that can't be done. Nothing was changed."""


class NoSession(PitchError):
    """Nothing is planned."""

    def __init__(self) -> None:
        super().__init__(
            "**No pitch session is planned yet.** Staff plan one with `/pitch plan`. "
            "Until then there is no running order and no clock."
        )


class NobodyToPitch(PitchError):
    """No group has signed up."""

    def __init__(self) -> None:
        super().__init__(
            "**No group has signed up, so there is nothing to plan.** Groups sign up with `/signup-group`. "
            "Plan the session once there is one."
        )


class NotNow(PitchError):
    """The button doesn't fit what is going on."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"**That doesn't fit now: {why}.** Nothing was changed. Somebody else may have pressed before you; "
            "the panel shows how things stand."
        )


class NotInOrder(PitchError):
    """A running order by hand that isn't one."""

    def __init__(self, typed: str, why: str) -> None:
        super().__init__(
            f"**“{typed[:100]}” is no running order: {why}.** Nothing was changed. "
            "Write the groups' numbers with commas, each once, such as `3, 1, 2`."
        )
