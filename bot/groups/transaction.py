"""Groups are read and founded here, and changed within one transaction: the rules are asked, and what they give is
stored with its entry in the audit log and with everything that people must hear of it.

A change also ends what it makes moot: whoever joins a group loses their open invitations elsewhere. And it counts
towards the limits of whoever makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from weakref import WeakKeyDictionary

from bot.course.timeline import Timeline
from bot.database import Database, SharedReads, Tables
from bot.delivery.service import Outbox
from bot.errors import UserError
from bot.groups import notices
from bot.groups.errors import GroupGone, NoSuchGroup, NotInGroup
from bot.groups.model import Changed, Deed, Part, Policy, ProjectGroup, SignUp, extended, policy_of
from bot.groups.rules import members
from bot.groups.store import groups as store
from bot.ids import ChannelId, GuildId, UserId
from bot.library.library import CourseLibrary
from bot.limits import store as limits
from bot.limits.store import paced
from bot.limits.table import (
    DISBANDS,
    INVITES,
    NO_TO_INVITE,
    NO_TO_REQUEST,
    REQUESTS,
    SIGN_UPS,
    Limit,
)

ASKING: dict[str, tuple[Limit, Limit]] = {
    "invite": (INVITES, NO_TO_INVITE),
    "request": (REQUESTS, NO_TO_REQUEST),
}
"""What is asked -> how often one may, and how long a no to it holds."""


def count(
    db: Tables, guild_id: GuildId, deed: Deed, before: ProjectGroup | None, after: ProjectGroup
) -> None:
    """Count what somebody asks, founds and ends. Raises LimitReached, SaidNo."""
    if deed.by_staff:
        return
    if before is None:
        limits.take(db, SIGN_UPS, guild_id, deed.at, by=deed.by)
    if after.disbanded_at is not None:
        limits.take(db, DISBANDS, guild_id, deed.at, by=deed.by)
    for question in notices.new_questions(before, after):
        if (
            question.asked.by == deed.by and question.asked.at == deed.at
        ):  # others only change hands
            often, no = ASKING[question.asked.kind]
            limits.check_may_ask(db, no, guild_id, question.to, deed.at, by=deed.by)
            limits.take(db, often, guild_id, deed.at, by=deed.by)


def remember_no(
    db: Tables, guild_id: GuildId, deed: Deed, before: ProjectGroup, after: ProjectGroup
) -> None:
    """Remember whom somebody has told no: an invitation was declined, or a request turned down."""
    for asked in (one for one in before.invitations if one not in after.invitations):
        if deed.action == "decline":
            limits.say_no(db, NO_TO_INVITE, guild_id, asked.by, deed.at, by=deed.by)
        if deed.action == "turn down":
            limits.say_no(db, NO_TO_REQUEST, guild_id, asked.user_id, deed.at, by=deed.by)


Step = Callable[[ProjectGroup, Policy, int | None], ProjectGroup]
"""(group, policy, the group that the person it is about is in) -> the group as it becomes"""


class GroupTransactions:
    """Every server's project groups: read, founded and changed. What ends in `_in` runs in a caller's transaction."""

    groups_in = staticmethod(store.live_groups)
    numbers_in = staticmethod(store.live_numbers)
    number_in = staticmethod(store.number_of)

    def __init__(self, db: Database, courses: CourseLibrary, outbox: Outbox) -> None:
        self._db, self._courses, self._outbox = db, courses, outbox
        self._reads = SharedReads(db)
        self._stated: WeakKeyDictionary[Timeline, Policy] = WeakKeyDictionary()

    def policy_in(self, db: Tables, guild_id: GuildId) -> Policy:
        """Return the rules that hold in a server now. Raises NoSignup."""
        return extended(self._policy(guild_id), store.extension(db, guild_id))

    def _policy(self, guild_id: GuildId) -> Policy:
        """Return the rules that a server's course states, worked out once for each version of it. Raises NoSignup."""
        timeline = self._courses.timeline(guild_id)
        known = self._stated.get(timeline)
        if known is None:
            known = self._stated[timeline] = policy_of(timeline.course)
        return known

    def own_in(self, db: Tables, guild_id: GuildId, user_id: UserId) -> ProjectGroup:
        """Return a person's group. Raises NotInGroup."""
        number = store.number_of(db, guild_id, user_id)
        if number is None:
            raise NotInGroup
        return live_group(db, guild_id, number)

    def asked_in(self, db: Tables, guild_id: GuildId, user_id: UserId) -> list[ProjectGroup]:
        """Return the groups with an open invitation or request of a person, oldest first."""
        numbers = store.invited_to(db, guild_id, user_id)
        return [live_group(db, guild_id, number) for number in numbers]

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

    async def check_may_found(self, guild_id: GuildId, user_id: UserId, at: datetime) -> Policy:
        """Refuse somebody who can't found a group now; return the rules. Raises SignupClosed, AlreadyInGroup."""

        def work(db: Tables) -> Policy:
            policy = self.policy_in(db, guild_id)
            members.check_may_found(policy, self.number_in(db, guild_id, user_id), at)
            return policy

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
                    more = members.invite(group, person, elsewhere, policy, at, by=founder_id)
                    count(db, guild_id, deed, group, more)
                    group = more
                except UserError as error:
                    refused.append(error)
            changed = self._finish(db, guild_id, deed, None, group)
            same = store.with_title(db, guild_id, group.title, group.number)
            return replace(changed, refused=tuple(refused), same_title=tuple(same))

        return await self._db.write(work)

    async def _change(
        self, guild_id: GuildId, number: int, deed: Deed, step: Step, about: UserId | None = None
    ) -> Changed:
        """Run one step of the rules in a transaction. `about`: the person whose group the step is told."""

        def work(db: Tables) -> Changed:
            before = live_group(db, guild_id, number)
            in_group = store.number_of(db, guild_id, about) if about is not None else None
            after = step(before, self.policy_in(db, guild_id), in_group)
            count(db, guild_id, deed, before, after)
            remember_no(db, guild_id, deed, before, after)
            return self._finish(db, guild_id, deed, before, after)

        return await self._db.write(work)

    def _finish(
        self,
        db: Tables,
        guild_id: GuildId,
        deed: Deed,
        before: ProjectGroup | None,
        after: ProjectGroup,
        others: Sequence[Part] = (),
    ) -> Changed:
        """Store what a step has made of a group, and end what that makes moot elsewhere."""
        if after == before:
            return Changed(None, before, after)
        old = before.member_ids if before else ()
        joined = [user_id for user_id in after.member_ids if user_id not in old]
        ended = [
            p for user_id in joined for p in end_questions(db, guild_id, user_id, after.number)
        ]
        touched = (*others, *ended)
        parts = (Part(after.number, before, after), *touched)
        return Changed(self._store(db, guild_id, deed, parts), before, after, touched)

    def _store(self, db: Tables, guild_id: GuildId, deed: Deed, parts: Sequence[Part]) -> int:
        """Store a change with its entry in the log and what people must hear of it. Return the entry's id.

        What would be too many messages to one person comes later, unless it is staff's.
        """
        store.save_all(db, guild_id, parts, self.policy_in(db, guild_id).largest)
        change_id = store.record(db, guild_id, deed, parts)
        rules = self._courses.timeline(guild_id).course.groups
        threads = rules is not None and rules.threads
        follows = notices.consequences(parts, deed, change_id, threads=threads)
        self._outbox.withdraw(db, guild_id, follows.withdraw, "it isn't open anymore")
        say = follows.say if deed.by_staff else paced(db, follows.say, deed.at, by=deed.by)
        self._outbox.put(db, guild_id, say)
        self._outbox.want(db, guild_id, *follows.bring_up_to_date)
        return change_id


def live_group(db: Tables, guild_id: GuildId, number: int) -> ProjectGroup:
    """Read a group that isn't disbanded. Raises NoSuchGroup; GroupGone: it was disbanded."""
    group = store.group(db, guild_id, number)
    if group is None:
        raise NoSuchGroup(number)
    if group.disbanded_at:
        raise GroupGone(number)
    return group


def end_questions(db: Tables, guild_id: GuildId, user_id: UserId, but: int) -> list[Part]:
    """End a person's open invitations and requests elsewhere."""
    ended: list[Part] = []
    for number in store.invited_to(db, guild_id, user_id):
        group = store.group(db, guild_id, number)
        if group and number != but:
            ended.append(Part(number, group, members.without_question(group, user_id)))
    return ended
