"""What only staff may do with groups: whatever the time, with a reason, and undo."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.course.words import say
from bot.database import Tables
from bot.groups import notices
from bot.groups.errors import AlreadyInGroup, ChangedSince, NoSuchGroup, NothingToUndo
from bot.groups.model import (
    ByStaff,
    Change,
    Changed,
    Deed,
    MoreTime,
    Part,
    Person,
    closing_time,
)
from bot.groups.rules import members
from bot.groups.rules import staff as rules
from bot.groups.service import GroupService
from bot.groups.store import groups as store
from bot.groups.transaction import live_group
from bot.ids import GuildId, UserId


class StaffGroupService(GroupService):
    """Every change that staff may make; also whatever members may."""

    async def add(self, guild_id: GuildId, number: int, person: Person, staff: ByStaff) -> Changed:
        """Put a person into a group. Raises CannotJoin, GroupFull, NoSuchGroup."""
        return await self._change(
            guild_id, number, staff.deed("staff add"),
            lambda g, p, in_group: rules.add(g, person, in_group, p, staff.at), person.user_id,
        )  # fmt: skip

    async def remove(
        self,
        guild_id: GuildId,
        number: int,
        user_id: UserId,
        staff: ByStaff,
        *,
        may_disband: bool = False,
    ) -> Changed:
        """Take a person out of a group. Raises NotThere, LastMember (unless it may disband), NoSuchGroup."""
        return await self._change(
            guild_id, number, staff.deed("staff remove"),
            lambda g, _p, _n: rules.remove(g, user_id, staff.at, may_disband=may_disband),
        )  # fmt: skip

    async def move(
        self,
        guild_id: GuildId,
        person: Person,
        to: int,
        staff: ByStaff,
        *,
        may_disband: int | None = None,
    ) -> Changed:
        """Move a person from the group they are in, if any, to another.

        Args:
            may_disband: the group whose last member they may be.
        Raises:
            NoSuchGroup, GroupFull, AlreadyInGroup, CannotJoin.
            LastMember: it would disband another group than that.
        """

        def work(db: Tables) -> Changed:
            policy, target = self.policy_in(db, guild_id), live_group(db, guild_id, to)
            number = store.number_of(db, guild_id, person.user_id)
            if number == to:
                raise AlreadyInGroup(to)
            after = rules.add(target, person, None, policy, staff.at)
            others: list[Part] = []
            if number is not None:
                left = live_group(db, guild_id, number)
                may = number == may_disband
                stay = members.leave(left, person.user_id, staff.at, may_disband=may)
                others.append(Part(number, left, stay))
            return self._finish(db, guild_id, staff.deed("staff move"), target, after, others)

        return await self._db.write(work)

    async def rename(self, guild_id: GuildId, number: int, title: str, staff: ByStaff) -> Changed:
        """Change a group's title. Raises BadText, NoSuchGroup."""
        return await self._change(
            guild_id, number, staff.deed("staff rename"), lambda g, _p, _n: rules.rename(g, title)
        )

    async def extend(
        self, guild_id: GuildId, number: int, more: timedelta, staff: ByStaff
    ) -> MoreTime:
        """Give one group more time to change itself. Raises NoSuchGroup."""

        def work(db: Tables) -> MoreTime:
            group = live_group(db, guild_id, number)
            before = closing_time(self.policy_in(db, guild_id), group)
            until = rules.open_until(self._deadline(guild_id), before, more, staff.at)
            if until == before:
                return MoreTime(before, until)
            after = rules.extend(group, until)
            changed = self._finish(db, guild_id, staff.deed("staff extend"), group, after)
            return MoreTime(before, until, changed.id)

        return await self._db.write(work)

    async def extend_all(self, guild_id: GuildId, more: timedelta, staff: ByStaff) -> MoreTime:
        """Give everybody more time to sign up and to change groups."""

        def work(db: Tables) -> MoreTime:
            before = self.policy_in(db, guild_id).closes_at
            until = rules.open_until(self._deadline(guild_id), before, more, staff.at)
            if until == before:
                return MoreTime(before, until)
            store.extend(db, guild_id, until)
            self._outbox.want(db, guild_id, *notices.boards(staff.at))
            return MoreTime(
                before, until, store.record(db, guild_id, staff.deed("staff extend everybody"), ())
            )

        return await self._db.write(work)

    async def reopen(
        self, guild_id: GuildId, number: int, founder: Person, staff: ByStaff
    ) -> Changed:
        """Bring a disbanded group back under its number. Raises NoSuchGroup, CannotJoin, NotDisbanded."""

        def work(db: Tables) -> Changed:
            before = store.group(db, guild_id, number)
            if before is None:
                raise NoSuchGroup(number)
            in_group = store.number_of(db, guild_id, founder.user_id)
            after = rules.reopen(before, founder, in_group, staff.at)
            return self._finish(db, guild_id, staff.deed("staff reopen"), before, after)

        return await self._db.write(work)

    async def undo(self, guild_id: GuildId, change_id: int, at: datetime, *, by: UserId) -> Change:
        """Take a change back, once: every group it touched goes back to what it was before. Return that change.

        Raises:
            NothingToUndo: there is no such change, it was undone, or it is an undo or an extension.
            ChangedSince: a group was changed afterwards, or somebody has joined another group meanwhile.
        """

        def work(db: Tables) -> Change:
            change = store.change(db, guild_id, change_id)
            if change is None or change.undone or change.undoes or not change.parts:
                raise NothingToUndo
            back = [_taken_back(db, guild_id, change, part, at) for part in change.parts]
            self._store(db, guild_id, Deed("undo", by, at, undoes=change.id, by_staff=True), back)
            return change

        return await self._db.write(work)

    def _deadline(self, guild_id: GuildId) -> datetime:
        """Return the course's own deadline, whatever staff have given since."""
        return self._policy(guild_id).closes_at


def _taken_back(db: Tables, guild_id: GuildId, change: Change, part: Part, at: datetime) -> Part:
    """Turn a part of a change around. Raises ChangedSince."""
    now = store.group(db, guild_id, part.number)
    if now is None or now != part.after:
        raise ChangedSince(part.number, "it was changed again since")
    target = part.before or members.ended(now, at)
    touched = {p.number for p in change.parts}
    for user_id in target.member_ids:
        elsewhere = store.number_of(db, guild_id, user_id)
        if elsewhere is not None and elsewhere not in touched:
            raise ChangedSince(part.number, f"<@{user_id}> is in {say.group} {elsewhere} now")
    return Part(part.number, now, target)
