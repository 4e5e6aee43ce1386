"""The messages that people get about groups: drawn when they are sent, from how things are then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.client.layout import Card, post_of, post_to_person
from bot.client.look import due_stamp, plain, plural
from bot.client.posting import edit_sent, sent_row
from bot.course.words import say
from bot.delivery.errors import NotNeeded
from bot.delivery.model import Batch, Kind, Post
from bot.groups import notices
from bot.groups.errors import NoSignup
from bot.groups.model import ProjectGroup, closing_time, is_open, seats_left
from bot.groups.ui import replies
from bot.groups.ui.cards import GREY, KIND, SUCCESS, done_card
from bot.groups.ui.replies import Scene, everybody_in, scene_of
from bot.ids import GuildId, UserId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.client.bot import CourseBot

Facts = Mapping[str, Any]
"""What a notice was stored with."""


def invitation_card(scene: Scene, group: ProjectGroup, by: UserId, *, judge: bool = False) -> Card:
    """Draw the invitation that a person gets. `judge`: they judge groups, or may."""
    closes = closing_time(scene.policy, group)
    head = f"### {scene.who(by)} invites you to {say.group} {group.number}: {plain(group.title)}"
    until = f"You'll join when you accept, and you can be in one {say.group}."
    if not scene.policy.open_ended:
        until += f" This invite expires {due_stamp(closes)}."
    if judge:
        until = f"⚠️ You're a judge: once you join, you can't score this {say.group}.\n{until}"
    buttons = (
        scene.button("Accept", "accept", group.number, SUCCESS),
        scene.button("Decline", "decline", group.number, GREY),
    )
    return Card(KIND, (head, plain(group.idea), until, _course(scene)), buttons)


def request_card(scene: Scene, group: ProjectGroup, user_id: UserId) -> Card:
    """Draw the question that a founder gets when somebody asks to join."""
    seats = plural(seats_left(group, scene.policy), "seat")
    head = f"### {scene.who(user_id)} asks to join {say.group} {group.number}: {plain(group.title)}"
    buttons = (
        scene.button("Let them in", "let-in", group.number, SUCCESS, user_id),
        scene.button("Not this time", "turn-down", group.number, GREY, user_id),
    )
    return Card(KIND, (head, f"Your {say.group} has {seats} left.", _course(scene)), buttons)


def ended_invitation(scene: Scene, group: ProjectGroup, facts: Facts, in_group: int | None) -> str:
    """Write what stands where an invitation was. `in_group`: the group that its person is in now."""
    name = f"{say.group} {group.number}: {plain(group.title)}"
    if in_group == group.number:
        who = scene.who(facts["user_id"])
        return (
            replies.joined_lead(group.number)
            if scene.in_dm
            else replies.let_in_lead(who, group.number)
        )
    if group.disbanded_at:
        return f"### This invite has ended: {name} was disbanded"
    if in_group is not None:
        return f"### This invite to {name} has ended: you're in {say.group} {in_group} now"
    if facts["by"] == facts["user_id"]:
        return f"### You declined {name}"
    return f"### This invite to {name} was withdrawn"


def ended_request(scene: Scene, group: ProjectGroup, facts: Facts, in_group: int | None) -> str:
    """Write what stands where a request to join was. `in_group`: the group that whoever asked is in now."""
    who, name = scene.who(facts["user_id"]), f"{say.group} {group.number}"
    if in_group == group.number:
        return replies.let_in_lead(who, group.number)
    if group.disbanded_at:
        return f"### {who} asked to join {name}, which was disbanded"
    if in_group is not None:
        return f"### {who} has joined {say.group} {in_group}: there's nothing to answer anymore"
    if any(i.user_id == facts["user_id"] for i in group.requests):
        return f"### {scene.who(group.founder_id)} answers who asks to join {name} now"
    if facts["by"] == facts["to"]:
        return replies.turned_down_lead(who)
    return f"### {who} no longer asks to join {name}"


def news_card(scene: Scene, text: str) -> Card:
    """Draw news for one person."""
    return Card(KIND, (text, _course(scene)))


def _course(scene: Scene) -> str:
    return f"-# {plain(scene.course.name)}"


def news_text(
    scene: Scene, facts: Facts, user_id: UserId, groups: Mapping[int, ProjectGroup]
) -> str:
    """Write what one person hears of a change; empty where none of it is so any more.

    Args:
        groups: those that the facts name, as they are now.
    """
    parts = (
        _place(scene, facts, user_id, groups),
        _turned_down(facts, groups),
        _more_time(facts, groups),
        _renamed(facts, groups),
        _founders(scene, facts, user_id, groups),
    )
    return "\n".join(filter(None, parts))


def _place(scene: Scene, facts: Facts, user_id: UserId, groups: Mapping[int, ProjectGroup]) -> str:
    """Write which group somebody is in now, or in none."""
    into, out_of = groups.get(facts.get("into", 0)), groups.get(facts.get("out_of", 0))
    if into and user_id in into.member_ids:
        before = f" (you were in {say.group} {out_of.number})" if out_of else ""
        return (
            f"### You're in {say.group} {into.number} now{before}: {plain(into.title)}\n"
            "`/group show` in the server has the rest."
        )
    if out_of is None or user_id in out_of.member_ids:
        return ""
    head = f"### You're no longer in {say.group} {out_of.number}: {plain(facts['was'])}"
    if facts["disbanded"]:
        head += "\nIt was disbanded."
    if not is_open(scene.policy, scene.now):
        return f"{head}\nSign-up has closed, so ask {say.staff} if you'd like another."
    return f"{head}\nYou can join another (`/find-group`) or sign one up (`/signup-group`)."


def _turned_down(facts: Facts, groups: Mapping[int, ProjectGroup]) -> str:
    group = groups.get(facts.get("not_in", 0))
    if group is None:
        return ""
    name = f"{say.Group} {group.number}: {plain(facts['was'])}"
    if facts["disbanded"]:
        return f"### {name} was disbanded, so your request to join has ended"
    return f"### {name} can't take you this time\n`/find-group` shows who else needs members."


def _more_time(facts: Facts, groups: Mapping[int, ProjectGroup]) -> str:
    if "open_until" not in facts:
        return ""
    until = datetime.fromisoformat(facts["open_until"])
    return f"### {say.Staff} gave your {say.group} more time: you can change it until {due_stamp(until)}"


def _renamed(facts: Facts, groups: Mapping[int, ProjectGroup]) -> str:
    group = groups.get(facts.get("renamed", 0))
    return (
        f"### {say.Staff} gave your {say.group} a new title: {plain(group.title)}" if group else ""
    )


def _founders(
    scene: Scene, facts: Facts, user_id: UserId, groups: Mapping[int, ProjectGroup]
) -> str:
    """Write what a founder hears of their group."""
    group = groups.get(facts.get("founder_of", 0))
    if group is None or group.founder_id != user_id or group.disbanded_at:
        return ""
    name, size = f"{say.group} {group.number}", f"{len(group.members)} of {scene.policy.largest}"
    known = {*group.member_ids, *(i.user_id for i in group.invited)}
    lines = [
        *(f"{scene.who(id)} has joined {name}; you're {size}." for id in facts["joined"] if id in group.member_ids),
        *(f"{scene.who(id)} has left {name}; you're {size}." for id in facts["left"] if id not in group.member_ids),
        *(f"{scene.who(id)} declined the invite to {name}." for id in facts.get("declined", ()) if id not in known),
        *(f"{scene.who(id)} is no longer invited to {name}." for id in facts["uninvited"] if id not in known),
    ]  # fmt: skip
    if facts["promoted"]:
        lines.append(f"You're the founder of {name} now: you answer who asks to join.")
    return "\n".join(lines)


PEOPLE = ("joined", "left", "declined", "uninvited")
ANSWERED = "it was answered or withdrawn"


class GroupKind(Kind):
    """What the kinds of this room share."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def _group(self, guild_id: GuildId, number: int) -> ProjectGroup:
        """Return a group, disbanded or not. Raises NotNeeded."""
        group = await self._bot.app.groups.last_known(guild_id, number)
        if group is None:
            raise NotNeeded(f"that {say.group} is gone")
        return group

    async def _scene(
        self, guild_id: GuildId, people: Iterable[int] = (), *, in_dm: bool = True
    ) -> Scene:
        """Gather what a card is drawn from. Raises NotNeeded."""
        try:
            return await scene_of(self._bot, guild_id, people, in_dm=in_dm)
        except NoSignup as error:
            raise NotNeeded(f"the course has no project {say.groups} anymore") from error


