"""What can go wrong with rounds, in the words of the staff who meet it.

JudgingError
├── NoSuchAward          in a round nobody wins that: they advance, or don't
├── EntriesClosed        judging has begun, so nobody enters or withdraws any more
├── RoundNotReady        who enters a round isn't certain yet
└── RoundBegun           the round after one has begun, so it can't be judged again
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.competitions.errors import JudgingError
from bot.course.words import say


class NoSuchAward(JudgingError):
    """In a round nobody wins that: they advance, or don't."""

    def __init__(self, award: str, known: Sequence[str]) -> None:
        super().__init__(
            f"**Nobody wins “{award}” in this round, so nothing was changed.** It has: {', '.join(known)}. Leave the "
            "award out for an entry that doesn't advance."
        )


class EntriesClosed(JudgingError):
    """Judging has begun, so nobody enters or withdraws any more."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"**Judging of {title} has begun, so nothing was changed.** Who competes is fixed now. Ask {say.staff} if "
            "something is wrong."
        )


class RoundNotReady(JudgingError):
    """Who enters a round isn't certain yet."""

    def __init__(self, title: str, before: str) -> None:
        self.before = before
        super().__init__(
            f"**{title} can't open yet: nobody has confirmed who advances to it.** Nothing was changed. "
            f"Close {before}, then use `/judging publish` for it; a second person confirms."
        )


class RoundBegun(JudgingError):
    """The round after one has begun, so it can't be judged again."""

    def __init__(self, title: str, following: str) -> None:
        super().__init__(
            f"**{following} has begun with those who advanced, so {title} can't be judged again.** "
            "Nothing was changed."
        )
