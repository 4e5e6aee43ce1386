"""Project groups: load, ask the rules, save in one transaction, say what changed.

Every change runs one pure function of the rules inside one transaction, writes the group and the audit log, and
ends what the change makes moot: somebody who joins a group loses their open invitations elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.course.model import Course
from bot.database import Database, Tables
from bot.groups import rules, store
from bot.groups.errors import (
    GroupError,
    NoSignup,
    NoSuchGroup,
    NotInGroup,
)
from bot.groups.model import Policy, ProjectGroup
from bot.library.library import CourseLibrary


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is to be invited, as Discord knows them."""

    user_id: int
    name: str
    is_bot: bool = False
    in_guild: bool = True


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did.

    Attributes:
        id: its entry in the audit log; None where nothing had to change.
        before, after: the group it was about.
        others: further groups that it touched, each (before, after): the one a person was moved out of, or
            one whose invitation has ended.
        by: who made the change.
        refused: why some of the invited people were not invited.
        same_title: other groups with the same title.
    """

    id: int | None
    before: ProjectGroup | None
    after: ProjectGroup
    others: tuple[tuple[ProjectGroup | None, ProjectGroup], ...] = ()
    refused: tuple[GroupError, ...] = ()
    same_title: tuple[int, ...] = ()
    by: int = 0

    @property
    def pairs(self) -> tuple[tuple[ProjectGroup | None, ProjectGroup], ...]:
        """Every group that was touched, each (before, after)."""
        return ((self.before, self.after), *self.others)


def policy_of(course: Course, extended_to: datetime | None = None) -> Policy:
    """Take the rules for groups from a course file. Raises NoSignup: it has none."""
    pitches = course.pitches
    deadline = course.deadline(pitches.signup_deadline) if pitches else None
    if pitches is None or deadline is None:
        raise NoSignup
    needed = pitches.eligibility.registered_students if pitches.eligibility else 0
    closes_at = max(deadline.due_at, extended_to) if extended_to else deadline.due_at
    return Policy(pitches.groups.min, pitches.groups.max, closes_at, needed)


class GroupService:
    """Every server's project groups. `at` is Discord's own instant of the press, aware UTC."""

    def __init__(self, db: Database, courses: CourseLibrary) -> None:
        self._db, self._courses = db, courses

    async def policy(self, guild_id: int) -> Policy:
        """Return the rules that hold in a server now. Raises NoSignup."""
        return await self._db.read(lambda db: self._policy(db, guild_id))

    async def group(self, guild_id: int, number: int) -> ProjectGroup:
        """Return a live group. Raises NoSuchGroup."""
        return await self._db.read(lambda db: live_group(db, guild_id, number))

    async def groups(self, guild_id: int) -> list[ProjectGroup]:
        """Return all live groups by number."""
        return await self._db.read(lambda db: store.live_groups(db, guild_id))

    async def number_of(self, guild_id: int, user_id: int) -> int | None:
        """Return the number of a person's group, if they are in one."""
        return await self._db.read(lambda db: store.number_of(db, guild_id, user_id))

    async def own(self, guild_id: int, user_id: int) -> ProjectGroup:
        """Return a person's group. Raises NotInGroup."""

        def work(db: Tables) -> ProjectGroup:
            number = store.number_of(db, guild_id, user_id)
            if number is None:
                raise NotInGroup
            return live_group(db, guild_id, number)

        return await self._db.read(work)

    async def asked(self, guild_id: int, user_id: int) -> list[ProjectGroup]:
        """Return the groups with an open invitation or request of a person, oldest first."""
        return await self._db.read(
            lambda db: [
                live_group(db, guild_id, number)
                for number in store.invited_to(db, guild_id, user_id)
            ]
        )

    async def history(self, guild_id: int, number: int | None, limit: int) -> list[store.Change]:
        """Return the newest entries of the audit log."""
        return await self._db.read(lambda db: store.changes(db, guild_id, number, limit))

    async def sign_up(
        self,
        guild_id: int,
        founder_id: int,
        title: str,
        idea: str,
        people: Sequence[Person],
        at: datetime,
    ) -> Changed:
        """Found a group and invite people. Who can't be invited is left out and said so.

        Raises:
            NoSignup, SignupClosed, AlreadyInGroup, BadText: nothing is stored.
        """

        def work(db: Tables) -> Changed:
            policy = self._policy(db, guild_id)
            in_group = store.number_of(db, guild_id, founder_id)
            draft = rules.new_group(0, founder_id, title, idea, in_group, policy, at)
            group = replace(draft, number=store.next_number(db, guild_id))
            refused: list[GroupError] = []
            for person in people:
                try:
                    group = _invite(db, guild_id, group, founder_id, person, policy, at)
                except GroupError as error:
                    refused.append(error)
            others = end_questions(db, guild_id, founder_id, group.number)
            changed = self._save(db, guild_id, at, founder_id, "sign up", None, group, others)
            same = store.with_title(db, guild_id, group.title, group.number)
            return replace(changed, refused=tuple(refused), same_title=tuple(same))

        return await self._db.write(work)

    async def invite(
        self, guild_id: int, number: int, by: int, person: Person, at: datetime
    ) -> Changed:
        """Invite a person. Raises SignupClosed, NotYours, CannotInvite, GroupFull."""

        def work(db: Tables) -> Changed:
            policy, before = self._policy(db, guild_id), live_group(db, guild_id, number)
            after = _invite(db, guild_id, before, by, person, policy, at)
            return self._finish(db, guild_id, at, by, "invite", before, after)

        return await self._db.write(work)

    async def accept(self, guild_id: int, number: int, user_id: int, at: datetime) -> Changed:
        """Join on an invitation. Raises NoInvitation, SignupClosed, AlreadyInGroup, NoSuchGroup."""
        return await self._change(
            guild_id, number, user_id, "accept", at,
            lambda g, p, in_group: rules.accept(g, user_id, in_group, p, at), user_id,
        )  # fmt: skip

    async def decline(self, guild_id: int, number: int, user_id: int, at: datetime) -> Changed:
        """Say no to an invitation. Raises NoInvitation, NoSuchGroup."""
        return await self._change(
            guild_id, number, user_id, "decline", at, lambda g, _p, _n: rules.decline(g, user_id)
        )

    async def request(self, guild_id: int, number: int, user_id: int, at: datetime) -> Changed:
        """Ask to join. Raises SignupClosed, AlreadyInGroup, GroupFull, NoSuchGroup."""
        return await self._change(
            guild_id, number, user_id, "ask to join", at,
            lambda g, p, in_group: rules.request(g, user_id, in_group, p, at), user_id,
        )  # fmt: skip

    async def answer(
        self, guild_id: int, number: int, by: int, user_id: int, yes: bool, at: datetime
    ) -> Changed:
        """Answer somebody who asked to join. Raises NotYours, NoInvitation, SignupClosed, GroupFull."""
        action = "let in" if yes else "turn down"
        return await self._change(
            guild_id, number, by, action, at,
            lambda g, p, in_group: rules.answer_request(g, by, user_id, in_group, yes, p, at), user_id,
        )  # fmt: skip

    async def leave(
        self, guild_id: int, user_id: int, at: datetime, *, confirmed: bool = False
    ) -> Changed:
        """Leave one's group. Raises SignupClosed, NotInGroup, LastMember (unless confirmed)."""
        group = await self.own(guild_id, user_id)

        def step(g: ProjectGroup, p: Policy, _in_group: int | None) -> ProjectGroup:
            rules.check_open(p, at, g)
            return rules.leave(g, user_id, at, may_disband=confirmed)

        return await self._change(guild_id, group.number, user_id, "leave", at, step)

    async def edit(
        self, guild_id: int, number: int, by: int, title: str, idea: str, at: datetime
    ) -> Changed:
        """Change title and idea. Raises SignupClosed, NotYours, BadText."""
        return await self._change(
            guild_id, number, by, "edit", at, lambda g, p, _n: rules.edit(g, by, title, idea, p, at)
        )

    async def transfer(self, guild_id: int, number: int, by: int, to: int, at: datetime) -> Changed:
        """Make another member the founder. Raises SignupClosed, NotYours."""
        return await self._change(
            guild_id, number, by, "hand over", at, lambda g, p, _n: rules.transfer(g, by, to, p, at)
        )

    async def disband(self, guild_id: int, number: int, by: int, at: datetime) -> Changed:
        """End a group. Raises SignupClosed, NotYours."""

        def step(g: ProjectGroup, p: Policy, _in_group: int | None) -> ProjectGroup:
            rules.check_open(p, at, g)
            rules.check_founder(g, by)
            return rules.disband(g, at)

        return await self._change(guild_id, number, by, "disband", at, step)

    async def _change(
        self,
        guild_id: int,
        number: int,
        actor_id: int,
        action: str,
        at: datetime,
        step: Callable[[ProjectGroup, Policy, int | None], ProjectGroup],
        about: int | None = None,
        reason: str | None = None,
    ) -> Changed:
        """Run one step of the rules in one transaction. `about`: the person whose group the step is told."""

        def work(db: Tables) -> Changed:
            before = live_group(db, guild_id, number)
            in_group = store.number_of(db, guild_id, about) if about is not None else None
            after = step(before, self._policy(db, guild_id), in_group)
            return self._finish(db, guild_id, at, actor_id, action, before, after, reason)

        return await self._db.write(work)

    def _finish(
        self,
        db: Tables,
        guild_id: int,
        at: datetime,
        actor_id: int,
        action: str,
        before: ProjectGroup,
        after: ProjectGroup,
        reason: str | None = None,
    ) -> Changed:
        if after == before:
            return Changed(None, before, after, by=actor_id)
        joined = set(after.member_ids) - set(before.member_ids)
        others = [
            part
            for user_id in sorted(joined)
            for part in end_questions(db, guild_id, user_id, after.number)
        ]
        return self._save(db, guild_id, at, actor_id, action, before, after, others, reason)

    def _save(
        self,
        db: Tables,
        guild_id: int,
        at: datetime,
        actor_id: int,
        action: str,
        before: ProjectGroup | None,
        after: ProjectGroup,
        others: Sequence[store.Part] = (),
        reason: str | None = None,
    ) -> Changed:
        largest = self._policy(db, guild_id).largest
        for part in others:
            if part.after:
                store.save(db, guild_id, part.after, largest, part.before)
        store.save(db, guild_id, after, largest, before)
        parts = [store.Part(after.number, before, after), *others]
        change_id = store.record(db, guild_id, at, actor_id, action, parts, reason)
        touched = tuple((part.before, part.after) for part in others if part.after)
        return Changed(change_id, before, after, touched, by=actor_id)

    def _policy(self, db: Tables, guild_id: int) -> Policy:
        return policy_of(self._courses.timeline(guild_id).course, store.extension(db, guild_id))


def live_group(db: Tables, guild_id: int, number: int) -> ProjectGroup:
    """Read a group that isn't disbanded. Raises NoSuchGroup."""
    group = store.group(db, guild_id, number)
    if group is None or group.disbanded_at:
        raise NoSuchGroup(number)
    return group


def _invite(
    db: Tables,
    guild_id: int,
    group: ProjectGroup,
    by: int,
    person: Person,
    policy: Policy,
    at: datetime,
) -> ProjectGroup:
    rules.check_person(person.user_id, person.name, person.is_bot, person.in_guild)
    in_group = store.number_of(db, guild_id, person.user_id)
    return rules.invite(group, by, person.user_id, in_group, policy, at)


def end_questions(db: Tables, guild_id: int, user_id: int, but: int) -> list[store.Part]:
    """End a person's open invitations and requests elsewhere."""
    ended: list[store.Part] = []
    for number in store.invited_to(db, guild_id, user_id):
        group = store.group(db, guild_id, number)
        if group and number != but:
            ended.append(store.Part(number, group, rules.withdraw(group, user_id)))
    return ended
