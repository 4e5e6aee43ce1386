"""Project groups: what their members and whoever would like to join them may do.

Each change loads, asks the rules and saves in one transaction, in which it also leaves what people must hear of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.database import Tables
from bot.errors import UserError
from bot.groups.model import Change, Changed, Deed, Person, Policy, ProjectGroup, SignUp, Texts
from bot.groups.rules import members, questions
from bot.groups.store import groups as store
from bot.groups.transaction import GroupTransactions, count, live_group
from bot.ids import ChannelId, GuildId, UserId


class GroupService(GroupTransactions):
    """Every server's project groups. `at` is Discord's own instant of the press, aware UTC."""

    async def policy(self, guild_id: GuildId) -> Policy:
        """Return the rules that hold in a server now. Raises NoSignup."""
        return await self._db.read(lambda db: self.policy_in(db, guild_id))

    async def group(self, guild_id: GuildId, number: int) -> ProjectGroup:
        """Return a live group. Raises NoSuchGroup."""
        return await self._db.read(lambda db: live_group(db, guild_id, number))

    async def last_known(self, guild_id: GuildId, number: int) -> ProjectGroup | None:
        """Return a group as it is or was last, disbanded or not."""
        return await self._db.read(lambda db: store.group(db, guild_id, number))

    async def groups(self, guild_id: GuildId) -> list[ProjectGroup]:
        """Return all live groups by number."""
        return list(await self._reads.once(lambda db: self.groups_in(db, guild_id), guild_id))

    async def number_of(self, guild_id: GuildId, user_id: UserId) -> int | None:
        """Return the number of a person's group, if they are in one."""
        return await self._db.read(lambda db: self.number_in(db, guild_id, user_id))

    async def own(self, guild_id: GuildId, user_id: UserId) -> ProjectGroup:
        """Return a person's group. Raises NotInGroup."""
        return await self._db.read(lambda db: self.own_in(db, guild_id, user_id))

    async def asked(self, guild_id: GuildId, user_id: UserId) -> list[ProjectGroup]:
        """Return the groups with an open invitation or request of a person, oldest first."""
        return await self._db.read(lambda db: self.asked_in(db, guild_id, user_id))

    async def history(self, guild_id: GuildId, number: int | None, limit: int) -> list[Change]:
        """Return the newest entries of the audit log."""
        return await self._db.read(lambda db: store.changes(db, guild_id, number, limit))

    async def former_members(self, guild_id: GuildId, number: int) -> set[UserId]:
        """Return who has been in a group and isn't now."""

        def work(db: Tables) -> set[UserId]:
            group = store.group(db, guild_id, number)
            return store.ever_members(db, guild_id, number) - set(group.member_ids if group else ())

        return await self._db.read(work)

    async def check_may_found(self, guild_id: GuildId, user_id: UserId, at: datetime) -> Policy:
        """Refuse somebody who can't found a group now; return the rules. Raises SignupClosed, AlreadyInGroup."""

        def work(db: Tables) -> Policy:
            policy = self.policy_in(db, guild_id)
            members.check_may_found(policy, self.number_in(db, guild_id, user_id), at)
            return policy

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

    async def sign_up(
        self,
        guild_id: GuildId,
        founder_id: UserId,
        signed: SignUp,
        at: datetime,
        channel_id: ChannelId | None = None,
    ) -> Changed:
        """Found a group and invite people. Who can't be invited is left out and said so.

        Raises:
            NoSignup, SignupClosed, AlreadyInGroup, BadText, LimitReached: nothing is stored.
        """
        deed = Deed("sign up", founder_id, at, channel_id=channel_id)

        def work(db: Tables) -> Changed:
            policy = self.policy_in(db, guild_id)
            in_group = store.number_of(db, guild_id, founder_id)
            draft = members.new_group(0, founder_id, signed.texts, in_group, policy, at)
            count(db, guild_id, deed, None, draft)
            group = replace(draft, number=store.next_number(db, guild_id))
            refused: list[UserError] = []
            for person in signed.people:
                elsewhere = store.number_of(db, guild_id, person.user_id)
                try:
                    more = questions.invite(group, person, elsewhere, policy, at, by=founder_id)
                    count(db, guild_id, deed, group, more)
                    group = more
                except UserError as error:
                    refused.append(error)
            changed = self._finish(db, guild_id, deed, None, group)
            same = store.with_title(db, guild_id, group.title, group.number)
            return replace(changed, refused=tuple(refused), same_title=tuple(same))

        return await self._db.write(work)

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
            lambda g, p, in_group: questions.invite(g, person, in_group, p, at, by=by), person.user_id,
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