class QuestionKind(GroupKind):
    """An invitation, or a request to join: of use as long as it is open."""

    async def compose(self, batch: Batch, now: datetime) -> Post:
        facts = batch.first.facts
        group = await self._group(batch.guild_id, facts["number"])
        asked = notices.open_question(group, batch.first.key)
        if asked is None:
            raise NotNeeded(ANSWERED)
        scene = await self._scene(batch.guild_id, everybody_in(group))
        if not is_open(scene.policy, now, group):
            raise NotNeeded("sign-up has closed")
        judges = asked.asked.kind == "invite" and await replies.judges_groups(
            self._bot, batch.guild_id, asked.to
        )
        card = question_card(scene, group, asked, judge=judges)
        return post_to_person(self._bot, card, batch, facts["channel_id"])


class InvitationKind(QuestionKind):
    """Asks a person to join."""

    name = notices.INVITATION


class RequestKind(QuestionKind):
    """Asks a founder whether somebody may join."""

    name = notices.REQUEST


def question_card(
    scene: Scene, group: ProjectGroup, question: notices.Question, *, judge: bool = False
) -> Card:
    """Draw an open question for whoever has to answer it. `judge`: they judge groups, or may."""
    if question.asked.kind == "invite":
        return invitation_card(scene, group, question.asked.by, judge=judge)
    return request_card(scene, group, question.asked.user_id)


