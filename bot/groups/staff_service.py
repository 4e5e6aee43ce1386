"""What only staff may do with groups: whatever the time, with a reason, and undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.database import Tables
from bot.groups import rules, store
from bot.groups.errors import AlreadyInGroup, ChangedSince, NoSuchGroup, NothingToUndo
from bot.groups.service import Changed, GroupService, end_questions, live_group


class StaffGroupService(GroupService):
    """Every change that staff may make; also whatever members may."""

    async def add(
        self, guild_id: int, number: int, user_id: int, by: int, reason: str, at: datetime
    ) -> Changed:
        """Put a person into a group. Raises CannotInvite, GroupFull, NoSuchGroup."""
        return await self._change(
            guild_id, number, by, "staff add", at,
            lambda g, p, in_group: rules.staff_add(g, user_id, in_group, p, at), user_id, reason,
        )  # fmt: skip

    async def remove(
        self, guild_id: int, number: int, user_id: int, by: int, reason: str, at: datetime
    ) -> Changed:
        """Take a person out of a group. Raises NotYours, NoSuchGroup."""
        return await self._change(
            guild_id, number, by, "staff remove", at,
            lambda g, _p, _n: rules.staff_remove(g, user_id, at), None, reason,
        )  # fmt: skip

    async def rename(
        self, guild_id: int, number: int, title: str, by: int, reason: str, at: datetime
    ) -> Changed:
        """Change a group's title. Raises BadText, NoSuchGroup."""
        return await self._change(
            guild_id, number, by, "staff rename", at,
            lambda g, _p, _n: rules.staff_rename(g, title), None, reason,
        )  # fmt: skip

    async def extend(
        self, guild_id: int, number: int, closes_at: datetime, by: int, reason: str, at: datetime
    ) -> Changed:
        """Return one group until an instant to change itself. Raises NoSuchGroup."""
        return await self._change(
            guild_id, number, by, "staff extend", at,
            lambda g, _p, _n: rules.staff_extend(g, closes_at), None, reason,
        )  # fmt: skip

    async def extend_all(
        self, guild_id: int, closes_at: datetime, by: int, reason: str, at: datetime
    ) -> None:
        """Let everybody sign up and change groups until an instant."""

        def work(db: Tables) -> None:
            store.extend(db, guild_id, closes_at)
            store.record(db, guild_id, at, by, "staff extend everybody", [], reason)

        await self._db.write(work)

    async def move(
        self, guild_id: int, user_id: int, to: int, by: int, reason: str, at: datetime
    ) -> Changed:
        """Move a person from the group they are in, if any, to another. Raises GroupFull, AlreadyInGroup."""

        def work(db: Tables) -> Changed:
            policy, target = self._policy(db, guild_id), live_group(db, guild_id, to)
            number = store.number_of(db, guild_id, user_id)
            if number == to:
                raise AlreadyInGroup(to)
            others: list[store.Part] = []
            if number is not None:
                left = live_group(db, guild_id, number)
                others.append(
                    store.Part(number, left, rules.leave(left, user_id, at, may_disband=True))
                )
            after = rules.staff_add(target, user_id, None, policy, at)
            others += end_questions(db, guild_id, user_id, to)
            return self._save(db, guild_id, at, by, "staff move", target, after, others, reason)

        return await self._db.write(work)

    async def reopen(
        self, guild_id: int, number: int, founder_id: int, by: int, reason: str, at: datetime
    ) -> Changed:
        """Bring a disbanded group back under its number. Raises NoSuchGroup, CannotInvite, NotYours."""

        def work(db: Tables) -> Changed:
            before = store.group(db, guild_id, number)
            if before is None:
                raise NoSuchGroup(number)
            in_group = store.number_of(db, guild_id, founder_id)
            after = rules.reopen(before, founder_id, in_group, at)
            return self._finish(db, guild_id, at, by, "staff reopen", before, after, reason)

        return await self._db.write(work)

    async def undo(
        self, guild_id: int, change_id: int, by: int, at: datetime
    ) -> tuple[store.Change, list[Changed]]:
        """Take a change back, once: every group it touched goes back to what it was before.

        Returns:
            The change that was taken back, and what that did to each group.
        Raises:
            NothingToUndo: there is no such change, it was undone, or it is an undo or an extension.
            ChangedSince: a group was changed afterwards, or somebody has joined another group meanwhile.
        """

        def work(db: Tables) -> tuple[store.Change, list[Changed]]:
            change = store.change(db, guild_id, change_id)
            if change is None or change.undone or change.undoes or not change.parts:
                raise NothingToUndo
            back = [_taken_back(db, guild_id, change, part, at) for part in change.parts]
            largest = self._policy(db, guild_id).largest
            # Everybody out first, then everybody in: a person may go from one of these groups to another.
            emptied = [(p, replace(p.after, members=(), invitations=())) for p in back if p.after]
            for part, empty in emptied:
                store.save(db, guild_id, empty, largest, part.before)
            for part, empty in emptied:
                if part.after:
                    store.save(db, guild_id, part.after, largest, empty)
            store.record(db, guild_id, at, by, "undo", back, None, change.id)
            return change, [Changed(None, p.before, p.after, by=by) for p in back if p.after]

        return await self._db.write(work)


def _taken_back(
    db: Tables, guild_id: int, change: store.Change, part: store.Part, at: datetime
) -> store.Part:
    """Turn a part of a change around. Raises ChangedSince."""
    now = store.group(db, guild_id, part.number)
    if now is None or now != part.after:
        raise ChangedSince(part.number, "it was changed again since")
    target = part.before or rules.disband(now, at)
    touched = {p.number for p in change.parts}
    for user_id in target.member_ids:
        elsewhere = store.number_of(db, guild_id, user_id)
        if elsewhere is not None and elsewhere not in touched:
            raise ChangedSince(part.number, f"<@{user_id}> is in group {elsewhere} now")
    return store.Part(part.number, now, target)
