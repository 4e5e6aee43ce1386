"""Project groups: what their members and whoever would like to join them may do.

Each change loads, asks the rules and saves in one transaction, in which it also leaves what people must hear of it.
"""

from __future__ import annotations

from datetime import datetime

from bot.database import Tables
from bot.groups.model import Change, Changed, Deed, Person, Policy, ProjectGroup, Texts
from bot.groups.rules import members, questions
from bot.groups.store import groups as store
from bot.groups.transaction import GroupTransactions, live_group
from bot.ids import ChannelId, GuildId, UserId


class GroupService(GroupTransactions):
    """Every server's project groups. `at` is Discord's own instant of the press, aware UTC."""

    async def history(self, guild_id: GuildId, number: int | None, limit: int) -> list[Change]:
        """Return the newest entries of the audit log."""
        return await self._db.read(lambda db: store.changes(db, guild_id, number, limit))

    async def former_members(self, guild_id: GuildId, number: int) -> set[UserId]:
        """Return who has been in a group and isn't now."""

        def work(db: Tables) -> set[UserId]:
            group = store.group(db, guild_id, number)
            return store.ever_members(db, guild_id, number) - set(group.member_ids if group else ())

        return await self._db.read(work)

    async def check_may_leave(
        self, guild_id: GuildId, number: int, user_id: UserId, at: datetime
    ) -> ProjectGroup:
        """Refuse somebody who can't leave a group now; return it. Raises SignupClosed, NotYours, NoSuchGroup."""

        def work(db: Tables) -> ProjectGroup:
            group = live_group(db, guild_id, number)
            members.check_open(self.policy_in(db, guild_id), at, group)
            members.check_member(group, user_id)
            return group

        return await self._db.read(work)

    async def invite(
        self,
        guild_id: GuildId,
        number: int,
        person: Person,
        at: datetime,
        *,
        by: UserId,
        channel_id: ChannelId | None = None,
    ) -> Changed:
        """Invite a person. Raises SignupClosed, NotYours, CannotInvite, GroupFull, LimitReached, SaidNo."""
        return await self._change(
            guild_id, number, Deed("invite", by, at, channel_id=channel_id),
            lambda g, p, in_group: members.invite(g, person, in_group, p, at, by=by), person.user_id,
        )  # fmt: skip

    async def withdraw(
        self, guild_id: GuildId, number: int, user_id: UserId, at: datetime, *, by: UserId
    ) -> Changed:
        """Take an invitation back. Raises NotOpen, NotYours, NoSuchGroup."""
        return await self._change(
            guild_id, number, Deed("withdraw", by, at),
            lambda g, _p, _n: questions.withdraw(g, user_id, by=by),
        )  # fmt: skip

    async def accept(
        self, guild_id: GuildId, number: int, user_id: UserId, at: datetime
    ) -> Changed:
        """Join on an invitation. Raises NoInvitation, SignupClosed, AlreadyInGroup, NoSuchGroup."""
        return await self._change(
            guild_id, number, Deed("accept", user_id, at),
            lambda g, p, in_group: questions.accept(g, user_id, in_group, p, at), user_id,
        )  # fmt: skip

    async def decline(
        self, guild_id: GuildId, number: int, user_id: UserId, at: datetime
    ) -> Changed:
        """Say no to an invitation. Raises NoInvitation, NoSuchGroup."""
        return await self._change(
            guild_id, number, Deed("decline", user_id, at),
            lambda g, _p, _n: questions.decline(g, user_id),
        )  # fmt: skip

    async def request(
        self,
        guild_id: GuildId,
        number: int,
        user_id: UserId,
        at: datetime,
        channel_id: ChannelId | None = None,
    ) -> Changed:
        """Ask to join. Raises SignupClosed, AlreadyInGroup, GroupFull, NoSuchGroup, LimitReached, SaidNo."""
        return await self._change(
            guild_id, number, Deed("ask to join", user_id, at, channel_id=channel_id),
            lambda g, p, in_group: questions.request(g, user_id, in_group, p, at), user_id,
        )  # fmt: skip

    async def let_in(
        self, guild_id: GuildId, number: int, person: Person, at: datetime, *, by: UserId
    ) -> Changed:
        """Say yes to somebody who asked to join. Raises NotYours, NotOpen, SignupClosed, GroupFull, CannotJoin."""
        return await self._change(
            guild_id, number, Deed("let in", by, at),
            lambda g, p, in_group: questions.let_in(g, person, in_group, p, at, by=by), person.user_id,
        )  # fmt: skip

    async def turn_down(
        self, guild_id: GuildId, number: int, user_id: UserId, at: datetime, *, by: UserId
    ) -> Changed:
        """Say no to somebody who asked to join. Raises NotYours, NotOpen, NoSuchGroup."""
        return await self._change(
            guild_id, number, Deed("turn down", by, at),
            lambda g, _p, in_group: questions.turn_down(g, user_id, in_group, by=by), user_id,
        )  # fmt: skip

    async def leave(
        self,
        guild_id: GuildId,
        number: int,
        user_id: UserId,
        at: datetime,
        *,
        may_disband: bool = False,
    ) -> Changed:
        """Leave a group. Raises SignupClosed, NotYours, LastMember (unless it may disband), NoSuchGroup."""

        def step(group: ProjectGroup, policy: Policy, _: int | None) -> ProjectGroup:
            members.check_open(policy, at, group)
            return members.leave(group, user_id, at, may_disband=may_disband)

        return await self._change(guild_id, number, Deed("leave", user_id, at), step)

    async def edit(
        self,
        guild_id: GuildId,
        number: int,
        shown: Texts,
        typed: Texts,
        at: datetime,
        *,
        by: UserId,
    ) -> Changed:
        """Change what a form has changed of title and idea. `shown`: what it was filled from.

        Raises:
            SignupClosed, NotYours, BadText, NoSuchGroup.
            EditedMeanwhile: somebody else has changed the same field; nothing is stored.
        """
        return await self._change(
            guild_id, number, Deed("edit", by, at),
            lambda g, p, _n: members.edit(g, shown, typed, p, at, by=by),
        )  # fmt: skip

    async def transfer(
        self, guild_id: GuildId, number: int, to: UserId, at: datetime, *, by: UserId
    ) -> Changed:
        """Make another member the founder. Raises SignupClosed, NotYours, NoSuchGroup."""
        return await self._change(
            guild_id, number, Deed("hand over", by, at),
            lambda g, p, _n: members.transfer(g, to, p, at, by=by),
        )  # fmt: skip

    async def disband(
        self, guild_id: GuildId, number: int, at: datetime, *, by: UserId, people: int
    ) -> Changed:
        """End a group, as its founder has confirmed. `people`: the members it had when they were asked.

        Raises:
            SignupClosed, NotYours, NoSuchGroup.
            PeopleChanged: it has more or fewer members now.
        """
        return await self._change(
            guild_id, number, Deed("disband", by, at),
            lambda g, p, _n: members.disband(g, p, at, by=by, people=people),
        )  # fmt: skip
