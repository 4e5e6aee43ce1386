"""What becomes of invitations and requests to join: who may ask, withdraw and answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.course.words import say
from bot.groups.errors import (
    AlreadyInGroup,
    CannotJoin,
    NoInvitation,
    NotOpen,
    NotYours,
)
from bot.groups.model import Invitation, Person, Policy, ProjectGroup
from bot.groups.rules.members import (
    check_founder,
    check_open,
    check_seat,
    has_asked,
    is_invited,
    join,
    may_withdraw,
    why_not,
    without_question,
)
from bot.ids import UserId


def withdraw(group: ProjectGroup, user_id: UserId, *, by: UserId) -> ProjectGroup:
    """Take an invitation back, at any time: the founder may, and whoever made it.

    Raises:
        NotOpen: it was answered or withdrawn meanwhile.
        NotYours: it is neither theirs nor that of a group they founded.
    """
    invitation = next((i for i in group.invited if i.user_id == user_id), None)
    if invitation is None:
        raise NotOpen(group.number, user_id, _what_became_of(group, user_id, None))
    if not may_withdraw(group, invitation, by):
        who = f"the founder of {say.group} {group.number} and <@{invitation.by}>, who made this invitation,"
        raise NotYours(group.number, who, "Ask one of them.")
    return without_question(group, user_id)


def accept(
    group: ProjectGroup, user_id: UserId, in_group: int | None, policy: Policy, at: datetime
) -> ProjectGroup:
    """Let an invited person join.

    Raises:
        NoInvitation: none is open (answered, withdrawn, or never made).
        SignupClosed: it has expired with the deadline.
        AlreadyInGroup: they have joined a group meanwhile.
    """
    if not is_invited(group, user_id):
        if in_group == group.number:
            raise AlreadyInGroup(group.number)
        raise NoInvitation(group.number)
    check_open(policy, at, group)
    if in_group is not None:
        raise AlreadyInGroup(in_group)
    return join(group, user_id, at)


def decline(group: ProjectGroup, user_id: UserId) -> ProjectGroup:
    """Let an invited person say no, at any time. Raises NoInvitation."""
    if not is_invited(group, user_id):
        raise NoInvitation(group.number)
    return without_question(group, user_id)


def request(
    group: ProjectGroup, user_id: UserId, in_group: int | None, policy: Policy, at: datetime
) -> ProjectGroup:
    """Ask to join. Somebody who is invited joins at once. Raises SignupClosed, AlreadyInGroup, GroupFull."""
    check_open(policy, at, group)
    if in_group is not None:
        raise AlreadyInGroup(in_group)
    if is_invited(group, user_id):
        return join(group, user_id, at)
    if has_asked(group, user_id):
        return group
    check_seat(group, policy)
    asked = Invitation(user_id, "request", user_id, at)
    return replace(group, invitations=(*group.invitations, asked))


def let_in(
    group: ProjectGroup,
    person: Person,
    in_group: int | None,
    policy: Policy,
    at: datetime,
    *,
    by: UserId,
) -> ProjectGroup:
    """Let the founder say yes to somebody who asked to join.

    Raises:
        NotYours, SignupClosed, GroupFull.
        NotOpen: it was answered meanwhile.
        CannotJoin: they have joined another group, or left the server.
    """
    user_id = person.user_id
    check_founder(group, by)
    if not has_asked(group, user_id):
        raise NotOpen(group.number, user_id, _what_became_of(group, user_id, in_group))
    check_open(policy, at, group)
    check_may_join(person, in_group)
    check_seat(group, policy)
    return join(group, user_id, at)


def turn_down(
    group: ProjectGroup, user_id: UserId, in_group: int | None, *, by: UserId
) -> ProjectGroup:
    """Let the founder say no to somebody who asked to join. Raises NotYours, NotOpen."""
    check_founder(group, by)
    if not has_asked(group, user_id):
        raise NotOpen(group.number, user_id, _what_became_of(group, user_id, in_group))
    return without_question(group, user_id)


def check_may_join(person: Person, in_group: int | None) -> None:
    """Refuse to make a member of a bot, of somebody who isn't there or who has a group. Raises CannotJoin."""
    if why := why_not(person):
        raise CannotJoin(person.user_id, why)
    if in_group is not None:
        raise CannotJoin(
            person.user_id, f"<@{person.user_id}> is in {say.group} {in_group} already"
        )


def _what_became_of(group: ProjectGroup, user_id: UserId, in_group: int | None) -> str:
    if user_id in group.member_ids:
        return f"<@{user_id}> is in your {say.group}"
    if in_group is not None:
        return f"<@{user_id}> has joined {say.group} {in_group}"
    return "It has been answered or withdrawn since"