class QuestionUpkeep(GroupKind):
    """Edits the message of a question that has ended, or is open again: its buttons die and come back with it."""

    name = notices.UPKEEP

    async def compose(self, batch: Batch, now: datetime) -> None:
        row = await sent_row(self._bot, batch.guild_id, batch.first.facts["question"])
        card = await self._card(batch, in_dm=not row.why)
        await edit_sent(self._bot, (row.channel_id or 0, row.message_id or 0), card)

    async def _card(self, batch: Batch, *, in_dm: bool) -> Card:
        guild_id, facts = batch.guild_id, batch.first.facts
        group, user_id = await self._group(guild_id, facts["number"]), facts["user_id"]
        people = (*everybody_in(group), user_id, group.founder_id)
        scene = await self._scene(guild_id, people, in_dm=in_dm)
        asked = notices.open_question(group, facts["question"])
        if asked is not None:
            return question_card(scene, group, asked)
        in_group = await self._bot.app.groups.number_of(guild_id, user_id)
        ended = ENDED[facts["asked"]](scene, group, facts, in_group)
        answered = in_group == group.number or facts["by"] == facts["to"]
        if in_dm and answered and facts["to"] in group.member_ids:
            return await replies.group_of_card(
                self._bot, guild_id, group, facts["to"], ended, in_dm=True
            )
        return done_card(ended)


ENDED = {"invite": ended_invitation, "request": ended_request}
"""What was asked -> what stands where it was, now that it has ended"""


class NewsKind(GroupKind):
    """Tells one person what a change made by somebody else means for them."""

    name = notices.NEWS

    async def compose(self, batch: Batch, now: datetime) -> Post:
        notice, facts = batch.first, batch.first.facts
        named = {
            facts[n] for n in ("into", "out_of", "not_in", "renamed", "founder_of") if n in facts
        }
        groups = {number: await self._group(batch.guild_id, number) for number in named}
        people = {id for name in PEOPLE for id in facts.get(name, ())}
        scene = await self._scene(batch.guild_id, people)
        if not (text := news_text(scene, facts, UserId(notice.user_id or 0), groups)):
            raise NotNeeded("it isn't so anymore")
        return post_of(self._bot, news_card(scene, text), batch)
