"""What may happen to a project group: pure functions from a group to the group it becomes.

Source of the rules: course page, "Project Proposal Presentation": groups of 1 to 5, each participant in one
group, sign-up before the deadline, at least one registered student to be eligible for a prize. The numbers come
from the course file.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.groups.errors import (
    AlreadyInGroup,
    CannotInvite,
    GroupFull,
    LastMember,
    NoInvitation,
    NotYours,
    SignupClosed,
)
from bot.groups.model import Invitation, Member, Policy, ProjectGroup, closing_time, seats_left
from bot.groups.text import LONGEST_IDEA, LONGEST_TITLE, clean


def check_open(policy: Policy, pressed_at: datetime, group: ProjectGroup | None = None) -> None:
    """Refuse a change after the deadline.

    Args:
        pressed_at: when Discord received the press, aware UTC.
    Raises:
        SignupClosed: the named second is over.
    """
    closes_at = closing_time(policy, group)
    if pressed_at >= closes_at + timedelta(seconds=1):
        raise SignupClosed(closes_at)


def check_may_found(policy: Policy, in_group: int | None, at: datetime) -> None:
    """Refuse somebody who can't found a group now. Raises SignupClosed, AlreadyInGroup."""
    check_open(policy, at)
    if in_group is not None:
        raise AlreadyInGroup(in_group)


def new_group(
    number: int,
    founder_id: int,
    title: str,
    idea: str,
    in_group: int | None,
    policy: Policy,
    at: datetime,
) -> ProjectGroup:
    """Found a group.

    Args:
        in_group: the group that the founder is in, if any.
        at: when Discord received the form, aware UTC.
    Raises:
        SignupClosed, AlreadyInGroup, BadText.
    """
    check_may_found(policy, in_group, at)
    return ProjectGroup(
        number=number,
        title=clean(title, "title", LONGEST_TITLE),
        idea=clean(idea, "idea", LONGEST_IDEA),
        founder_id=founder_id,
        members=(Member(founder_id, at),),
        created_at=at,
    )


def check_member(group: ProjectGroup, user_id: int) -> None:
    """Refuse somebody who is not in the group. Raises NotYours."""
    if user_id not in group.member_ids:
        raise NotYours(group.number, "a member", "Ask to join it with `/find-group`.")


def check_founder(group: ProjectGroup, user_id: int) -> None:
    """Refuse anybody but the founder. Raises NotYours."""
    if user_id != group.founder_id:
        raise NotYours(group.number, "the founder", f"That is <@{group.founder_id}>; ask them.")


def check_person(user_id: int, name: str, is_bot: bool, in_guild: bool) -> None:
    """Refuse to invite what can't be in a group. Raises CannotInvite."""
    if is_bot:
        raise CannotInvite(user_id, f"{name} is a bot")
    if not in_guild:
        raise CannotInvite(user_id, f"{name} is not in this server")


def invite(
    group: ProjectGroup, by: int, user_id: int, in_group: int | None, policy: Policy, at: datetime
) -> ProjectGroup:
    """Invite a person, who then holds a seat. Somebody who had asked to join becomes a member at once.

    Args:
        in_group: the group that the person is in, if any.
    Raises:
        SignupClosed, NotYours, CannotInvite, GroupFull.
    """
    check_open(policy, at, group)
    check_member(group, by)
    if user_id == by:
        raise CannotInvite(user_id, f"You are in group {group.number} already")
    if in_group == group.number:
        raise CannotInvite(user_id, f"<@{user_id}> is in your group already")
    if in_group is not None:
        raise CannotInvite(user_id, f"<@{user_id}> is in group {in_group} already")
    if any(i.user_id == user_id for i in group.invited):
        raise CannotInvite(user_id, f"<@{user_id}> is invited already and hasn't answered yet")
    if seats_left(group, policy) < 1:
        raise GroupFull(group.number, policy.largest, len(group.invited))
    if any(i.user_id == user_id for i in group.requests):
        return _join(group, user_id, at)
    return replace(group, invitations=(*group.invitations, Invitation(user_id, "invite", by, at)))


def accept(
    group: ProjectGroup, user_id: int, in_group: int | None, policy: Policy, at: datetime
) -> ProjectGroup:
    """Let an invited person join.

    Raises:
        NoInvitation: none is open (answered, withdrawn, or never made).
        SignupClosed: it has lapsed with the deadline.
        AlreadyInGroup: they have joined a group meanwhile.
    """
    if not any(i.user_id == user_id for i in group.invited):
        if in_group == group.number:
            raise AlreadyInGroup(group.number)
        raise NoInvitation(group.number)
    check_open(policy, at, group)
    if in_group is not None:
        raise AlreadyInGroup(in_group)
    return _join(group, user_id, at)


def decline(group: ProjectGroup, user_id: int) -> ProjectGroup:
    """Let an invited person say no, at any time. Raises NoInvitation."""
    if not any(i.user_id == user_id for i in group.invited):
        raise NoInvitation(group.number)
    return _without_question(group, user_id)


def request(
    group: ProjectGroup, user_id: int, in_group: int | None, policy: Policy, at: datetime
) -> ProjectGroup:
    """Ask to join. Somebody who is invited joins at once. Raises SignupClosed, AlreadyInGroup, GroupFull."""
    check_open(policy, at, group)
    if in_group is not None:
        raise AlreadyInGroup(in_group)
    if any(i.user_id == user_id for i in group.invited):
        return _join(group, user_id, at)
    if any(i.user_id == user_id for i in group.requests):
        return group
    if seats_left(group, policy) < 1:
        raise GroupFull(group.number, policy.largest, len(group.invited))
    asked = Invitation(user_id, "request", user_id, at)
    return replace(group, invitations=(*group.invitations, asked))


