"""What can go wrong with judging, in the words of the person who meets it.

JudgingError (a UserError)
├── NoContest            the course judges nothing of that name
├── NotAJudge            this person isn't appointed (any more)
├── NoSuchEntry          no entry has that number
├── NotOpen              judging hasn't begun, is paused, or is over
├── OwnGroup             nobody judges their own group
├── Recused              the judge has declared a conflict of interest
├── BadScores            a score is missing, no whole number, or off the scale
├── RubricLocked         a ballot is in, so the criteria can't change
├── NotYet               something stands in the way of publishing
└── NeedsAnother         a second person has to confirm
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import UserError


class JudgingError(UserError):
    """Something about judging that can't be done. Nothing was changed."""


class NoContest(JudgingError):
    """The course judges nothing of that name."""

    def __init__(self, typed: str, known: Sequence[str]) -> None:
        there = (
            f"There is: {', '.join(known)}." if known else "Its course file names no competition."
        )
        super().__init__(f"**This course has no competition “{typed}”.** {there}")


class NotAJudge(JudgingError):
    """This person isn't appointed (any more)."""

    def __init__(self) -> None:
        super().__init__(
            "**You aren't a judge here, so nothing was stored.** Staff appoint judges with `/judging appoint`; "
            "if that is a mistake, tell them. Questions about the course go to `/course` or a course channel."
        )


class NoSuchEntry(JudgingError):
    """No entry has that number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"**There is no entry {number} (any more), so nothing was stored.** It may have been withdrawn. "
            "`/scores` lists the entries there are."
        )


class NotOpen(JudgingError):
    """Judging hasn't begun, is paused, or is over."""

    def __init__(self, state: str) -> None:
        why = {
            "setup": "Judging hasn't been opened yet",
            "paused": "Judging is paused",
            "closed": "Judging is closed",
            "published": "The results are published",
        }.get(state, "Judging isn't open")
        super().__init__(
            f"**{why}, so this wasn't stored.** Your earlier scores stay as they are. "
            "Staff can open it again with `/judging open`; ask them if you still have something to say."
        )


class OwnGroup(JudgingError):
    """Nobody judges their own group."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"**Group {number} is your own, so you can't score it.** Nobody judges their own group. "
            "Go on with the next entry; this one is left out of your list."
        )


class Recused(JudgingError):
    """The judge has declared a conflict of interest."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"**You declared a conflict of interest for entry {number}, so you can't score it.** "
            "If that was a mistake, ask staff; they can lift it."
        )


class BadScores(JudgingError):
    """A score is missing, no whole number, or off the scale."""

    def __init__(self, why: str, low: int, high: int) -> None:
        super().__init__(
            f"**Nothing was stored: {why}.** Every criterion needs one whole number from {low} to {high}. "
            "Score the entry again; what you wrote is kept as a draft."
        )


class RubricLocked(JudgingError):
    """A ballot is in, so the criteria can't change."""

    def __init__(self) -> None:
        super().__init__(
            "**The course file's criteria have changed since the first ballot, so nothing was stored.** "
            "Ballots of two rubrics can't be averaged. "
            "Put the old criteria back into the course file, or start a new competition."
        )


class NotYet(JudgingError):
    """Something stands in the way of publishing."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        listed = "\n".join(f"- {reason}" for reason in reasons[:10])
        super().__init__(
            f"**The results can't be published yet.**\n{listed}\nMend it, or publish with a `reason`; it is printed "
            "in the results."
        )


class NeedsAnother(JudgingError):
    """A second person has to confirm."""

    def __init__(self) -> None:
        super().__init__(
            "**Somebody else of the staff has to confirm.** Publishing takes two people, and you asked for it. "
            "Nothing was published; show them this message."
        )
