"""What only staff may do, whatever the time. Sizes, and one group a person, hold for them, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.groups.errors import GroupFull, NotDisbanded, NotThere
from bot.groups.model import LONGEST_TITLE, Member, Person, Policy, ProjectGroup
from bot.groups.rules.members import join, leave, without_question
from bot.groups.rules.questions import check_may_join
from bot.ids import UserId
from bot.text import clean


def add(
    group: ProjectGroup, person: Person, in_group: int | None, policy: Policy, at: datetime
) -> ProjectGroup:
    """Put a person into a group. Raises CannotJoin, GroupFull."""
    check_may_join(person, in_group)
    held = sum(i.user_id != person.user_id for i in group.invited)
    if len(group.members) + held >= policy.largest:
        raise GroupFull(group.number, policy.largest, held)
    return join(group, person.user_id, at)


def remove(
    group: ProjectGroup, user_id: UserId, at: datetime, *, may_disband: bool
) -> ProjectGroup:
    """Take a person out of a group, member or invited.

    Raises:
        NotThere: they are neither.
        LastMember: it would disband the group, which hasn't been confirmed.
    """
    if user_id in group.member_ids:
        return leave(group, user_id, at, may_disband=may_disband)
    if not any(i.user_id == user_id for i in group.invitations):
        raise NotThere(group.number, user_id)
    return without_question(group, user_id)


def rename(group: ProjectGroup, title: str) -> ProjectGroup:
    """Change a group's title. Raises BadText."""
    return replace(group, title=clean(title, "title", LONGEST_TITLE))


def open_until(
    deadline_at: datetime, closes_at: datetime, more: timedelta, at: datetime
) -> datetime:
    """Return until when something is open after staff gave more time. It never closes earlier than it would have.

    Args:
        deadline_at: the course's own deadline, from which `more` counts; once it has passed, from now.
        closes_at: when it would close, with whatever was given before.
    """
    return max(closes_at, (max(deadline_at, at) + more).replace(microsecond=0))


def extend(group: ProjectGroup, until: datetime) -> ProjectGroup:
    """Give a group until an instant (aware UTC) to change itself."""
    return replace(group, closes_at=until)


def reopen(
    group: ProjectGroup, founder: Person, in_group: int | None, at: datetime
) -> ProjectGroup:
    """Bring a disbanded group back with a founder. Raises CannotJoin, NotDisbanded."""
    check_may_join(founder, in_group)
    if group.disbanded_at is None:
        raise NotDisbanded(group.number)
    member = Member(founder.user_id, at)
    return replace(group, members=(member,), founder_id=founder.user_id, disbanded_at=None)
