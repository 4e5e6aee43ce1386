"""A project group as data, and what follows from it at a glance. Nothing here changes a group."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.ids import UserId


@dataclass(frozen=True, slots=True)
class Policy:
    """The course's rules for groups.

    Attributes:
        closes_at: aware UTC; the second it names is still open.
        registered_needed: registered students that make a group eligible for prizes.
    """

    smallest: int
    largest: int
    closes_at: datetime
    registered_needed: int = 0


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
    return at < closing_time(policy, group) + timedelta(seconds=1)


def seats_left(group: ProjectGroup, policy: Policy) -> int:
    """Count the seats that are neither taken nor held by an invitation."""
    return max(0, policy.largest - len(group.members) - len(group.invited))


def free_seats(groups: Collection[ProjectGroup], policy: Policy) -> int:
    """Count the seats that are left in some groups together."""
    return sum(seats_left(group, policy) for group in groups)
