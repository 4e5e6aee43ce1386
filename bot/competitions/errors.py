"""What can go wrong with judging, in the words of the person who meets it.

JudgingError (a UserError)
├── NoContest            the course judges nothing of that name
├── NotAJudge            this person isn't appointed (any more)
├── CantJudge            a bot, or somebody who isn't in the server, can't be appointed
├── NotJudging           somebody who is to be dismissed doesn't judge
├── NoConflict           there's no conflict of interest to be lifted
├── NoSuchEntry          no entry has that number
├── NotOpen              judging hasn't begun, is paused, or is over
├── OwnGroup             nobody judges their own group
├── Recused              the judge has declared a conflict of interest
├── TooLateForConflict   judging is over, so a conflict can't be declared any more
├── BadScores            a score is missing, no whole number, or off the scale
├── TypedIsGone          scores that were typed are stored already
├── RubricLocked         a ballot is in, so the criteria can't change
├── WrongState           judging isn't in a state in which that can be done
├── AsksFirst            it can be done, but takes back what has been asked or published
├── ChangedMeanwhile     what a button was made for has changed since
├── (round_errors)       what only rounds can go wrong with
├── NotYet               something stands in the way of publishing
├── RequestIsGone        a request to publish was confirmed, replaced or taken back
├── NeedsAnother         a second person has to confirm
├── NowhereToReveal      no announcements channel is chosen
└── NowhereToAsk         no staff channel is chosen
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.course.words import say
from bot.errors import UserError
from bot.ids import UserId


class JudgingError(UserError):
    """Something about judging that can't be done. Nothing was changed."""


class NoContest(JudgingError):
    """The course judges nothing of that name."""

    def __init__(self, typed: str, known: Sequence[str]) -> None:
        there = (
            f"It has: {', '.join(known)}."
            if known
            else "Its course file doesn't list any competitions."
        )
        super().__init__(f"**This course has no competition “{typed}”.** {there}")


class NotAJudge(JudgingError):
    """This person isn't appointed (any more)."""

    def __init__(self) -> None:
        super().__init__(
            f"**You aren't a judge here.** {say.Staff} appoint judges with `/judging appoint`; if you should be one, "
            "tell them. Nothing was changed. Questions about the course go to `/course` or a course channel."
        )


class CantJudge(JudgingError):
    """A bot, or somebody who isn't in the server, can't be appointed."""

    def __init__(self, user_id: UserId, why: str) -> None:
        super().__init__(
            f"**<@{user_id}> can't be a judge: {why}.** Nothing was changed. Appoint somebody who is in this server."
        )


class NotJudging(JudgingError):
    """Somebody who is to be dismissed doesn't judge."""

    def __init__(self, user_id: UserId, title: str) -> None:
        super().__init__(
            f"**<@{user_id}> isn't a judge of {title}, so nothing was changed.** `/judging progress` lists its judges."
        )


class NoConflict(JudgingError):
    """There's no conflict of interest to be lifted."""

    def __init__(self, user_id: UserId, name: str) -> None:
        super().__init__(
            f"**<@{user_id}> hasn't declared a conflict of interest for {name}, so nothing was changed.** "
            "`/judging progress` shows who has: 🚫."
        )


class NoSuchEntry(JudgingError):
    """No entry has that number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"**There's no entry {number} (anymore).** It may have been withdrawn. Nothing was changed. "
            f"**All entries** on your card, or `/judging results` for {say.staff}, lists those there are."
        )


class NotOpen(JudgingError):
    """Judging hasn't begun, is paused, or is over. `kept`: what was typed waits as a draft."""

    def __init__(self, state: str, *, kept: bool = False) -> None:
        self.state = state
        why = {
            "setup": "Judging hasn't been opened yet",
            "paused": "Judging is paused",
            "published": "The results are published",
        }.get(state, "Judging is closed")
        what = "this wasn't stored" if kept else "nothing can be scored now"
        draft = " What you typed is kept as a draft." if kept else ""
        super().__init__(
            f"**{why}, so {what}.** Your earlier scores stay as they are.{draft} "
            f"{say.Staff} can open it again with `/judging open`; ask them if you still have something to say."
        )


class OwnGroup(JudgingError):
    """Nobody judges their own group."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"**{name} is your own, so you can't score it.** Nobody judges their own work. "
            "Go on with the next entry; this one is left out of your list."
        )


class Recused(JudgingError):
    """The judge has declared a conflict of interest."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"**You declared a conflict of interest for {name}, so you can't score it.** "
            f"If that was a mistake, ask {say.staff}; they can lift it."
        )


