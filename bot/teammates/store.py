"""Finding teammates: posts in, the board out, and a nudge for whoever has no group yet. With the table of the posts."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Migrations

from bot.clock import Clock
from bot.database import Database, SharedReads, Tables, rows
from bot.delivery.service import Outbox
from bot.groups.errors import NotInGroup
from bot.groups.notices import boards
from bot.groups.rules.members import check_open
from bot.groups.service import GroupService
from bot.ids import GuildId, UserId
from bot.limits import store as limits
from bot.limits.table import POSTS
from bot.teammates import notices, rules
from bot.teammates.rules import Looking, Post, Standing, Words

migrations = Migrations("teammates")


@migrations()
def create_tables(db: Tables) -> None:
    """One post a person and server."""
    db.execute(
        """CREATE TABLE looking (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            looking_for TEXT NOT NULL CHECK (looking_for IN ('group', 'members')),
            interests TEXT NOT NULL,
            skills TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, user_id)
        ) STRICT, WITHOUT ROWID"""
    )


def _posts(db: Tables, guild_id: GuildId) -> list[Post]:
    """Read all posts of a server, the oldest first."""
    sql = "SELECT * FROM looking WHERE guild_id = ? ORDER BY at, user_id"
    return [
        Post(
            r["user_id"],
            r["looking_for"],
            r["interests"],
            r["skills"],
            datetime.fromisoformat(r["at"]),
        )
        for r in rows(db, sql, [guild_id])
    ]


def _save(db: Tables, guild_id: GuildId, post: Post) -> None:
    """Write a person's post over their last."""
    db.execute(
        "INSERT OR REPLACE INTO looking VALUES (?, ?, ?, ?, ?, ?)",
        [
            guild_id,
            post.user_id,
            post.looking_for,
            post.interests,
            post.skills,
            post.at.isoformat(),
        ],
    )


def _withdraw(db: Tables, guild_id: GuildId, user_id: UserId) -> bool:
    """Remove a person's post. Say whether there was one."""
    sql = "DELETE FROM looking WHERE guild_id = ? AND user_id = ?"
    return db.execute(sql, [guild_id, user_id]).rowcount > 0


class TeammateService:
    """Every server's board of people and groups that need one another. `at`: Discord's instant of the press."""

    def __init__(self, db: Database, groups: GroupService, outbox: Outbox, clock: Clock) -> None:
        self._db, self._groups, self._outbox, self._clock = db, groups, outbox, clock
        self._reads = SharedReads(db)

    async def board(self, guild_id: GuildId) -> Standing:
        """Return the posts that stand now, oldest first. Raises NoSignup."""
        now = self._clock.now().replace(microsecond=0)
        return list(
            await self._reads.once(lambda db: self._standing(db, guild_id, now), guild_id, now)
        )

    async def seekers(self, guild_id: GuildId) -> list[UserId]:
        """Return the people who need a group now. Raises NoSignup."""
        return [post.user_id for post, group in await self.board(guild_id) if group is None]

    async def check_may_post(
        self, guild_id: GuildId, user_id: UserId, looking_for: Looking, at: datetime
    ) -> None:
        """Refuse somebody whose post would come down at once. Raises what `rules.check_may_post` does."""
        await self._db.read(lambda db: self._check(db, guild_id, user_id, looking_for, at))

    async def post(
        self, guild_id: GuildId, user_id: UserId, looking_for: Looking, words: Words, at: datetime
    ) -> Post:
        """Put a person on the board, in place of their last post.

        Raises:
            BadText, LimitReached, and whatever `rules.check_may_post` raises.
        """

        def work(db: Tables) -> Post:
            self._check(db, guild_id, user_id, looking_for, at)
            post = rules.new_post(user_id, looking_for, words, at)
            limits.take(db, POSTS, guild_id, at, by=user_id)
            _save(db, guild_id, post)
            self._outbox.want(db, guild_id, *boards(at))
            return post

        return await self._db.write(work)

    async def withdraw(self, guild_id: GuildId, user_id: UserId, at: datetime) -> bool:
        """Take a person's post down. Return whether there was one."""

        def work(db: Tables) -> bool:
            gone = _withdraw(db, guild_id, user_id)
            if gone:
                self._outbox.want(db, guild_id, *boards(at))
            return gone

        return await self._db.write(work)

    async def unteamed(self, guild_id: GuildId, at: datetime) -> list[UserId]:
        """Return the people known to be in no group. Raises SignupClosed, NoSignup."""
        return await self._db.read(lambda db: self._unteamed(db, guild_id, at, at))

    async def nudge(self, guild_id: GuildId, shown_at: datetime, at: datetime) -> list[str]:
        """Leave a nudge for whoever was shown to staff and is still in no group. Return its notices' keys.

        Args:
            shown_at: when staff saw whom it would reach. Pressed again, it is the same nudge.
        Raises:
            SignupClosed, NoSignup.
        """

        def work(db: Tables) -> list[str]:
            people = self._unteamed(db, guild_id, shown_at, at)
            nudges = notices.nudges(people, shown_at, at)
            self._outbox.put(db, guild_id, nudges)
            return [nudge.key for nudge in nudges]

        return await self._db.write(work)

    def _standing(self, db: Tables, guild_id: GuildId, now: datetime) -> Standing:
        policy, posts = self._groups.policy_in(db, guild_id), _posts(db, guild_id)
        if not posts:
            return []
        return rules.open_posts(posts, self._groups.groups_in(db, guild_id), policy, now)

    def _unteamed(
        self, db: Tables, guild_id: GuildId, known_by: datetime, at: datetime
    ) -> list[UserId]:
        check_open(self._groups.policy_in(db, guild_id), at)
        groups = self._groups.groups_in(db, guild_id)
        return rules.unteamed(self._standing(db, guild_id, at), groups, known_by)

    def _check(
        self, db: Tables, guild_id: GuildId, user_id: UserId, looking_for: Looking, at: datetime
    ) -> None:
        policy = self._groups.policy_in(db, guild_id)
        try:
            group = self._groups.own_in(db, guild_id, user_id)
        except NotInGroup:
            group = None
        rules.check_may_post(looking_for, group, policy, at)
