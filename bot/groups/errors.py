"""What can go wrong with a project group, in the words of the person who meets it.

UserError
└── GroupError
    ├── NoSignup              the course has no project groups
    ├── SignupClosed          the deadline has passed, or sign-up opens later
    ├── AlreadyInGroup        the person is in a group
    ├── NotInGroup            the person is in no group
    ├── NoSuchGroup           no live group has that number
    │   └── GroupGone         it had, and was disbanded
    ├── StaleButton           a button of an earlier version
    ├── NotYours              only a member (or the founder) may do this
    ├── GroupFull             no seat is left, pending invitations counted
    ├── CannotInvite          that person can't be invited, and why
    ├── CannotJoin            that person can't be made a member, and why
    ├── NoInvitation          there is no open invitation (any more) for the person who answers it
    ├── NotOpen               a request or an invitation was answered or withdrawn meanwhile
    ├── EditedMeanwhile       somebody else has changed the same field since the form was filled
    ├── LastMember            leaving would disband the group: confirm first
    ├── PeopleChanged         somebody has joined or left since a disbanding was asked
    ├── NotThere              staff name somebody who is neither in the group nor invited
    ├── NotDisbanded          staff reopen a group that is open
    ├── NothingToUndo         the change was undone already, or is no change that can be
    └── ChangedSince          the group was changed after the change that should be undone
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.course.words import say
from bot.errors import UserError
from bot.ids import UserId
from bot.text import stamp


class GroupError(UserError):
    """Something about a project group that can't be done. Nothing was changed."""


class NoSignup(GroupError):
    """The course file has no `groups`."""

    def __init__(self) -> None:
        super().__init__(
            f"**This course has no project {say.groups}.** Its course file doesn't describe any. "
            "`/course` tells you what the course has instead."
        )


class SignupClosed(GroupError):
    """Groups don't form now: the deadline has passed, and only staff change them; or sign-up opens later."""

    def __init__(self, closed_at: datetime, opens_at: datetime | None = None) -> None:
        self.closed_at, self.opens_at = closed_at, opens_at
        if opens_at:
            super().__init__(
                f"**Sign-up opens {stamp(opens_at, 'R')} ({stamp(opens_at)}), so nothing was changed.** "
                "Do the same again then."
            )
            return
        super().__init__(
            f"**Sign-up closed {stamp(closed_at, 'R')} ({stamp(closed_at)}), so nothing was changed.** "
            f"Only {say.staff} can change {say.groups} now. Ask them; they can still help."
        )


class AlreadyInGroup(GroupError):
    """The person is in a group, and one group a person is the rule."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"**You're in {say.group} {number} already, so nothing was changed.** Each person is in one {say.group} "
            f"and presents one pitch. To change, leave {say.group} {number} first with `/group leave`."
        )


class NotInGroup(GroupError):
    """The person is in no group."""

    def __init__(self) -> None:
        super().__init__(
            f"**You're not in {say.a_group} yet.** Sign one up with `/signup-group`, or find one with `/find-group`."
        )


class NoSuchGroup(GroupError):
    """No live group has that number."""

    def __init__(self, number: int, words: str = "") -> None:
        self.number = number
        super().__init__(
            words
            or f"**There's no {say.group} {number}, so nothing was changed.** `/group list` shows all {say.groups}."
        )


class GroupGone(NoSuchGroup):
    """The group that had the number was disbanded."""

    def __init__(self, number: int) -> None:
        super().__init__(
            number,
            f"**{say.Group} {number} is no longer there, so nothing was changed.** It was disbanded, "
            "and its number isn't "
            f"used again. `/group list` shows the {say.groups} there are.",
        )


class StaleButton(GroupError):
    """A button whose message was made by an earlier version of the assistant."""

    def __init__(self) -> None:
        super().__init__(
            "**What this button did is no longer there, so nothing was changed.** Its message is an old one. "
            "`/group show` and `/find-group` have today's buttons."
        )


class NotYours(GroupError):
    """The person lacks the place in the group that this needs. `who`: who may do it."""

    def __init__(self, number: int, who: str, then: str) -> None:
        self.number = number
        super().__init__(f"**Only {who} can do this, so nothing was changed.** {then}")


class GroupFull(GroupError):
    """No seat is left; invitations that wait for an answer hold one each."""

    def __init__(self, number: int, limit: int, pending: int) -> None:
        self.number, self.limit, self.pending = number, limit, pending
        waiting = f", {pending} of them invited and not answered yet" if pending else ""
        then = (
            "Withdrawing an invitation frees a seat" if pending else "Somebody has to leave first"
        )
        super().__init__(
            f"**{say.Group} {number} is full ({limit} of {limit}{waiting}), so nothing was changed.** "
            f"{then}; `/find-group` shows {say.groups} with room."
        )


class CannotInvite(GroupError):
    """That person can't be invited. `why` is a clause that names them."""

    def __init__(self, user_id: UserId, why: str) -> None:
        self.user_id, self.why = user_id, why
        super().__init__(
            f"**{why}, so no invitation was sent.** Everything else is as it was. "
            "Pick somebody else with `/group invite`."
        )


