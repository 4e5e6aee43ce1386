"""The messages that people get about groups: drawn when they are sent, from how things are then."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.client.layout import Card
from bot.client.posting import edit_sent, post_of, post_to_person, sent_row
from bot.delivery.errors import NotNeeded
from bot.delivery.kinds import Kind, Post
from bot.delivery.model import Batch
from bot.groups import notices
from bot.groups.errors import NoSignup
from bot.groups.model import ProjectGroup, is_open
from bot.groups.ui import message_cards
from bot.groups.ui.cards import done_card
from bot.groups.ui.replies import group_of_card
from bot.groups.ui.scene import Scene, everybody_in, scene_of
from bot.ids import GuildId, UserId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.client.bot import CourseBot

ANSWERED = "it was answered or withdrawn"


class GroupKind(Kind):
    """What the kinds of this room share."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def _group(self, guild_id: GuildId, number: int) -> ProjectGroup:
        """Return a group, disbanded or not. Raises NotNeeded."""
        group = await self._bot.app.groups.last_known(guild_id, number)
        if group is None:
            raise NotNeeded("there is no such group any more")
        return group

    async def _scene(
        self, guild_id: GuildId, people: Iterable[int] = (), *, in_dm: bool = True
    ) -> Scene:
        """Gather what a card is drawn from. Raises NotNeeded."""
        try:
            return await scene_of(self._bot, guild_id, people, in_dm=in_dm)
        except NoSignup as error:
            raise NotNeeded("the course has no project groups any more") from error


class QuestionKind(GroupKind):
    """An invitation, or a request to join: of use as long as it is open."""

    async def compose(self, batch: Batch, now: datetime) -> Post:
        facts = batch.first.facts
        group = await self._group(batch.guild_id, facts["number"])
        asked = open_question(group, batch.first.key)
        if asked is None:
            raise NotNeeded(ANSWERED)
        scene = await self._scene(batch.guild_id, everybody_in(group))
        if not is_open(scene.policy, now, group):
            raise NotNeeded("sign-up has closed")
        card = question_card(scene, group, asked)
        return post_to_person(self._bot, card, batch, facts["channel_id"])


class InvitationKind(QuestionKind):
    """Asks a person to join."""

    name = notices.INVITATION


class RequestKind(QuestionKind):
    """Asks a founder whether somebody may join."""

    name = notices.REQUEST


def open_question(group: ProjectGroup, key: str) -> notices.Question | None:
    """Return a question of a group by its notice's key, while it is open."""
    return next((q for q in notices.questions_of(group) if q.key == key), None)


def question_card(scene: Scene, group: ProjectGroup, question: notices.Question) -> Card:
    """Draw an open question for whoever has to answer it."""
    if question.asked.kind == "invite":
        return message_cards.invitation_card(scene, group, question.asked.by)
    return message_cards.request_card(scene, group, question.asked.user_id)


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
        asked = open_question(group, facts["question"])
        if asked is not None:
            return question_card(scene, group, asked)
        in_group = await self._bot.app.groups.number_of(guild_id, user_id)
        ended = ENDED[facts["asked"]](scene, group, facts, in_group)
        answered = in_group == group.number or facts["by"] == facts["to"]
        if in_dm and answered and facts["to"] in group.member_ids:
            return await group_of_card(self._bot, guild_id, group, facts["to"], ended, in_dm=True)
        return done_card(ended)


ENDED = {"invite": message_cards.ended_invitation, "request": message_cards.ended_request}
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
        people = {id for name in ("joined", "left", "uninvited") for id in facts.get(name, ())}
        scene = await self._scene(batch.guild_id, people)
        text = message_cards.news_text(scene, facts, UserId(notice.user_id or 0), groups)
        if not text:
            raise NotNeeded("it isn't so any more")
        return post_of(self._bot, message_cards.news_card(scene, text), batch)