def answer_request(
    group: ProjectGroup,
    by: int,
    user_id: int,
    in_group: int | None,
    yes: bool,
    policy: Policy,
    at: datetime,
) -> ProjectGroup:
    """Let the founder answer somebody who asked to join.

    Raises:
        NotYours, NoInvitation, SignupClosed, GroupFull, CannotInvite (they joined another group meanwhile).
    """
    check_founder(group, by)
    if not any(i.user_id == user_id for i in group.requests):
        raise NoInvitation(group.number)
    if not yes:
        return _without_question(group, user_id)
    check_open(policy, at, group)
    if in_group is not None:
        raise CannotInvite(user_id, f"<@{user_id}> is in group {in_group} already")
    if seats_left(group, policy) < 1:
        raise GroupFull(group.number, policy.largest, len(group.invited))
    return _join(group, user_id, at)


def leave(group: ProjectGroup, user_id: int, at: datetime, *, may_disband: bool) -> ProjectGroup:
    """Take a member out. A leaving founder hands over to the longest-standing member.

    Args:
        may_disband: the last member's leaving, which disbands the group, has been confirmed.
    Raises:
        NotYours: they are not in the group.
        LastMember: they are the last, and haven't confirmed.
    """
    check_member(group, user_id)
    stay = tuple(member for member in group.members if member.user_id != user_id)
    if not stay and not may_disband:
        raise LastMember(group.number)
    if not stay:
        return disband(group, at)
    founder = group.founder_id if group.founder_id != user_id else stay[0].user_id
    return replace(group, members=stay, founder_id=founder)


def edit(
    group: ProjectGroup, by: int, title: str, idea: str, policy: Policy, at: datetime
) -> ProjectGroup:
    """Change title and idea. Raises SignupClosed, NotYours, BadText."""
    check_open(policy, at, group)
    check_member(group, by)
    return replace(
        group, title=clean(title, "title", LONGEST_TITLE), idea=clean(idea, "idea", LONGEST_IDEA)
    )


def transfer(group: ProjectGroup, by: int, to: int, policy: Policy, at: datetime) -> ProjectGroup:
    """Make another member the founder. Raises SignupClosed, NotYours."""
    check_open(policy, at, group)
    check_founder(group, by)
    check_member(group, to)
    return replace(group, founder_id=to)


def disband(group: ProjectGroup, at: datetime) -> ProjectGroup:
    """End a group: no members, no open questions. Its number stays its own."""
    return replace(group, members=(), invitations=(), disbanded_at=at)


def withdraw(group: ProjectGroup, user_id: int) -> ProjectGroup:
    """End whatever question is open between a group and a person, because they have joined another."""
    return _without_question(group, user_id)


def staff_add(
    group: ProjectGroup, user_id: int, in_group: int | None, policy: Policy, at: datetime
) -> ProjectGroup:
    """Put a person into a group, whatever the time. Raises CannotInvite, GroupFull (sizes hold for staff)."""
    if in_group is not None:
        raise CannotInvite(user_id, f"<@{user_id}> is in group {in_group} already")
    held = sum(i.user_id != user_id for i in group.invited)
    if len(group.members) + held >= policy.largest:
        raise GroupFull(group.number, policy.largest, held)
    return _join(group, user_id, at)


def staff_remove(group: ProjectGroup, user_id: int, at: datetime) -> ProjectGroup:
    """Take a person out of a group, member or invited. Raises NotYours: they are neither."""
    if user_id in group.member_ids:
        return leave(group, user_id, at, may_disband=True)
    if not any(i.user_id == user_id for i in group.invitations):
        raise NotYours(
            group.number, "a member or somebody invited", "`/group list` shows who is where."
        )
    return _without_question(group, user_id)


def staff_rename(group: ProjectGroup, title: str) -> ProjectGroup:
    """Change a group's title, whatever the time. Raises BadText."""
    return replace(group, title=clean(title, "title", LONGEST_TITLE))


def staff_extend(group: ProjectGroup, closes_at: datetime) -> ProjectGroup:
    """Return a group until an instant (aware UTC) to change itself."""
    return replace(group, closes_at=closes_at)


def reopen(
    group: ProjectGroup, founder_id: int, in_group: int | None, at: datetime
) -> ProjectGroup:
    """Bring a disbanded group back with a founder. Raises CannotInvite."""
    if in_group is not None:
        raise CannotInvite(founder_id, f"<@{founder_id}> is in group {in_group} already")
    if group.disbanded_at is None:
        raise NotYours(
            group.number, "a disbanded number", f"Group {group.number} is open as it is."
        )
    return replace(
        group, members=(Member(founder_id, at),), founder_id=founder_id, disbanded_at=None
    )


def _join(group: ProjectGroup, user_id: int, at: datetime) -> ProjectGroup:
    joined = _without_question(group, user_id)
    return replace(joined, members=(*joined.members, Member(user_id, at)))


def _without_question(group: ProjectGroup, user_id: int) -> ProjectGroup:
    open_ = tuple(i for i in group.invitations if i.user_id != user_id)
    return replace(group, invitations=open_)
