"""A project group as data, what follows from it at a glance, and what is asked of groups: deeds, and what they did.

Nothing here changes a group.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.course.model import Course
from bot.errors import UserError
from bot.groups.errors import NoSignup
from bot.ids import ChannelId, UserId

LONGEST_TITLE = 100
LONGEST_IDEA = 1000
"""Characters. Our own choice: a title fits a heading, an idea fits a card on a phone."""


@dataclass(frozen=True, slots=True)
class Presents:
    """What groups hand in to present. `numbered`: their number has to be on it. `due_at`: aware UTC, if stated."""

    name: str
    numbered: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Policy:
    """The course's rules for groups.

    Attributes:
        closes_at: aware UTC; the second it names is still open.
        opens_at: aware UTC; None for from the beginning.
        open_ended: no end is stated, so `closes_at` is that of the course's last day.
        registered_needed: registered students that make a group eligible for prizes.
        presents: None where nothing is handed in to present.
    """

    smallest: int
    largest: int
    closes_at: datetime
    registered_needed: int = 0
    presents: Presents | None = None
    opens_at: datetime | None = None
    open_ended: bool = False


def policy_of(course: Course) -> Policy:
    """Take the rules for groups from a course file. Raises NoSignup: it has none."""
    groups, until = course.groups, course.signup
    if groups is None:
        raise NoSignup
    needed = groups.eligibility.registered_students if groups.eligibility else 0
    wanted = course.assignment(course.pitches.assignment) if course.pitches else None
    due = course.deadline_of(wanted)
    presents = wanted and Presents(
        wanted.name, any(part.group_number for part in wanted.parts), due and due.due_at
    )
    closes_at = until.due_at if until else course.last_second
    opens = groups.opens_at
    return Policy(groups.min, groups.max, closes_at, needed, presents, opens, until is None)


def extended(policy: Policy, until: datetime | None) -> Policy:
    """Return the rules after staff gave more time to sign up; None where they gave none."""
    return replace(policy, closes_at=max(policy.closes_at, until)) if until else policy


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group, since when (aware UTC)."""

    user_id: UserId
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open question: the group invited a person, or a person asked to join (`request`)."""

    user_id: UserId
    kind: Literal["invite", "request"]
    by: UserId
    at: datetime


@dataclass(frozen=True, slots=True)
class ProjectGroup:
    """A group as it stands.

    Attributes:
        number: what goes on the slides; never changes and is never used again.
        members: in the order they joined.
        invitations: open ones, in the order they were made.
        closes_at: aware UTC; set when staff gave this group longer than the others.
        disbanded_at: aware UTC; a disbanded group has no members.
    """

    number: int
    title: str
    idea: str
    founder_id: UserId
    members: tuple[Member, ...]
    created_at: datetime
    invitations: tuple[Invitation, ...] = ()
    closes_at: datetime | None = None
    disbanded_at: datetime | None = None

    @property
    def member_ids(self) -> tuple[UserId, ...]:
        """The members' user ids, in the order they joined."""
        return tuple(member.user_id for member in self.members)

    @property
    def invited(self) -> tuple[Invitation, ...]:
        """Invitations that wait for an answer; each holds a seat."""
        return tuple(i for i in self.invitations if i.kind == "invite")

    @property
    def requests(self) -> tuple[Invitation, ...]:
        """People who asked to join; they hold no seat."""
        return tuple(i for i in self.invitations if i.kind == "request")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a group can win a prize, and how many registered students it has and needs."""

    registered: int
    needed: int

    @property
    def eligible(self) -> bool:
        """True with enough registered students."""
        return self.registered >= self.needed


def eligibility(group: ProjectGroup, registered: Collection[int], policy: Policy) -> Eligibility:
    """Return whether a group is eligible. `registered`: user ids that have the registered-student role now."""
    return Eligibility(sum(id in registered for id in group.member_ids), policy.registered_needed)


def closing_time(policy: Policy, group: ProjectGroup | None = None) -> datetime:
    """Return the last second in which a group (or a new one) may change."""
    extended = group.closes_at if group else None
    return max(policy.closes_at, extended) if extended else policy.closes_at


def is_open(policy: Policy, at: datetime, group: ProjectGroup | None = None) -> bool:
    """Return whether a group (or a new one) may change: through the whole second of the deadline."""
    return not is_ahead(policy, at) and at < closing_time(policy, group) + timedelta(seconds=1)


def is_ahead(policy: Policy, at: datetime) -> bool:
    """Return whether groups form only later."""
    return policy.opens_at is not None and at < policy.opens_at


def seats_left(group: ProjectGroup, policy: Policy) -> int:
    """Count the seats that are neither taken nor held by an invitation."""
    return max(0, policy.largest - len(group.members) - len(group.invited))


def free_seats(groups: Collection[ProjectGroup], policy: Policy) -> int:
    """Count the seats that are left in some groups together."""
    return sum(seats_left(group, policy) for group in groups)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is to join or to be invited, as Discord knows them."""

    user_id: UserId
    name: str
    is_bot: bool = False
    in_guild: bool = True


@dataclass(frozen=True, slots=True)
class Texts:
    """What a group says of itself, as typed or as it was shown."""

    title: str
    idea: str


@dataclass(frozen=True, slots=True)
class SignUp:
    """A filled-in sign-up. `people`: who is to be invited."""

    title: str
    idea: str
    people: Sequence[Person] = ()

    @property
    def texts(self) -> Texts:
        """What the group will say of itself."""
        return Texts(self.title, self.idea)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does what, when, why and where.

    Attributes:
        action: its name in the audit log.
        at: Discord's own instant of it, aware UTC.
        reason: staff's.
        channel_id: the server's channel it is done in: whose direct messages are closed is shown it there.
        undoes: the id of the change that it takes back.
        by_staff: limits hold for everybody but staff.
    """

    action: str
    by: UserId
    at: datetime
    reason: str | None = None
    channel_id: ChannelId | None = None
    undoes: int | None = None
    by_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ByStaff:
    """Which of the staff does something, when (aware UTC) and why."""

    by: UserId
    at: datetime
    reason: str

    def deed(self, action: str) -> Deed:
        """Return it with what is done."""
        return Deed(action, self.by, self.at, self.reason, by_staff=True)


@dataclass(frozen=True, slots=True)
class Part:
    """What a change did to one group. `before`: None for a new one."""

    number: int
    before: ProjectGroup | None
    after: ProjectGroup


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the audit log: who did what to which groups, when and why.

    Attributes:
        undoes: the id of the change that this one took back.
        undone: this one was taken back later.
    """

    id: int
    at: datetime
    actor_id: UserId
    action: str
    reason: str | None
    undoes: int | None
    undone: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did.

    Attributes:
        id: its entry in the audit log; None where nothing had to change.
        before, after: the group it was about.
        others: further groups that it touched: the one a person was moved out of, or one whose invitation ended.
        refused: why some of the invited people were not invited.
        same_title: other groups with the same title.
    """

    id: int | None
    before: ProjectGroup | None
    after: ProjectGroup
    others: tuple[Part, ...] = ()
    refused: tuple[UserError, ...] = ()
    same_title: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MoreTime:
    """What more time did. `before` and `until`: the last second open, aware UTC."""

    before: datetime
    until: datetime
    id: int | None = None

    @property
    def changes(self) -> bool:
        """Whether anything is open longer than it was."""
        return self.until > self.before
