"""Who is in a group: founding it, inviting people and making them members; changing it, leaving it, ending it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.course.words import say
from bot.groups.errors import (
    AlreadyInGroup,
    CannotInvite,
    EditedMeanwhile,
    GroupFull,
    LastMember,
    NotYours,
    PeopleChanged,
    SignupClosed,
)
from bot.groups.model import (
    LONGEST_IDEA,
    LONGEST_TITLE,
    Invitation,
    Member,
    Person,
    Policy,
    ProjectGroup,
    Texts,
    closing_time,
    is_ahead,
    is_open,
    seats_left,
)
from bot.ids import UserId
from bot.text import clean


def check_open(policy: Policy, pressed_at: datetime, group: ProjectGroup | None = None) -> None:
    """Refuse a change after the deadline, and before sign-up opens.

    Args:
        pressed_at: when Discord received the press, aware UTC.
    Raises:
        SignupClosed: the named second is over, or it opens later.
    """
    if not is_open(policy, pressed_at, group):
        opens_at = policy.opens_at if is_ahead(policy, pressed_at) else None
        raise SignupClosed(closing_time(policy, group), opens_at)


def check_may_found(policy: Policy, in_group: int | None, at: datetime) -> None:
    """Refuse somebody who can't found a group now. Raises SignupClosed, AlreadyInGroup."""
    check_open(policy, at)
    if in_group is not None:
        raise AlreadyInGroup(in_group)


def check_member(group: ProjectGroup, user_id: UserId) -> None:
    """Refuse somebody who isn't in the group. Raises NotYours."""
    if user_id not in group.member_ids:
        who = f"a member of {say.group} {group.number}"
        raise NotYours(group.number, who, "Ask to join it with `/find-group`.")


def check_founder(group: ProjectGroup, user_id: UserId) -> None:
    """Refuse anybody but the founder. Raises NotYours."""
    if user_id != group.founder_id:
        who = f"the founder of {say.group} {group.number}"
        raise NotYours(group.number, who, f"That's <@{group.founder_id}>; ask them.")