class TooLateForConflict(JudgingError):
    """Judging is over, so a conflict can't be declared any more."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"**Judging is over, so a conflict of interest for {name} can't be declared anymore.** Nothing was "
            f"changed: if you scored it, that counts. Tell {say.staff}; they can open judging again."
        )


class BadScores(JudgingError):
    """A score is missing, no whole number, or off the scale. `kept`: what was typed waits as a draft."""

    def __init__(self, why: str, low: int, high: int, *, kept: bool = False) -> None:
        self.why, self.low, self.high = why, low, high
        draft = " What you typed is kept: open the form to finish it." if kept else ""
        super().__init__(
            f"**Nothing was stored: {why}.** Every criterion needs one whole number from {low} to {high}.{draft}"
        )


class TypedIsGone(JudgingError):
    """Scores that were typed are stored already."""

    def __init__(self) -> None:
        super().__init__(
            "**These scores were stored already, or are too old to be stored now.** Nothing was changed. "
            "`/scores` shows what you gave; write them again to change it."
        )


class RubricLocked(JudgingError):
    """A ballot is in, so the criteria can't change."""

    def __init__(self) -> None:
        super().__init__(
            "**The course file's criteria have changed since the first ballot, so nothing was stored.** "
            "Ballots of two rubrics can't be averaged. "
            "Put the old criteria back into the course file, or start a new competition."
        )


IS = {
    "setup": "judging hasn't been opened yet",
    "open": "judging is open",
    "paused": "judging is paused",
    "closed": "judging is closed",
    "requested": "judging is closed and its results wait to be confirmed",
    "published": "the results are published",
}
"""How a state reads in a sentence."""
NEXT = {
    "pause": "Only judging that is open can be paused.",
    "close": "Only judging that is open or paused can be closed.",
    "ask": "Results are published once judging is closed: `/judging close` closes it. Published ones can be replaced "
    "after `/judging reopen`.",
    "award": "`/judging reopen` opens judging again; then awards can be decided again.",
    "lift": "`/judging reopen` opens judging again; then conflicts can be lifted.",
    "more": "`/judging open` with `until` sets a new time.",
}


class WrongState(JudgingError):
    """Judging isn't in a state in which that can be done."""

    def __init__(self, action: str, state: str) -> None:
        self.action, self.state = action, state
        what = IS[state]
        super().__init__(
            f"**{what[0].upper()}{what[1:]}, so nothing was changed.** {NEXT.get(action, '')}".strip()
        )


class AsksFirst(JudgingError):
    """It can be done, but takes back what has been asked or published, so it's asked first."""

    def __init__(self, state: str, round: int) -> None:
        self.state, self.round = state, round
        super().__init__(f"**{IS[state][0].upper()}{IS[state][1:]}.** Use `/judging reopen`.")


class ChangedMeanwhile(JudgingError):
    """What a button was made for has changed since."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"**This has changed since that message, so nothing was done.** Now {IS[state]}. "
            "Use the command again if you still want it."
        )


class NotYet(JudgingError):
    """Something stands in the way of publishing."""

    SHOWN = 10

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        listed = "\n".join(f"- {reason}" for reason in reasons[: self.SHOWN])
        more = len(reasons) - self.SHOWN
        if more > 0:
            listed += f"\n- and {more} more: `/judging progress` lists all"
        super().__init__(
            f"**The results can't be published yet.**\n{listed}\nFix that, or publish with a `reason`; it's printed "
            "in the results."
        )


class RequestIsGone(JudgingError):
    """A request to publish was confirmed, replaced or taken back."""

    def __init__(self, state: str) -> None:
        why = {
            "published": "The results are published already",
            "requested": "A newer request has replaced this one",
        }.get(state, "This request was taken back")
        super().__init__(
            f"**{why}, so nothing was done.** `/judging publish` asks again; `/judging results` shows how things stand."
        )


class NeedsAnother(JudgingError):
    """A second person has to confirm."""

    def __init__(self) -> None:
        super().__init__(
            "**A second staff member has to confirm.** Publishing takes two people, and you asked for it. "
            "Nothing was published; show them this message."
        )


class NowhereToReveal(JudgingError):
    """No announcements channel is chosen."""

    def __init__(self) -> None:
        super().__init__(
            "**No announcements channel is chosen, so the results have nowhere to be revealed.** Nothing was changed. "
            "Choose one with `/setup`."
        )


class NowhereToAsk(JudgingError):
    """No staff channel is chosen."""

    def __init__(self) -> None:
        super().__init__(
            "**No staff channel is chosen, so a second person couldn't confirm this in private.** Nothing was changed. "
            "Choose one with `/setup`, then publish again."
        )
