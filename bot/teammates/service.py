"""Finding teammates: posts in, the board out."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.database import Database
from bot.groups import rules as group_rules
from bot.groups.errors import GroupFull
from bot.groups.model import ProjectGroup, seats_left
from bot.groups.service import GroupService
from bot.teammates import rules, store
from bot.teammates.rules import Looking, Post


class TeammateService:
    """Every server's board of people and groups that look for one another."""

    def __init__(self, db: Database, groups: GroupService, clock: Clock) -> None:
        self._db, self._groups, self._clock = db, groups, clock

    async def board(self, guild_id: int) -> list[tuple[Post, ProjectGroup | None]]:
        """Return the posts that stand now, oldest first. Raises NoSignup."""
        policy, groups = await self._groups.policy(guild_id), await self._groups.groups(guild_id)
        posts = await self._db.read(lambda db: store.posts(db, guild_id))
        return rules.open_posts(posts, groups, policy, self._clock.now())

    async def seekers(self, guild_id: int) -> list[int]:
        """Return the people who look for a group now."""
        return [post.user_id for post, group in await self.board(guild_id) if group is None]

    async def check_may_post(
        self, guild_id: int, user_id: int, looking_for: Looking, at: datetime
    ) -> None:
        """Refuse somebody whose post would be closed at once.

        Raises:
            SignupClosed; AlreadyInGroup: they look for a group, but have one; NotInGroup: they look for
            members, but have no group; GroupFull: their group has no seat left.
        """
        policy = await self._groups.policy(guild_id)
        number = await self._groups.number_of(guild_id, user_id)
        if looking_for == "group":
            group_rules.check_may_found(policy, number, at)
        else:
            group_rules.check_open(policy, at)
            group = await self._groups.own(guild_id, user_id)
            if not seats_left(group, policy):
                raise GroupFull(group.number, policy.largest, len(group.invited))

    async def post(
        self,
        guild_id: int,
        user_id: int,
        looking_for: Looking,
        interests: str,
        skills: str,
        at: datetime,
    ) -> Post:
        """Put a person on the board, in place of their last post.

        Raises:
            BadText, and whatever `check_may_post` raises.
        """
        await self.check_may_post(guild_id, user_id, looking_for, at)
        post = Post(user_id, looking_for, *rules.tidy(interests, skills), at)
        await self._db.write(lambda db: store.save(db, guild_id, post))
        return post

    async def withdraw(self, guild_id: int, user_id: int) -> bool:
        """Take a person's post down. Say whether there was one."""
        return await self._db.write(lambda db: store.withdraw(db, guild_id, user_id))