def new_group(
    number: int,
    founder_id: UserId,
    texts: Texts,
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
    tidy = tidied(texts)
    return ProjectGroup(number, tidy.title, tidy.idea, founder_id, (Member(founder_id, at),), at)


def tidied(texts: Texts) -> Texts:
    """Tidy what a person typed about a group. Raises BadText."""
    return Texts(
        clean(texts.title, "title", LONGEST_TITLE), clean(texts.idea, "idea", LONGEST_IDEA)
    )


def why_not(person: Person) -> str | None:
    """Return why somebody can be in no group, as a clause that names them; None if they can."""
    if person.is_bot:
        return f"{person.name} is a bot"
    return None if person.in_guild else f"{person.name} isn't in this server"


def invite(
    group: ProjectGroup,
    person: Person,
    in_group: int | None,
    policy: Policy,
    at: datetime,
    *,
    by: UserId,
) -> ProjectGroup:
    """Invite a person, who then holds a seat. Somebody who had asked to join becomes a member at once.

    Args:
        in_group: the group that the person is in, if any.
    Raises:
        SignupClosed, NotYours, CannotInvite, GroupFull.
    """
    user_id = person.user_id
    if why := why_not(person):
        raise CannotInvite(user_id, why)
    check_open(policy, at, group)
    check_member(group, by)
    if user_id == by:
        raise CannotInvite(user_id, f"You're in {say.group} {group.number} already")
    if in_group == group.number:
        raise CannotInvite(user_id, f"<@{user_id}> is in your {say.group} already")
    if in_group is not None:
        raise CannotInvite(user_id, f"<@{user_id}> is in {say.group} {in_group} already")
    if is_invited(group, user_id):
        raise CannotInvite(user_id, f"<@{user_id}> is invited already and hasn't answered yet")
    check_seat(group, policy)
    if has_asked(group, user_id):
        return join(group, user_id, at)
    return replace(group, invitations=(*group.invitations, Invitation(user_id, "invite", by, at)))


def may_withdraw(group: ProjectGroup, invitation: Invitation, user_id: UserId) -> bool:
    """Return whether somebody may take an invitation back."""
    return user_id in group.member_ids and user_id in (group.founder_id, invitation.by)


def check_seat(group: ProjectGroup, policy: Policy) -> None:
    """Refuse one more person in a group without a free seat. Raises GroupFull."""
    if seats_left(group, policy) < 1:
        raise GroupFull(group.number, policy.largest, len(group.invited))


def is_invited(group: ProjectGroup, user_id: UserId) -> bool:
    """Return whether an invitation of a person is open."""
    return any(i.user_id == user_id for i in group.invited)


def has_asked(group: ProjectGroup, user_id: UserId) -> bool:
    """Return whether a person's request to join is open."""
    return any(i.user_id == user_id for i in group.requests)


def join(group: ProjectGroup, user_id: UserId, at: datetime) -> ProjectGroup:
    """Make a person a member, which answers whatever was open between them and the group."""
    joined = without_question(group, user_id)
    return replace(joined, members=(*joined.members, Member(user_id, at)))


def without_question(group: ProjectGroup, user_id: UserId) -> ProjectGroup:
    """End whatever is open between a group and a person."""
    left = tuple(i for i in group.invitations if i.user_id != user_id)
    return replace(group, invitations=left)


def edit(
    group: ProjectGroup, shown: Texts, typed: Texts, policy: Policy, at: datetime, *, by: UserId
) -> ProjectGroup:
    """Change what a group says of itself: what its member has left as it was shown stays as it is now.

    Args:
        shown: what the form was filled from.
    Raises:
        SignupClosed, NotYours, BadText.
        EditedMeanwhile: somebody else has changed a field in another way since it was shown.
    """
    check_open(policy, at, group)
    check_member(group, by)
    new = tidied(typed)
    theirs: dict[str, str] = {}
    kept: dict[str, str] = {}
    for field in ("title", "idea"):
        now, was, wanted = getattr(group, field), getattr(shown, field), getattr(new, field)
        kept[field] = now if wanted == was else wanted
        if now != was and kept[field] != now:
            theirs[field] = now
    if theirs:
        raise EditedMeanwhile(group.number, theirs)
    return replace(group, **kept)


def transfer(
    group: ProjectGroup, to: UserId, policy: Policy, at: datetime, *, by: UserId
) -> ProjectGroup:
    """Make another member the founder. Raises SignupClosed, NotYours."""
    check_open(policy, at, group)
    check_founder(group, by)
    check_member(group, to)
    return replace(group, founder_id=to)


def leave(group: ProjectGroup, user_id: UserId, at: datetime, *, may_disband: bool) -> ProjectGroup:
    """Take a member out. A leaving founder hands over to the longest-standing member.

    Args:
        may_disband: the last member's leaving, which disbands the group, has been confirmed.
    Raises:
        NotYours: they aren't in the group.
        LastMember: they are the last, and haven't confirmed.
    """
    check_member(group, user_id)
    stay = tuple(member for member in group.members if member.user_id != user_id)
    if not stay and not may_disband:
        raise LastMember(group.number)
    if not stay:
        return ended(group, at)
    founder = group.founder_id if group.founder_id != user_id else stay[0].user_id
    return replace(group, members=stay, founder_id=founder)


def disband(
    group: ProjectGroup, policy: Policy, at: datetime, *, by: UserId, people: int
) -> ProjectGroup:
    """End one's group, as confirmed. `people`: the members it had when that was asked.

    Raises:
        SignupClosed, NotYours; PeopleChanged: somebody has joined or left meanwhile.
    """
    check_open(policy, at, group)
    check_founder(group, by)
    if len(group.members) != people:
        raise PeopleChanged(group.number)
    return ended(group, at)


def ended(group: ProjectGroup, at: datetime) -> ProjectGroup:
    """Return a group at its end: no members, no open questions. Its number stays its own."""
    return replace(group, members=(), invitations=(), disbanded_at=at)