class CannotJoin(GroupError):
    """That person can't be made a member. `why` is a clause that names them."""

    def __init__(self, user_id: UserId, why: str) -> None:
        self.user_id, self.why = user_id, why
        super().__init__(
            f"**{why}, so nothing was changed.** Members are people in this server who aren't in another {say.group}. "
            "`/group list` shows who is where."
        )


class NoInvitation(GroupError):
    """There is no open invitation of that group to the person who answers it."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"**Your invitation to {say.group} {number} isn't open anymore, so nothing was changed.** It was answered "
            "or withdrawn. `/group show` shows your open invites."
        )


class NotOpen(GroupError):
    """An invitation or a request to join was answered or withdrawn meanwhile. `why`: a sentence without its stop."""

    def __init__(self, number: int, user_id: UserId, why: str) -> None:
        self.number, self.user_id = number, user_id
        super().__init__(
            f"**There's no open invite or request between <@{user_id}> and {say.group} {number} anymore, so nothing "
            f"was changed.** {why}. `/group show` has your {say.group} as it is."
        )


class EditedMeanwhile(GroupError):
    """Somebody else has changed the same fields since the form was filled. `theirs`: what stands there now."""

    def __init__(self, number: int, theirs: Mapping[str, str]) -> None:
        self.number, self.theirs = number, dict(theirs)
        what = " and the ".join(theirs)
        now = "\n".join(_block(f"The {field} now:", text) for field, text in theirs.items())
        super().__init__(
            f"**Somebody else has changed the {what} while you were writing, so nothing was saved.** Put both "
            f"together with `/group edit`.\n{now}"
        )


def _block(head: str, text: str) -> str:
    """Show a text as it is, whatever is in it: nothing inside a block is formatted."""
    return f"{head}\n```\n{text.replace('`', 'ˋ')}\n```"


class LastMember(GroupError):
    """Leaving as the last member disbands the group, which has to be confirmed."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"**You're the last member of {say.group} {number}: leaving disbands it.** Its number won't be "
            "used again, and its open invitations end."
        )


class PeopleChanged(GroupError):
    """Somebody has joined or left since a disbanding was asked."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"**Somebody has joined or left {say.group} {number} since you were asked, so nothing was changed.** "
            "Look again, then confirm once more."
        )


class NotThere(GroupError):
    """Somebody is neither in a group nor invited to it."""

    def __init__(self, number: int, user_id: UserId) -> None:
        self.number, self.user_id = number, user_id
        super().__init__(
            f"**<@{user_id}> is neither in {say.group} {number} nor invited to it, so nothing was changed.** "
            "`/group list` shows who is where."
        )


class NotDisbanded(GroupError):
    """A group is open, so it can't be reopened."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"**{say.Group} {number} isn't disbanded, so there's nothing to reopen.** To put somebody into it, use "
            "`/staff group add`."
        )


class NothingToUndo(GroupError):
    """The change can't be undone, or was already."""

    def __init__(self) -> None:
        super().__init__(
            "**There's nothing to undo here.** That change was undone already, or it was itself an undo. "
            "`/staff group log` shows what happened."
        )


class ChangedSince(GroupError):
    """Something else has happened since; undoing this would lose it."""

    def __init__(self, number: int, why: str) -> None:
        self.number = number
        super().__init__(
            f"**{say.Group} {number} can't go back to that: {why}.** Nothing was changed. "
            "Undo the later change first, or set it right with the `/staff group` commands."
        )
