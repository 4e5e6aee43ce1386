"""What can go wrong with a project group, in the words of the person who meets it.

UserError
└── GroupError
    ├── NoSignup              the course has no project groups
    ├── SignupClosed          the deadline has passed
    ├── AlreadyInGroup        the person is in a group
    ├── NotInGroup            the person is in no group
    ├── NoSuchGroup           no live group has that number
    ├── NotYours              only a member (or the founder) may do this
    ├── GroupFull             no seat is left, pending invitations counted
    ├── CannotInvite          that person can't be invited, and why
    ├── NoInvitation          there is no open invitation (any more)
    ├── NotInServer           the person is not in the course's server (any more)
    ├── BadText               a title or an idea is empty or too long
    ├── LastMember            leaving would disband the group: confirm first
    ├── NothingToUndo         the change was undone already, or is no change that can be
    └── ChangedSince          the group was changed after the change that should be undone
"""

from __future__ import annotations

from datetime import datetime

from bot.errors import UserError


class GroupError(UserError):
    """Something about a project group that can't be done. Nothing was changed."""


class NoSignup(GroupError):
    """The course file has no `pitches`."""

    def __init__(self) -> None:
        super().__init__(
            "**This course has no project groups.** Its course file describes none. "
            "`/course` tells what the course has instead."
        )


class SignupClosed(GroupError):
    """The sign-up deadline has passed; only staff change groups now."""

    def __init__(self, closed_at: datetime) -> None:
        self.closed_at = closed_at
        unix = int(closed_at.timestamp())
        super().__init__(
            f"**Sign-up closed <t:{unix}:R>, at <t:{unix}:F>, so nothing was changed.** "
            "Since then only staff change groups. Ask them; they can still help."
        )


class AlreadyInGroup(GroupError):
    """The person is in a group, and one group a person is the rule."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"**You are in group {number} already, so nothing was changed.** Each person is in one group "
            f"and presents one pitch. To change, leave group {number} first with `/group leave`."
        )


class NotInGroup(GroupError):
    """The person is in no group."""

    def __init__(self) -> None:
        super().__init__(
            "**You are in no group yet.** Sign one up with `/signup-group`, or find one with `/find-group`."
        )


class NoSuchGroup(GroupError):
    """No live group has that number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"**There is no group {number}.** It may have been disbanded; numbers are never used again. "
            "`/group list` shows all groups."
        )


class NotYours(GroupError):
    """The person lacks the place in the group that this needs."""

    def __init__(self, number: int, who: str, then: str) -> None:
        self.number = number
        super().__init__(
            f"**Only {who} of group {number} can do this, so nothing was changed.** {then}"
        )


class GroupFull(GroupError):
    """No seat is left; invitations that wait for an answer hold one each."""

    def __init__(self, number: int, limit: int, pending: int) -> None:
        self.number, self.limit, self.pending = number, limit, pending
        waiting = f", {pending} of them invited and not answered yet" if pending else ""
        super().__init__(
            f"**Group {number} is full ({limit} of {limit}{waiting}), so nothing was changed.** "
            "Ask its members to make room, or find another with `/find-group`."
        )


class CannotInvite(GroupError):
    """That person can't be invited. `why` is a clause that names them."""

    def __init__(self, user_id: int, why: str) -> None:
        self.user_id, self.why = user_id, why
        super().__init__(
            f"**{why}, so no invitation was sent.** Everything else is as it was. "
            "Pick somebody else with `/group invite`."
        )


class NoInvitation(GroupError):
    """There is no open invitation or request of that person to that group."""

    def __init__(self, number: int, why: str = "It was answered or withdrawn already.") -> None:
        self.number = number
        super().__init__(
            f"**There is no open invitation to group {number}, so nothing was changed.** {why} "
            "`/group show` lists what is open for you."
        )


class NotInServer(GroupError):
    """The person is not in the course's server (any more)."""

    def __init__(self) -> None:
        super().__init__(
            "**You are not in the course's server, so nothing was changed.** Groups are for the people "
            "there. Join the server again, then press this button once more."
        )


class BadText(GroupError):
    """A title or an idea is empty or too long."""

    def __init__(self, what: str, length: int, longest: int) -> None:
        self.what, self.length, self.longest = what, length, longest
        problem = (
            f"has {length:,} characters, and at most {longest:,} fit" if length else "is empty"
        )
        super().__init__(
            f"**The {what} {problem}, so nothing was saved.** Please {'shorten' if length else 'write'} it "
            "and send the form again."
        )


class LastMember(GroupError):
    """Leaving as the last member disbands the group, which has to be confirmed."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"**You are the last member of group {number}: leaving disbands it.** Its number will not be "
            "used again and its open invitations end."
        )


class NothingToUndo(GroupError):
    """The change can't be undone, or was already."""

    def __init__(self) -> None:
        super().__init__(
            "**There is nothing to undo here.** That change was undone already, or it was itself an undo. "
            "`/staff group log` shows what happened."
        )


class ChangedSince(GroupError):
    """Something else has happened since; undoing this would lose it."""

    def __init__(self, number: int, why: str) -> None:
        self.number = number
        super().__init__(
            f"**Group {number} can't go back to that: {why}.** Nothing was changed. "
            "Undo the later change first, or set it right with the `/staff group` commands."
        )
