"""What can go wrong when somebody chooses a cohort, in the words of the person who meets it."""

from __future__ import annotations

from bot.course.words import say
from bot.errors import UserError


class NoSuchCohort(UserError):
    """It isn't in the course any more, or can't be chosen."""

    def __init__(self) -> None:
        super().__init__(
            "**That can't be chosen anymore: the course has changed since.** Nothing was changed. `/me` shows what "
            "there is now."
        )


class ByRole(UserError):
    """A role of theirs says which cohort they are in."""

    def __init__(self, title: str, role: str, kind: str) -> None:
        self.title, self.role, self.kind = title, role, kind
        super().__init__(
            f"**You're in {title}: your role {role} in this server says so.** Nothing was changed. Ask the course "
            f"{say.staff} if that's the wrong {kind}; they can give you another role."
        )


class CohortFull(UserError):
    """As many people as it takes have chosen it."""

    def __init__(self, title: str, capacity: int) -> None:
        self.title, self.capacity = title, capacity
        super().__init__(
            f"**{title} is full ({capacity} of {capacity}), so you couldn't choose it.** Nothing was changed. Choose "
            f"another, or ask the course {say.staff} to make room."
        )
